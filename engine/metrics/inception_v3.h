// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/weights/param_store.h"
#include "engine/project/tensors/tensor_file.h"

namespace underpaint::metrics {

/// Inception-v3 (Szegedy et al., 2016) up to its last pooling, in the variant whose features FID is
/// defined on: the TensorFlow graph of 2015, which averages over borders without counting them and
/// pools the last block by its maximum. Weights carry the names of torchvision and pytorch-fid
/// (`Mixed_5b.branch1x1.conv.weight`, `.bn.running_mean` …); widths are those of the weights.
/// `photo` is (N, 3, H, W) in [0, 1]; it is resized to 299 x 299 (bilinear). Returns (N, width) of
/// the last block, 2048 for the published weights.
nets::Tensor inceptionFeatures(const nets::ParamStore& weights, const nets::Tensor& photo);

/// All floating-point tensors of the file. Throws Error when it is no Inception-v3 whose features
/// have 2048 numbers.
nets::ParamStore inceptionWeights(const project::TensorFile& file);

} // namespace underpaint::metrics
