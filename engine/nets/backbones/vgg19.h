// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <vector>

namespace underpaint::nets {

/// VGG-19 (Simonyan and Zisserman, 2014) without batch norm, cut as the perceptual loss of
/// pix2pixHD needs it. Weights carry torchvision's names `features.N.weight/.bias`.
struct Vgg19 {
    /// `image` (N, 3, H, W) as it is (pix2pixHD does not normalise it) →
    /// relu1_1, relu2_1, relu3_1, relu4_1, relu5_1.
    std::vector<Tensor> operator()(Run& run, const Scope& weights, const Tensor& image) const;
};

/// Weights given by a formula of their indices (the reference data's README): real enough to check
/// the arithmetic of the network, of no use for judging pictures.
ParamStore vgg19FormulaWeights();

} // namespace underpaint::nets
