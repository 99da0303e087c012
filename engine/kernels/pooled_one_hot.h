// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/parallel.h"

#include <cstdint>

namespace underpaint::kernels {

/// The 3x3, stride-2 average pooling (padding not counted) of a painted picture, without its
/// one-hot form at full size. `labels` is height x width, `planes` planeCount x height x width (or
/// null); `out` is channels-last, ((height + 1) / 2) x ((width + 1) / 2) x (classes + planeCount).
/// Labels outside of 0..classes-1 have no class.
struct PooledOneHot {
    const std::int32_t* labels = nullptr;
    int width = 0;
    int height = 0;
    int classes = 0;
    const float* planes = nullptr;
    int planeCount = 0;
    float* out = nullptr;
};
void pooledOneHot(const PooledOneHot& job, const Parallel& parallel);

} // namespace underpaint::kernels
