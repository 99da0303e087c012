// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::nets {

/// SqueezeNet 1.1 (Iandola et al., 2016) without its classifier. Weights: `conv1` and
/// `fireN.squeeze1x1`, `.expand1x1`, `.expand3x3`. They stay as they are.
struct SqueezeNet {
    static constexpr std::int64_t inputChannels = 3;

    /// `photo` (N, 3, H, W), RGB in [-1, 1] → ReLU outputs of conv1, fire3, fire5, fire7, fire9, by
    /// name: 64, 128, 256, 384 and 512 channels.
    std::vector<std::pair<std::string, Tensor>> operator()(Run& run, const Scope& weights,
                                                           const NetworkInput& photo) const;
};

} // namespace underpaint::nets
