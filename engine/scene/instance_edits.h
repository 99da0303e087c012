// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/pixel_spans.h"

#include <cstdint>
#include <vector>

namespace underpaint::scene {

/// What the pixels of an instance become when it is relabelled like the pixel `target`
/// (pix2pixHD's rule): the target's label; the target's id when that names a class only,
/// otherwise the next free id of the class.
PaintValue relabelValue(const SceneState& scene, Point target);

/// Gives all pixels of an instance another class and id. What it wears goes along as
/// moveAppearance() says; where locks keep some of its pixels, it stays.
/// Throws Error when no pixel has the id.
/// @{
Edit relabelInstance(const SceneState& scene, std::uint32_t instance, PaintValue value,
                     const ProtectedLabels& locked = {});
Edit relabelLike(const SceneState& scene, std::uint32_t instance, Point target,
                 const ProtectedLabels& locked = {});
/// @}

/// Removes an instance and what it wears. Its pixels take label and id of the nearest surrounding
/// stuff (distance in steps over sides), or, where none touches it, of whatever surrounds it.
/// `background` is used when the instance covers the whole map. Throws Error when no pixel has
/// the id.
Edit deleteInstance(const SceneState& scene, std::uint32_t instance, PaintValue background = {});

/// An edit and the instances that it makes.
struct InstanceSplit {
    Edit edit;
    std::vector<std::uint32_t> made;
};
/// Gives all parts of an instance but the first ids of their own, of its class and looking like it.
/// Throws Error when no pixel has the id or the class has no free ids for it.
InstanceSplit splitInstance(const SceneState& scene, std::uint32_t instance,
                            const std::vector<std::vector<PixelSpan>>& parts,
                            const ProtectedLabels& locked = {});

} // namespace underpaint::scene
