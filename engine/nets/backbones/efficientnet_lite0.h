// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <array>
#include <cstdint>
#include <vector>

namespace underpaint::nets {

/// EfficientNet-lite0 (Tan and Le, 2019, without squeeze-and-excite and with ReLU6) without its
/// classifier, batch norms folded into the convolutions. Weights: `stem`, `head` and
/// `blocks.N.expand`, `.depthwise`, `.project`.
struct EfficientNetLite0 {
    static constexpr std::int64_t inputChannels = 3;
    static constexpr std::array<std::int64_t, 5> strides{2, 4, 8, 16, 32};
    static constexpr std::array<std::int64_t, 5> channels{16, 24, 40, 112, 320};
    static constexpr std::int64_t pooledChannels = 1280;

    /// Pretrained weights that stay as they are; false: a trunk that is trained further.
    bool fixed = true;
    /// Whether all stages are followed by the head and its mean.
    bool pools = true;

    struct Features {
        /// At the strides above; as many as were asked for.
        std::vector<Tensor> stages;
        /// (N, 1280, 1, 1); undefined when not all stages were asked for,
        /// or without pooling.
        Tensor pooled;
    };
    /// `photo` (N, 3, H, W), RGB in [-1, 1].
    Features operator()(Run& run, const Scope& weights, const NetworkInput& photo,
                        std::size_t stages = strides.size()) const;
};

} // namespace underpaint::nets
