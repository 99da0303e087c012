// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/segmenter_loss.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>

namespace underpaint::train {

namespace {

/// Pixels of the data set by channel.
std::vector<double> pixelCounts(const PackedDataset& data) {
    std::vector<double> counts(static_cast<std::size_t>(data.labelChannels()), 0.0);
    for (std::size_t i = 0; i < data.size(); ++i) {
        for (const std::uint16_t label : data[i].labels) {
            const int channel = data.channelOf(label);
            if (channel >= 0) {
                counts[static_cast<std::size_t>(channel)] += 1;
            }
        }
    }
    return counts;
}

std::size_t channelOf(const std::string& name, const PackedDataset& data) {
    for (const project::PackageClass& known : data.classes()) {
        if (known.name == name) {
            return static_cast<std::size_t>(known.id);
        }
    }
    throw Error("\"" + name + "\" is no class of the data set", "ignore",
                "Name classes as the data set does, or leave the option out");
}

} // namespace

at::Tensor classWeights(const SegmenterRecipe& recipe, const PackedDataset& data) {
    std::vector<double> counts = pixelCounts(data);
    for (const std::string& name : recipe.ignore) {
        counts[channelOf(name, data)] = 0;
    }
    const double commonest = *std::max_element(counts.begin(), counts.end());
    at::Tensor weights = at::zeros({static_cast<std::int64_t>(counts.size())}, at::kFloat);
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] > 0) {
            const double weight = std::sqrt(commonest / counts[c]);
            weights[static_cast<std::int64_t>(c)] = std::min(weight, recipe.largestClassWeight);
        }
    }
    return weights;
}

SegmenterScore segmenterScore(const at::Tensor& logits, const at::Tensor& labels,
                              const at::Tensor& weights, double smoothing) {
    const at::Tensor full = at::upsample_bilinear2d(
        logits.to(at::kFloat), {labels.size(1), labels.size(2)}, /*align_corners=*/false);
    const at::Tensor target = labels.to(at::kLong);
    const at::Tensor known = target.clamp_min(0);
    const at::Tensor counted = weights.take(known) * (target >= 0); // (N, H, W)
    const at::Tensor total = counted.sum().clamp_min(1e-6);
    const at::Tensor logShares = at::log_softmax(full, 1);
    const at::Tensor right = logShares.gather(1, known.unsqueeze(1)).squeeze(1);
    const at::Tensor taught = (weights > 0).to(at::kFloat);
    const at::Tensor even = at::einsum("nchw,c->nhw", {logShares, taught / taught.sum()});
    const at::Tensor each = (1 - smoothing) * right + smoothing * even;

    const at::NoGradGuard noGrad;
    const at::Tensor teaching = counted > 0;
    const at::Tensor hits = (full.argmax(1) == target).logical_and(teaching).sum();
    const at::Tensor accuracy = hits.to(at::kFloat) / teaching.sum().clamp_min(1);
    at::Tensor loss;
    {
        const at::AutoGradMode recording(true);
        loss = -(each * counted).sum() / total;
    }
    return {loss, accuracy};
}

} // namespace underpaint::train
