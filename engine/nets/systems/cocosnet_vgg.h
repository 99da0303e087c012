// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace underpaint::nets::cocosnet {

/// VGG-19 (Simonyan and Zisserman, 2014) as the official losses look at it: Caffe's weights under
/// names such as `conv3_2`, BGR less their mean colour in levels.
struct Vgg {
    /// Channels of the stages, the last of two.
    std::vector<std::int64_t> widths{64, 128, 256, 512};
    /// The photo is brought from [-1, 1] to [0, 1] first, as it should be.
    bool fromSigned = true;

    /// (N, 3, H, W) in [-1, 1] → BGR levels.
    Tensor preprocessed(const Tensor& photo) const;
    /// The second activation of every stage: r12, r22, r32, r42, r52, at 1, 1/2 … 1/16.
    std::map<std::string, Tensor> operator()(Run& run, const Scope& weights,
                                             const Tensor& photo) const;
};

} // namespace underpaint::nets::cocosnet
