// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/channel_norm.h"

#include "engine/kernels/simd_kernels.h"

#include <algorithm>

namespace underpaint::kernels {

namespace {

constexpr std::int64_t pixelsAChunk = 256;
constexpr std::int64_t valuesATask = std::int64_t{1} << 16;

} // namespace

ChannelMoments channelMoments(const float* x, std::int64_t pixels, int channels,
                              const Parallel& parallel) {
    const auto size = static_cast<std::size_t>(channels);
    const std::int64_t chunks = (pixels + pixelsAChunk - 1) / pixelsAChunk;
    // [chunk][sums | squares]
    std::vector<float> partial(static_cast<std::size_t>(chunks) * 2 * size, 0.0F);
    parallel(chunks, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            float* sums = partial.data() + static_cast<std::size_t>(i) * 2 * size;
            simdKernels().moments(x + i * pixelsAChunk * channels, x,
                                  std::min(pixelsAChunk, pixels - i * pixelsAChunk), channels, sums,
                                  sums + size);
        }
    });
    ChannelMoments result{.mean = std::vector<double>(size), .variance = std::vector<double>(size)};
    for (std::size_t i = 0; i < partial.size(); i += 2 * size) {
        for (std::size_t c = 0; c < size; ++c) {
            result.mean[c] += static_cast<double>(partial[i + c]);
            result.variance[c] += static_cast<double>(partial[i + size + c]);
        }
    }
    for (std::size_t c = 0; c < size; ++c) {
        const double mean = result.mean[c] / static_cast<double>(pixels);
        result.mean[c] = mean + static_cast<double>(x[c]);
        const double variance = result.variance[c] / static_cast<double>(pixels) - mean * mean;
        result.variance[c] = variance < 0 ? 0 : variance; // not a number stays what it is
    }
    return result;
}

void channelAffine(const ChannelAffine& affine, const Parallel& parallel) {
    const std::int64_t pixelsATask =
        std::max<std::int64_t>(1, valuesATask / std::max(1, affine.channels));
    const std::int64_t tasks = (affine.pixels + pixelsATask - 1) / pixelsATask;
    parallel(tasks, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t begin = first * pixelsATask;
        const std::int64_t end = std::min(affine.pixels, last * pixelsATask);
        const std::int64_t offset = begin * affine.channels;
        simdKernels().affine(affine.x + offset, affine.scale, affine.shift,
                             affine.residual == nullptr ? nullptr : affine.residual + offset,
                             affine.slope, affine.out + offset, end - begin, affine.channels);
    });
}

} // namespace underpaint::kernels
