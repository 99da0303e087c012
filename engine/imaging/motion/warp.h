// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/motion/flow_field.h"

namespace underpaint::imaging {

/// How a picture is read between its pixels.
enum class Between {
    Bilinear, ///< softens a little each time
    Bicubic   ///< Catmull-Rom: keeps what is sharp when frames are moved again and again
};

/// The other frame, moved to where this one shows the same: pixel (x, y) is the source's
/// (x + u, y + v), clamped to its border. Throws Error when the sizes differ.
/// @{
Image warped(const Image& source, const FlowField& flow, Between between = Between::Bilinear);
/// Ids are never mixed: the nearest pixel.
LabelPlane warped(const LabelPlane& source, const FlowField& flow);
InstancePlane warped(const InstancePlane& source, const FlowField& flow);
/// @}

} // namespace underpaint::imaging
