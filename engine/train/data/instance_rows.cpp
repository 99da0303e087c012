// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/instance_rows.h"

#include "engine/base/error.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>

namespace underpaint::train {

namespace {

/// Raster positions of every id, over the whole batch.
std::map<std::int64_t, std::vector<std::int64_t>> positionsById(const at::Tensor& instances) {
    const at::Tensor ids = instances.to(at::kCPU, at::kLong).contiguous().flatten();
    const auto* values = ids.data_ptr<std::int64_t>();
    std::map<std::int64_t, std::vector<std::int64_t>> positions;
    for (std::int64_t i = 0; i < ids.numel(); ++i) {
        positions[values[i]].push_back(i);
    }
    return positions;
}

} // namespace

std::map<std::int64_t, std::vector<InstanceRow>> instanceRows(const at::Tensor& pooled,
                                                              const at::Tensor& instances) {
    if (pooled.dim() != 4 || instances.dim() != 4 || instances.size(1) != 1 ||
        pooled.size(0) != instances.size(0) || pooled.size(2) != instances.size(2) ||
        pooled.size(3) != instances.size(3)) {
        throw Error("the instance map has another size than the features");
    }
    const std::int64_t channels = pooled.size(1);
    const at::Tensor pixels =
        pooled.detach().to(at::kCPU, at::kFloat).permute({0, 2, 3, 1}).reshape({-1, channels});
    const at::Tensor rows = pixels.contiguous();
    const auto unit =
        static_cast<double>(std::max<std::int64_t>(pooled.size(2) * pooled.size(3) / 32, 1));
    std::map<std::int64_t, std::vector<InstanceRow>> byClass;
    for (const auto& [id, positions] : positionsById(instances)) {
        if (id < 0) {
            throw Error("the instance map has negative ids");
        }
        const float* features = rows.data_ptr<float>() + positions[positions.size() / 2] * channels;
        const auto instance = static_cast<std::uint32_t>(id);
        byClass[scene::classOfInstance(instance)].push_back(
            {instance,
             {features, features + channels},
             static_cast<double>(positions.size()) / unit});
    }
    return byClass;
}

} // namespace underpaint::train
