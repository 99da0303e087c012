// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/fine_tuning.h"

#include "engine/base/error.h"

#include <algorithm>

namespace underpaint::train {

namespace {

/// Mean absolute difference over the pixels where `mask` is 1; 0 when there is none.
at::Tensor maskedError(const at::Tensor& a, const at::Tensor& b, const at::Tensor& mask) {
    const at::Tensor count = (mask.sum() * a.size(1)).clamp_min(1);
    return ((a - b).abs() * mask).sum() / count;
}

} // namespace

std::vector<int> taughtChannels(const std::vector<std::string>& classes,
                                const PackedDataset& data) {
    std::vector<int> channels;
    for (const std::string& wanted : classes) {
        const auto& known = data.classes();
        const auto it = std::find_if(known.begin(), known.end(), [&wanted](const auto& one) {
            return one.name == wanted || std::to_string(one.id) == wanted;
        });
        if (it == known.end()) {
            throw Error("the data set has no class \"" + wanted + "\"", "classes",
                        "Name classes as the data set does, or by their ids");
        }
        channels.push_back(it->id);
    }
    return channels;
}

at::Tensor taughtPixels(const at::Tensor& labels, const std::vector<int>& channels) {
    at::Tensor taught = at::zeros_like(labels, at::kBool);
    for (const int channel : channels) {
        taught.logical_or_(labels == channel);
    }
    return taught.unsqueeze(1).to(at::kFloat);
}

at::Tensor composed(const at::Tensor& painted, const at::Tensor& real, const at::Tensor& taught) {
    return taught.defined() ? painted * taught + real * (1 - taught) : painted;
}

at::Tensor taughtError(const at::Tensor& painted, const at::Tensor& real,
                       const at::Tensor& taught) {
    return taught.defined() ? maskedError(painted, real, taught) : at::l1_loss(painted, real);
}

at::Tensor driftFromBase(const at::Tensor& painted, const FineTuningBatch& fineTuning) {
    return maskedError(painted, fineTuning.kept, 1 - fineTuning.taught);
}

} // namespace underpaint::train
