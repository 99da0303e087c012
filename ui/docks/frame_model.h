// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <QAbstractListModel>
#include <QCache>
#include <QImage>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace underpaint::ui {

class Document;

/// The frames of a document for a list: their small pictures, made when they are asked for and
/// forgotten when there are too many, and the marks of a range.
class FrameModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        LabelsRole = Qt::UserRole, ///< QImage
        PhotoRole,                 ///< QImage; null: not painted yet
        InRangeRole,               ///< bool
        EdgeRole,                  ///< int: 1 the first, 2 the last of the range, 3 both
        CertaintyRole              ///< of a carried edit, 0..1; invalid: none was carried
    };
    /// What pictures may take, in bytes; photos lie in files.
    /// @{
    static constexpr int mostLabelBytes = 4 << 20;
    static constexpr int mostPhotoBytes = 128 << 20;
    /// @}
    /// So many photos that were shown last are in memory.
    static constexpr std::size_t shownPhotos = 48;
    /// The longer side of photos, which are shown large while they are played.
    static constexpr int photoExtent = 256;

    using QAbstractListModel::QAbstractListModel;

    void setDocument(const Document* document);
    /// Frames were inserted or removed.
    void reload();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// The photo of what a frame is now; kept small. One that is not exact gives way to no other.
    void keepPhoto(std::size_t frame, const QImage& photo, bool exact);
    /// The frame nearest to `middle` that has no photo; of those around it that there is room for.
    std::optional<std::size_t> nearestWithoutPhoto(std::size_t middle) const;
    /// The first and last frame that are played and carried through; everything when not marked.
    /// @{
    std::pair<std::size_t, std::size_t> range() const;
    bool marked() const { return m_in || m_out; }
    void setIn(std::optional<std::size_t> frame);
    void setOut(std::optional<std::size_t> frame);
    /// @}
    /// How sure a carried edit is in what frames are now; by their revisions.
    void setCertainty(std::map<std::uint64_t, double> certainty);
    /// Pictures look different.
    void touch();

private:
    struct Photo {
        std::shared_ptr<const Image> picture; ///< put away
        bool exact = false;
    };
    QImage labels(std::size_t frame) const;
    QImage photo(std::uint64_t revision) const;

    const Document* m_document = nullptr;
    int m_rows = 0;
    std::optional<std::size_t> m_in;
    std::optional<std::size_t> m_out;
    std::map<std::uint64_t, double> m_certainty;
    /// By the revision of the frame: no two states have one.
    mutable QCache<quint64, QImage> m_labels{mostLabelBytes};
    QCache<quint64, Photo> m_photos{mostPhotoBytes};
    /// Those of m_photos that were shown last, the last one at the end.
    mutable std::deque<std::uint64_t> m_shown;
};

} // namespace underpaint::ui
