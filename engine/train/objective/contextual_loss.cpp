// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/contextual_loss.h"

#include "engine/nets/systems/cocosnet_adaptor.h"

#include <array>
#include <cstdint>
#include <string>
#include <tuple>

namespace underpaint::train {

at::Tensor contextualLosses(const at::Tensor& fake, const at::Tensor& target,
                            const ContextualOptions& options) {
    constexpr double least = 1e-3; // what is hardly away from its best match is not divided by 0
    const at::Tensor mean = options.centredPerPlace ? target.mean({1}, /*keepdim=*/true)
                                                    : target.mean({2, 3}, /*keepdim=*/true);
    const at::Tensor x = nets::cocosnet::unitLength(fake - mean).flatten(2);
    const at::Tensor y = nets::cocosnet::unitLength(target - mean).flatten(2);
    const at::Tensor distance = 1 - at::bmm(x.transpose(1, 2), y);
    const at::Tensor nearest = std::get<0>(distance.min(2, /*keepdim=*/true));
    const at::Tensor weight = ((1 - distance / (nearest + least)) / options.bandwidth).exp();
    const at::Tensor share = weight / weight.sum({2}, /*keepdim=*/true);
    return -std::get<0>(share.max(2)).mean({1}).log();
}

at::Tensor contextualLoss(const nets::TensorMap& fake, const nets::TensorMap& target,
                          const ContextualOptions& options, bool withFine) {
    struct Stage {
        const char* name;
        std::int64_t pooling;
        double weight;
    };
    constexpr std::array<Stage, 4> stages{
        {{"r52", 1, 8}, {"r42", 1, 4}, {"r32", 2, 2}, {"r22", 4, 1}}};
    at::Tensor sum;
    for (const Stage& stage : stages) {
        if (stage.pooling == 4 && !withFine) {
            continue;
        }
        const auto pooled = [&](const at::Tensor& x) {
            return stage.pooling == 1 ? x
                                      : at::avg_pool2d(x, {stage.pooling, stage.pooling},
                                                       {stage.pooling, stage.pooling});
        };
        const at::Tensor loss =
            stage.weight * contextualLosses(pooled(fake.at(stage.name)),
                                            pooled(target.at(stage.name)).detach(), options)
                               .mean();
        sum = sum.defined() ? sum + loss : loss;
    }
    return sum;
}

} // namespace underpaint::train
