// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/channel_norm.h"

#include "engine/kernels/simd_kernels.h"

#include <algorithm>

namespace underpaint::kernels {

namespace {

constexpr std::int64_t pixelsAChunk = 256;
constexpr std::int64_t valuesPerNormTask = std::int64_t{1} << 16;

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

namespace {

/// Calls `work(first, last)` for ranges of pixels, on several threads.
template<class Work>
void forPixels(std::int64_t pixels, int channels, const Parallel& parallel, Work work) {
    const std::int64_t pixelsATask =
        std::max<std::int64_t>(1, valuesPerNormTask / std::max(1, channels));
    const std::int64_t tasks = (pixels + pixelsATask - 1) / pixelsATask;
    parallel(tasks, [&](std::int64_t first, std::int64_t last) {
        work(first * pixelsATask, std::min(pixels, last * pixelsATask));
    });
}

void modulateRow(const float* x, const float* modulation, const ChannelAffine& affine,
                 const float* residual, float* out) {
    const float* shifts = modulation + affine.channels;
    for (int c = 0; c < affine.channels; ++c) {
        const float plain = x[c] * affine.scale[c] + affine.shift[c];
        float y = plain + plain * modulation[c] + shifts[c];
        y += residual == nullptr ? 0.0F : residual[c];
        out[c] = y < 0 ? y * affine.slope : y;
    }
}

} // namespace

void channelAffine(const ChannelAffine& affine, const Parallel& parallel) {
    forPixels(affine.pixels, affine.channels, parallel, [&](std::int64_t begin, std::int64_t end) {
        const std::int64_t offset = begin * affine.channels;
        simdKernels().affine(affine.x + offset, affine.scale, affine.shift,
                             affine.residual == nullptr ? nullptr : affine.residual + offset,
                             affine.slope, affine.out + offset, end - begin, affine.channels);
    });
}

void channelModulate(const ChannelModulation& modulation, const Parallel& parallel) {
    const ChannelAffine& affine = modulation.affine;
    forPixels(affine.pixels, affine.channels, parallel, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t pixel = begin; pixel < end; ++pixel) {
            const std::int64_t offset = pixel * affine.channels;
            modulateRow(affine.x + offset, modulation.modulation + 2 * offset, affine,
                        affine.residual == nullptr ? nullptr : affine.residual + offset,
                        affine.out + offset);
        }
    });
}

} // namespace underpaint::kernels
