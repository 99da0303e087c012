// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/instance_pooling.h"

#include "engine/base/error.h"
#include "engine/nets/run/cuda_primitives.h"

namespace underpaint::nets {

namespace {

/// (N*H*W) indices 0..groups-1 of the (image, id) pairs.
std::pair<Tensor, std::int64_t> groupsOf(const Tensor& instances) {
    const Tensor ids = instances.to(at::kLong).flatten(1);
    // Ids are compacted first, so that image * ids + id cannot overflow.
    const auto [unique, compact] = at::_unique(ids, /*sorted=*/true, /*return_inverse=*/true);
    const std::int64_t distinct = unique.numel();
    const Tensor image = at::arange(ids.size(0), ids.options()).unsqueeze(1);
    return {(image * distinct + compact.view_as(ids)).flatten(), ids.size(0) * distinct};
}

} // namespace

Tensor instanceMean(const Tensor& x, const Tensor& instances) {
    if (instances.dim() != 4 || instances.size(0) != x.size(0) || instances.size(1) != 1 ||
        instances.size(2) != x.size(2) || instances.size(3) != x.size(3)) {
        throw Error("the instance map has another size than the features that it pools");
    }
    const auto [group, groups] = groupsOf(instances);
    const bool forwardOnly = !(at::GradMode::is_enabled() && x.requires_grad());
    if (forwardOnly && x.scalar_type() != at::kDouble && ownCudaKernels(x.device())) {
        return cudaGroupMean(x, group, groups);
    }
    const Tensor rows = x.permute({0, 2, 3, 1}).reshape({-1, x.size(1)});
    const Tensor sums = at::zeros({groups, x.size(1)}, rows.options()).index_add(0, group, rows);
    const Tensor ones = at::ones({group.numel(), 1}, rows.options().requires_grad(false));
    const Tensor counts =
        at::zeros({groups, 1}, ones.options()).index_add(0, group, ones).clamp_min(1);
    const Tensor means = (sums / counts).index_select(0, group);
    return means.view({x.size(0), x.size(2), x.size(3), x.size(1)}).permute({0, 3, 1, 2});
}

} // namespace underpaint::nets
