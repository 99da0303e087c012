// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/channel_norm.h"

#include "engine/kernels/simd_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

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

/// The rows of one pixel: `plain(c)` is its normalised value in channel c.
template<class Plain>
void modulateRow(const ChannelModulation& modulation, std::int64_t pixel, Plain plain) {
    const ChannelAffine& affine = modulation.affine;
    const std::int64_t offset = pixel * affine.channels;
    const float* scales = modulation.modulation + 2 * offset;
    const float* shifts = scales + affine.channels;
    const float* residual = affine.residual == nullptr ? nullptr : affine.residual + offset;
    float* out = affine.out + offset;
    for (int c = 0; c < affine.channels; ++c) {
        const float value = plain(c);
        float y = value + value * scales[c] + shifts[c];
        y += residual == nullptr ? 0.0F : residual[c];
        out[c] = y < 0 ? y * affine.slope : y;
    }
}

/// Summed in lanes, which compilers turn into vectors without being allowed to reorder anything.
float meanSquare(const float* x, int channels) {
    constexpr int lanes = 16;
    std::array<float, lanes> sums{};
    int c = 0;
    for (; c + lanes <= channels; c += lanes) {
        for (int lane = 0; lane < lanes; ++lane) {
            sums[static_cast<std::size_t>(lane)] += x[c + lane] * x[c + lane];
        }
    }
    for (; c < channels; ++c) {
        sums[static_cast<std::size_t>(c % lanes)] += x[c] * x[c];
    }
    return std::accumulate(sums.begin(), sums.end(), 0.0F) / static_cast<float>(channels);
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
            const float* x = affine.x + pixel * affine.channels;
            modulateRow(modulation, pixel,
                        [&](int c) { return x[c] * affine.scale[c] + affine.shift[c]; });
        }
    });
}

void pixelModulate(const ChannelModulation& modulation, double epsilon, const Parallel& parallel) {
    const ChannelAffine& affine = modulation.affine;
    forPixels(affine.pixels, affine.channels, parallel, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t pixel = begin; pixel < end; ++pixel) {
            const float* x = affine.x + pixel * affine.channels;
            const float factor =
                1 / std::sqrt(meanSquare(x, affine.channels) + static_cast<float>(epsilon));
            modulateRow(modulation, pixel, [&](int c) { return x[c] * factor; });
        }
    });
}

} // namespace underpaint::kernels
