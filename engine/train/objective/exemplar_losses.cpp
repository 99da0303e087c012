// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/exemplar_losses.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::train {

namespace {
constexpr double least = 1e-5; // a batch without any still has a sum to divide by
} // namespace

at::Tensor pseudoPairWeights(const at::Tensor& flags) {
    const at::Tensor values = flags.flatten().to(at::kFloat);
    return values / (values.sum() + least);
}

at::Tensor weightedDistance(const at::Tensor& a, const at::Tensor& b, const at::Tensor& weights) {
    return ((a - b).abs() * weights.view({-1, 1, 1, 1})).mean();
}

at::Tensor pseudoPairLoss(const nets::TensorMap& fake, const nets::TensorMap& real,
                          const at::Tensor& weights) {
    constexpr std::array<const char*, 5> stages{"r12", "r22", "r32", "r42", "r52"};
    constexpr std::array<double, 5> counts{1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0};
    at::Tensor sum;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const at::Tensor loss =
            counts.at(i) *
            weightedDistance(fake.at(stages.at(i)), real.at(stages.at(i)).detach(), weights);
        sum = sum.defined() ? sum + loss : loss;
    }
    return sum;
}

at::Tensor contentLoss(const nets::TensorMap& fake, const nets::TensorMap& real,
                       const std::string& stage) {
    return at::mse_loss(fake.at(stage), real.at(stage).detach());
}

at::Tensor alignmentLoss(const at::Tensor& ofCondition, const at::Tensor& ofPhoto) {
    return at::l1_loss(ofCondition, ofPhoto);
}

at::Tensor warpedMaskLoss(const at::Tensor& warped, const at::Tensor& labels,
                          const at::Tensor& exemplarLabels) {
    constexpr double floor = 1e-10;
    const std::int64_t classes = warped.size(1);
    const auto small = [&](const at::Tensor& map) {
        return at::upsample_nearest2d(map.to(at::kFloat), {warped.size(2), warped.size(3)})
            .to(at::kLong);
    };
    const at::Tensor wanted = small(labels);
    const at::Tensor known = wanted.ge(0).logical_and(wanted.lt(classes));
    const at::Tensor index = wanted.clamp(0, classes - 1);
    const at::Tensor there = small(exemplarLabels).clamp(0, classes - 1);
    std::vector<at::Tensor> present; // (1, h, w): whether the exemplar has the pixel's class
    for (std::int64_t n = 0; n < wanted.size(0); ++n) {
        const at::Tensor has = at::bincount(there[n].flatten(), {}, classes).gt(0);
        present.push_back(has.index_select(0, index[n].flatten()).view(index[n].sizes()));
    }
    const at::Tensor counts =
        at::stack(present).logical_and(known).logical_and(wanted.ne(0)).to(warped.scalar_type());
    const at::Tensor loss = -(warped.gather(1, index) + floor).log();
    return (loss * counts).sum() / (counts.sum() + least);
}

} // namespace underpaint::train
