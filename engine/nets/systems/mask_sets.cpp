// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/mask_sets.h"

namespace underpaint::nets {

Tensor selectedMasks(const Tensor& masks, std::int64_t count) {
    Tensor padded = masks;
    if (masks.size(1) < count) {
        const Tensor absent =
            at::full({masks.size(0), count - masks.size(1), masks.size(2), masks.size(3)}, -1,
                     masks.options());
        padded = at::cat({masks, absent}, 1);
    }
    std::vector<Tensor> selected;
    for (std::int64_t n = 0; n < padded.size(0); ++n) {
        const Tensor sizes = padded[n].mean({1, 2});
        const Tensor order =
            std::get<1>(sizes.sort(/*stable=*/true, /*dim=*/0, /*descending=*/true));
        selected.push_back(padded[n].index_select(0, order.narrow(0, 0, count)));
    }
    return at::stack(selected);
}

Tensor mergedMasks(const Tensor& masks) {
    return ((masks + 1) / 2).sum({1}, /*keepdim=*/true).clamp(0, 1) * 2 - 1;
}

Tensor contextWeight(const Tensor& before, const Tensor& after) {
    return (1 - mergedMasks(at::cat({before, after}, 1))) / 2;
}

Tensor contextLoss(const Tensor& before, const Tensor& after, const Tensor& weight) {
    return (weight * (before - after).abs()).mean();
}

std::vector<std::optional<SetStep>>
translateInTurn(const Tensor& photo, const Tensor& masks, std::int64_t perStep,
                const std::function<SetStep(const Tensor& photo, const Tensor& masks)>& translate) {
    std::vector<std::optional<SetStep>> steps;
    Tensor current = photo;
    for (std::int64_t first = 0; first + perStep <= masks.size(1); first += perStep) {
        const Tensor some = masks.narrow(1, first, perStep);
        if ((some + 1).sum().item<double>() > 0) {
            steps.emplace_back(translate(current, some));
            current = steps.back()->photo;
        } else {
            steps.emplace_back();
        }
    }
    return steps;
}

} // namespace underpaint::nets
