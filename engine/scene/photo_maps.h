// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/appearance.h"
#include "engine/scene/tiled_map.h"

#include <cstdint>
#include <map>

namespace underpaint::scene {

/// What the reference photo shows: maps of the scene's size, and what their instances wear there.
/// Where the scene differs from them it was touched.
struct PhotoMaps {
    LabelMap labels;
    InstanceMap instances;
    std::map<std::uint32_t, Appearance> appearances;

    friend bool operator==(const PhotoMaps&, const PhotoMaps&) = default;
};

/// How the photo of the scene keeps what was not touched of its reference photo.
struct KeepSettings {
    /// False: the model paints everything anew.
    bool on = false;
    /// Over how many pixels of the map the new photo passes into the old one, outside of what was
    /// touched.
    int feather = 12;
    /// The new photo takes the colours of the old one at the seam.
    bool matchColours = true;

    friend bool operator==(const KeepSettings&, const KeepSettings&) = default;
};

/// The widest feather, in pixels of the map.
inline constexpr int maxFeather = 256;

} // namespace underpaint::scene
