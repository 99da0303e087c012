// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

// Nothing here needs an image library; optical_flow.h measures such fields.
namespace underpaint::imaging {

/// From one frame to another: what the frame shows at (x, y) lies at (x + u, y + v) in the other
/// one. Two channels u, v in pixels.
using FlowField = Plane<float>;

/// A share of 0..1 for each pixel.
using Share = Plane<float>;

/// The way through a frame in between: from a to c, where `ab` leads from a to b and `bc` from b to
/// c. Throws Error when the sizes differ.
FlowField chainedFlow(const FlowField& ab, const FlowField& bc);

/// How far a flow can be trusted: 1 where the flow back leads to where one came from, 0 where it
/// does not (what is hidden in the other frame) or leads out of the picture. The limit grows with
/// the length of the way (Sundaram, Brox, Keutzer, "Dense point trajectories by GPU-accelerated
/// large displacement optical flow", 2010). Throws Error when the sizes differ.
Share flowConfidence(const FlowField& there, const FlowField& back);

/// A value of one channel between pixels, bilinear; clamped to the plane.
float sampled(const Plane<float>& plane, float x, float y, int channel = 0);

} // namespace underpaint::imaging
