// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <QObject>
#include <QSize>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>

namespace underpaint::ui {

/// Photo that an export writes.
struct PhotoExport {
    std::filesystem::path file; ///< its ending decides over the format
    QSize size;                 ///< empty: the map's own
    int quality = 95;           ///< of a JPEG file, 1..100
    /// The label map below the photo in layers, of OpenRaster and TIFF files; a layer per
    /// instance, not per class.
    /// @{
    bool layered = false;
    bool instanceLayers = false;
    /// @}
    bool deep = false; ///< 16 bits a channel; of PNG and TIFF files without layers
};

/// What was seen in a photo.
struct LabelledPhoto {
    std::filesystem::path file;
    std::shared_ptr<const Image> whole;       ///< RGB, as it is in the file
    std::shared_ptr<const Image> photo;       ///< in the size of the scene that begins with it
    std::shared_ptr<const LabelPlane> labels; ///< of the same size, in the model's classes
    QString failure;                          ///< not empty: there is neither
};

/// Photos that come from files and go into files. All functions return at once.
class PhotoFiles : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Why photos cannot be segmented in the classes of the present model; empty: they can.
    virtual QString whyNotSegment() const = 0;
    /// Finds out what a photo shows, in the classes of the present model. Answered by
    /// photoSegmented(). Replaces what was asked for before.
    virtual void segmentPhoto(const std::filesystem::path& photo) = 0;
    /// The same for a photo that shall lend its look; answered by exemplarSegmented(). Each
    /// replaces what was asked for before by either.
    virtual void segmentExemplar(const std::filesystem::path& photo) = 0;
    /// Renders the scene as it is now into a file; answered by photoExported().
    virtual void exportPhoto(const PhotoExport& request) = 0;
    /// Names of the files of exportPhoto() that are not written yet. Another document, or the end
    /// of this, drops those that wait; photoExported() says so.
    virtual QStringList exporting() const = 0;

Q_SIGNALS:
    void photoSegmented(const underpaint::ui::LabelledPhoto& photo);
    void exemplarSegmented(const underpaint::ui::LabelledPhoto& photo);
    /// The message is empty when the file was written.
    void photoExported(const QString& file, const QString& failure);
};

} // namespace underpaint::ui
