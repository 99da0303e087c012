// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/scene.h"

#include <QImage>

namespace underpaint::ui {

/// A small picture of the label view that follows the scene: only what changed is drawn again, so
/// that every dab of a stroke may have one.
class LabelThumbnail {
public:
    /// Longest side, in pixels.
    static constexpr int extent = 96;

    explicit LabelThumbnail(const scene::SceneState& state) { restart(state); }

    /// Draws the pixels of the region, in map coordinates; everything when the map has another
    /// size than before.
    void update(const scene::SceneState& state, Rect region);
    void restart(const scene::SceneState& state);

    const QImage& image() const { return m_image; }

private:
    Size m_map;
    QImage m_image;
};

} // namespace underpaint::ui
