// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <vector>

namespace underpaint::translate {

/// A pixel's best channel and, where wanted, how sure that is.
struct ChannelMap {
    LabelPlane channels;
    Plane<std::uint8_t> confidence; ///< 255 = certain; empty unless wanted
};

/// `scores` (1, C, h, w) float32 on the CPU, enlarged (or shrunk) bilinearly to `size` with the
/// corners of the outer pixels aligned, then the best of the channels named in `allowed`; of equal
/// scores the first. Works row by row: a class map of a large photo would take C floats per pixel.
ChannelMap bestChannels(const nets::Tensor& scores, Size size,
                        const std::vector<std::uint16_t>& allowed, bool confidence);

} // namespace underpaint::translate
