// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/pooled_one_hot.h"

#include <algorithm>

namespace underpaint::kernels {

namespace {

void pooledPixel(const PooledOneHot& job, int x, int y, float* out) {
    const int left = std::max(0, 2 * x - 1);
    const int right = std::min(job.width, 2 * x + 2);
    const int top = std::max(0, 2 * y - 1);
    const int bottom = std::min(job.height, 2 * y + 2);
    const float share = 1.0F / static_cast<float>((right - left) * (bottom - top));
    std::fill_n(out, job.classes + job.planeCount, 0.0F);
    for (int row = top; row < bottom; ++row) {
        const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(row) * job.width;
        for (int column = left; column < right; ++column) {
            const std::int32_t label = job.labels[start + column];
            if (label >= 0 && label < job.classes) {
                out[label] += 1;
            }
            for (int p = 0; p < job.planeCount; ++p) {
                const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(job.width) * job.height;
                out[job.classes + p] += job.planes[p * plane + start + column];
            }
        }
    }
    for (int c = 0; c < job.classes + job.planeCount; ++c) {
        out[c] *= share;
    }
}

} // namespace

void pooledOneHot(const PooledOneHot& job, const Parallel& parallel) {
    const int width = (job.width + 1) / 2;
    const std::ptrdiff_t channels = job.classes + job.planeCount;
    parallel((job.height + 1) / 2, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t y = first; y < last; ++y) {
            for (int x = 0; x < width; ++x) {
                pooledPixel(job, x, static_cast<int>(y), job.out + (y * width + x) * channels);
            }
        }
    });
}

} // namespace underpaint::kernels
