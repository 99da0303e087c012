// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"
#include "engine/project/tensors/tensor_file.h"

#include <array>
#include <cstdint>
#include <vector>

namespace underpaint::metrics {

/// VGG-16 (Simonyan and Zisserman, 2014) without batch norm up to its last convolution. Weights
/// carry torchvision's names `features.N.weight/.bias`.
struct Vgg16 {
    /// Of the five activations.
    static constexpr std::array<std::int64_t, 5> layerChannels{64, 128, 256, 512, 512};

    /// `image` (N, 3, H, W), both sides at least 16 → relu1_2, relu2_2, relu3_3, relu4_3, relu5_3.
    std::vector<nets::Tensor> operator()(nets::Run& run, const nets::Scope& weights,
                                         const nets::Tensor& image) const;
};

/// Takes the weights out of a file of torchvision's whole network. Throws Error naming the first
/// that is missing or of another shape.
nets::ParamStore vgg16Weights(const project::TensorFile& file);

} // namespace underpaint::metrics
