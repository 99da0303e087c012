// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/bicyclegan.h"

#include <cstdint>

namespace underpaint::nets::bicyclegan {

/// Encoder of photos of any size, our own. The official one reads a code from the mean of features
/// over the whole photo, in which it cannot tell a dark wall from a small bright one. This one
/// finds regions by itself (a softmax over `regions` at every fourth pixel) and reads the code from
/// the means over each and their shares of the photo.
struct RegionEncoder {
    std::int64_t inputChannels = 3;
    std::int64_t codeSize = 8;
    std::int64_t nef = 24;
    std::int64_t regions = 12;
    /// Width of the layer between the means and the code.
    std::int64_t hidden = 96;

    std::int64_t multiple() const { return 16; }
    /// (N, inputChannels, H, W) in [-1, 1] to the distribution of codes, (N, codeSize).
    CodeDistribution operator()(Run& run, const Scope& weights, const Tensor& input) const;
};

} // namespace underpaint::nets::bicyclegan
