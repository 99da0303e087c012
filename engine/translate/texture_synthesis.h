// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/kernels/parallel.h"
#include "engine/kernels/patch_match.h"

#include <functional>
#include <vector>

namespace underpaint::translate {

/// A photo that is to be made of pixels of a sheet.
struct TextureTask {
    const Image& photo; ///< RGB
    /// Of its pixels: they take pixels of their own kind of the sheet; those of kind 0 stay as they
    /// are.
    const InstancePlane& kinds;
    const std::vector<kernels::PatchPicture>& sheet; ///< a texturePyramid()
    /// The pixel of the sheet that a search begins with at a pixel of the photo.
    std::function<Point(Point)> begin;
};

/// From coarse to fine: pixels of the sheet are found by what lies around them
/// (kernels/patch_match.h) and their surroundings averaged into a photo, which the next search
/// begins with (Kwatra et al., "Texture optimization for example-based synthesis", SIGGRAPH 2005).
/// Of the photo's size.
kernels::PatchPicture synthesised(const TextureTask& task, const kernels::Parallel& parallel);

} // namespace underpaint::translate
