// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/mask_channels.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

/// Ids of instances of a class, the largest first and the smaller number first among equals.
std::vector<std::int32_t> largestInstances(const std::int32_t* labels,
                                           const std::int32_t* instances, std::int64_t pixels,
                                           std::int32_t wanted, std::int64_t least) {
    std::map<std::int32_t, std::int64_t> sizes;
    for (std::int64_t i = 0; i < pixels; ++i) {
        if (labels[i] == wanted) {
            ++sizes[instances[i]];
        }
    }
    std::vector<std::pair<std::int64_t, std::int32_t>> ordered;
    for (const auto& [id, size] : sizes) {
        if (size >= least) {
            ordered.emplace_back(-size, id);
        }
    }
    std::ranges::sort(ordered);
    std::vector<std::int32_t> ids;
    for (const auto& [size, id] : ordered) {
        ids.push_back(id);
    }
    return ids;
}

} // namespace

at::Tensor maskChannels(const Sample& batch, Domain domain, std::int64_t most, std::int64_t least) {
    const at::Tensor labels = batch.labels.contiguous();
    const at::Tensor instances = batch.instances.contiguous();
    const std::int64_t count = labels.size(0);
    const std::int64_t pixels = labels.size(1) * labels.size(2);
    const auto wanted = static_cast<std::int32_t>(domain);
    at::Tensor masks = at::full({count, most, labels.size(1), labels.size(2)}, -1, at::kFloat);
    for (std::int64_t n = 0; n < count; ++n) {
        const std::int32_t* label = labels.data_ptr<std::int32_t>() + n * pixels;
        const std::int32_t* instance = instances.data_ptr<std::int32_t>() + n * pixels;
        const auto ids = largestInstances(label, instance, pixels, wanted, least);
        const auto shown = std::min<std::int64_t>(most, std::ssize(ids));
        for (std::int64_t m = 0; m < shown; ++m) {
            float* mask = masks.data_ptr<float>() + (n * most + m) * pixels;
            for (std::int64_t i = 0; i < pixels; ++i) {
                const bool inside =
                    label[i] == wanted && instance[i] == ids[static_cast<std::size_t>(m)];
                mask[i] = inside ? 1.0F : -1.0F;
            }
        }
    }
    return masks;
}

} // namespace underpaint::train
