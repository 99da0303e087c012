// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/capabilities.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

namespace underpaint::scene {

/// What an edit touches: repainting, scheduling and the badge of the photo follow from it.
struct Effects {
    /// The label view may look different here.
    Rect view = {};
    /// What the model paints the photo from may be different here; empty: the photo stays true.
    /// Where the photo itself changes is more, by as much as a network sees around a pixel.
    Rect photo = {};
    bool maps = false;     ///< other maps, of another size perhaps
    bool labelSet = false; ///< names, colours or classes
    bool styles = false;   ///< what instances wear
    bool model = false;
    bool base = false; ///< the reference photo, or what is kept of it

    /// Of two edits that are applied one after the other.
    Effects& operator|=(const Effects& next);
    friend bool operator==(const Effects&, const Effects&) = default;
};

/// The effects of applying the edit to this scene, as a model with these capabilities shows it. The
/// rectangles lie within the maps before or after it (of a group, also in between). An edit that
/// the scene would refuse has some effects or other.
///
/// Of what a model derives from a whole map (the class of an instance is the label of most of its
/// pixels) the pixels count that derive it, not those that it is derived for.
Effects effects(const Edit& edit, const SceneState& scene, const Capabilities& capabilities);

} // namespace underpaint::scene
