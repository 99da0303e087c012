// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "ui/canvas/label_colours.h"
#include "ui/canvas/label_levels.h"
#include "ui/canvas/photo_levels.h"
#include "ui/canvas/pixel_block.h"
#include "ui/canvas/resample.h"

#include <QImage>
#include <QRect>
#include <QRgb>
#include <QTransform>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace underpaint::ui {

class EditorState;

/// Pictures that a pane shows in the photo's place.
enum class Instead {
    Changes,  ///< what the model would have changed
    Exemplar, ///< what exemplars lend
    Certainty ///< how sure their matches are
};

/// What a pane shows.
struct PaneContent {
    bool photo = false;
    std::optional<Instead> instead = {};
    /// Of the labels, 0..1; 0: no labels.
    double labels = 1;
    /// Opacity of the reference photo over all that, 0..1.
    double reference = 0;
    /// Lines around all instances; those around the selected ones are drawn where `decorations`.
    bool outlines = false;
    bool decorations = true;
};

/// Makes the pixels of a pane: maps, photo and the lines of instances, without the overlays of
/// tools. Nearest neighbour from 100 % on, averaged below. Works on device pixels and on any part
/// of a pane, so that a damaged rectangle costs what it covers.
class PanePainter {
public:
    explicit PanePainter(const EditorState& state);

    /// Colours, visibility or the whole map changed.
    void resetLabels();
    /// The map changed in this rectangle.
    void damage(Rect map) { m_levels.damage(map); }
    void setPhoto(const QImage& photo) { m_photo.setPhoto(photo); }
    void setInstead(Instead what, const QImage& picture) { levelsOf(what).setPhoto(picture); }
    /// Null: there is none.
    void setReference(const QImage& photo) { m_reference.setPhoto(photo); }
    void setSelected(std::vector<std::uint32_t> instances);
    /// Around the map.
    void setSurround(QRgb colour) { m_surround = colour; }

    /// Paints `rect` of the frame (RGB32).
    void paint(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
               const PaneContent& content);

    const LabelLevels& levels() const { return m_levels; }

private:
    PhotoLevels& levelsOf(Instead what) { return m_instead[static_cast<std::size_t>(what)]; }
    bool shows(const std::optional<Instead>& what) const {
        return what && !m_instead[static_cast<std::size_t>(*what)].empty();
    }
    void paintBlock(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                    const PaneContent& content);
    void paintBackground(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                         const PaneContent& content) const;
    void paintPhoto(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                    PhotoLevels& photo, double opacity);
    void paintLabels(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                     double opacity);
    void paintLines(QImage& frame, const QRect& rect, const QTransform& deviceToMap,
                    const PaneContent& content) const;

    const EditorState& m_state;
    LabelColours m_colours;
    LabelLevels m_levels;
    PhotoLevels m_photo;
    std::array<PhotoLevels, 3> m_instead;
    PhotoLevels m_reference;
    Resampler m_resampler;
    PixelBlock m_part;
    std::vector<std::uint32_t> m_selected;
    QRgb m_surround = 0xff808080;
};

} // namespace underpaint::ui
