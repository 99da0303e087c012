// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace underpaint::metrics {

/// Activations of one layer of a network: `channels` planes of height x width, one after the other.
struct FeatureMap {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<float> values;
};

/// What a network makes of a photo (RGB): one map per layer, finest first. The networks themselves
/// are elsewhere (feature_networks.h); measures only need their activations.
using FeatureFunction = std::function<std::vector<FeatureMap>(const Image&)>;

/// How much each channel of each layer counts, all >= 0; empty = 1 / channels each.
using LayerWeights = std::vector<std::vector<float>>;

/// The perceptual distance of two pictures from their activations (Zhang et al., 2018): at every
/// place of a layer both feature vectors are brought to length 1, their squared difference is
/// weighted by channel, averaged over the places and summed over the layers. LPIPS when the
/// activations are those of its network and the weights its linear heads, else a figure of its own
/// that must be named differently. Throws Error when the two do not fit each other.
double perceptualDistance(const std::vector<FeatureMap>& a, const std::vector<FeatureMap>& b,
                          const LayerWeights& weights = {});

/// The mean of every channel: features for a Fréchet distance.
std::vector<float> pooled(const FeatureMap& map);

} // namespace underpaint::metrics
