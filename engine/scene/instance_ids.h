// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/tiled_map.h"

#include <cstdint>

namespace underpaint::scene {

/// The Cityscapes convention: an id below 1000 names a class only (stuff, or a group of things
/// that nobody separated), otherwise the id is class * 1000 + k with k = 0..999.
/// @{
inline constexpr std::uint32_t instancesPerClass = 1000;

constexpr std::uint32_t classOfInstance(std::uint32_t id) {
    return id < instancesPerClass ? id : id / instancesPerClass;
}
/// The id of a class's pixels that belong to no instance of their own. Classes from 1000 on,
/// whose number would be read as an instance, use their instance 0.
constexpr std::uint32_t stuffInstance(std::uint16_t label) {
    return label < instancesPerClass ? label : label * instancesPerClass;
}
/// The largest id of the class in the map plus one, or class * 1000 when it has none; when
/// class * 1000 + 999 is taken, the smallest free one. Throws Error for class 0, whose instances
/// the convention cannot tell from classes, and when all 1000 are taken.
std::uint32_t nextInstanceId(const InstanceMap& instances, std::uint16_t label);
/// @}

/// The instance map of a label map without one: stuffInstance() of each pixel.
InstanceMap instancesFromLabels(const LabelMap& labels);

} // namespace underpaint::scene
