// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/motion/flow_field.h"

#include <array>
#include <cstdint>

namespace underpaint::imaging {

/// (x, y) -> (a x + b y + c, d x + e y + f), in pixels.
struct AffineMotion {
    std::array<double, 6> values{1, 0, 0, 0, 1, 0};

    double x(double px, double py) const { return values[0] * px + values[1] * py + values[2]; }
    double y(double px, double py) const { return values[3] * px + values[4] * py + values[5]; }
    /// The way back. Throws Error when there is none.
    AffineMotion inverse() const;
};

/// The affine motion that a flow describes best where `mask` is not 0, by least squares weighted
/// with the confidence, in which what does not fit counts less from round to round. Where too
/// little is sure for six numbers it is a translation, where nothing is sure no motion. `sure`
/// becomes the mean confidence there. With `stiffness` enlarging, turning and shearing cost as much
/// as if there were pixels so far from the centre that do not move against it. Planes of one size.
AffineMotion fittedMotion(const FlowField& flow, const Share& confidence,
                          const Plane<std::uint8_t>& mask, double& sure, double stiffness = 0);

} // namespace underpaint::imaging
