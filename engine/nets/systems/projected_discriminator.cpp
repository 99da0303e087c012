// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/projected_discriminator.h"

namespace underpaint::nets {

namespace {

constexpr std::int64_t photoChannels = 3;
/// One-hot labels are small beside mixed features, and would hardly be seen.
constexpr double conditionGain = 3;

Convolution mixing(std::int64_t out, std::int64_t kernel) {
    return {.out = out, .kernel = kernel, .padding = kernel / 2, .bias = false, .fixed = true};
}

Convolution judging(std::int64_t out, std::int64_t stride) {
    return {
        .out = out, .kernel = 3, .stride = stride, .padding = 1, .spectral = Spectral::Estimated};
}

Tensor score(Run& run, const Scope& head, const Tensor& x, std::int64_t width,
             std::int64_t stride) {
    Tensor y = run.activate(run.convolution(head[0], x, judging(width, 1)), Activation::LeakyRelu);
    y = run.activate(run.convolution(head[1], y, judging(width, stride)), Activation::LeakyRelu);
    return run.convolution(head[2], y, judging(1, 1));
}

} // namespace

std::vector<std::vector<Tensor>> ProjectedDiscriminator::operator()(Run& run, const Scope& weights,
                                                                    const Tensor& input) const {
    const std::int64_t conditionChannels = inputChannels - photoChannels;
    const Tensor photo = input.narrow(1, conditionChannels, photoChannels);
    const EfficientNetLite0::Features features =
        EfficientNetLite0{}(run, weights["backbone"], photo, stages);
    std::vector<Tensor> conditions; // at the size of each stage
    Tensor condition = conditionGain * input.narrow(1, 0, conditionChannels);
    for (std::size_t i = 0; i < stages && conditionChannels > 0; ++i) {
        condition = run.halve(condition);
        conditions.push_back(condition);
    }
    std::vector<std::vector<Tensor>> scores(stages);
    Tensor mixed;
    for (std::size_t i = stages; i-- > 0;) {
        const auto number = static_cast<std::int64_t>(i);
        Tensor own = run.convolution(weights["mix"][number], features.stages[i], mixing(width, 1));
        if (mixed.defined()) {
            own = run.add(own, run.upsampleBilinear(mixed, 2));
        }
        mixed = run.convolution(weights["cross"][number], own, mixing(width, 3));
        const Tensor seen = conditions.empty() ? mixed : run.concatenate({mixed, conditions[i]});
        scores[i] = {score(run, weights["heads"][number], seen, headWidth, i < 2 ? 2 : 1)};
    }
    return scores;
}

} // namespace underpaint::nets
