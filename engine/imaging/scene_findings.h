// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace underpaint::imaging {

/// Something of a scene that is seldom meant as it is.
struct SceneFinding {
    enum class Kind : std::uint8_t {
        UnknownClass, ///< the model does not know it; one for each class
        Scattered,    ///< an instance of a class of things that lies in several pieces
        Small,        ///< one of fewer pixels than make an object
        Speckle,      ///< a piece of a class of fewer pixels than are painted on purpose
    };
    Kind kind = Kind::Speckle;
    std::uint16_t label = 0;
    std::uint32_t instance = 0; ///< of its first pixel
    Rect box = {};
    Point first = {}; ///< the first pixel in raster order
    long long pixels = 0;
    std::size_t pieces = 1;

    friend bool operator==(const SceneFinding&, const SceneFinding&) = default;
};

struct SceneCheck {
    /// Classes that the model does not know.
    std::set<std::uint16_t> unknown = {};
    long long speckle = 6; ///< pixels; smaller pieces are speckles
    long long object = 20; ///< pixels; smaller instances are small
};

/// In the order of the kinds; of one kind in raster order of the first pixel. A small or scattered
/// instance is found once, and what is a speckle is no piece of a scattered one.
std::vector<SceneFinding> findingsIn(const scene::SceneState& scene, const SceneCheck& check);

/// Gives each speckle of these findings the class and the instance that most of the pixels around
/// it have: edits that are one step together; none where there is no speckle.
std::vector<scene::Edit> withoutSpeckles(const scene::SceneState& scene,
                                         const std::vector<SceneFinding>& findings);

} // namespace underpaint::imaging
