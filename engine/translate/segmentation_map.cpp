// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/segmentation_map.h"

#include "engine/base/error.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace underpaint::translate {

namespace {

/// Where a target pixel lies between two source pixels.
struct Position {
    std::int64_t before = 0;
    std::int64_t after = 0;
    float share = 0; ///< of `after`
};

/// Half-pixel centres, as LibTorch's upsample_bilinear2d without align_corners.
std::vector<Position> positions(std::int64_t in, int out) {
    std::vector<Position> result;
    const double scale = static_cast<double>(in) / out;
    for (int i = 0; i < out; ++i) {
        const double at = std::max(0.0, (i + 0.5) * scale - 0.5);
        const auto before = std::min(static_cast<std::int64_t>(at), in - 1);
        result.push_back({before, std::min(before + 1, in - 1),
                          static_cast<float>(at - static_cast<double>(before))});
    }
    return result;
}

/// The scores of one row of the target, at the source's columns: (w, allowed).
void mixRows(const nets::Tensor& scores, const Position& row, std::vector<float>& mixed) {
    const std::int64_t width = scores.size(1);
    const std::int64_t count = width * scores.size(2);
    const float* above = scores.data_ptr<float>() + row.before * count;
    const float* below = scores.data_ptr<float>() + row.after * count;
    for (std::int64_t i = 0; i < count; ++i) {
        mixed[static_cast<std::size_t>(i)] = above[i] + row.share * (below[i] - above[i]);
    }
}

std::uint8_t confidenceOf(const std::vector<float>& pixel, float best) {
    float sum = 0;
    for (const float score : pixel) {
        sum += std::exp(score - best);
    }
    return static_cast<std::uint8_t>(std::lround(255 / sum));
}

} // namespace

ChannelMap bestChannels(const nets::Tensor& scores, Size size,
                        const std::vector<std::uint16_t>& allowed, bool confidence) {
    if (scores.dim() != 4 || scores.size(0) != 1 || allowed.empty() || size.area() == 0) {
        throw Error("scores of no pixel or no class make no label map");
    }
    const std::vector<std::int64_t> channels(allowed.begin(), allowed.end());
    const nets::Tensor order = at::tensor(channels, at::kLong);
    // (h, w, allowed): the classes of a pixel side by side.
    const nets::Tensor own = scores[0].index_select(0, order).permute({1, 2, 0}).contiguous();
    const auto classes = allowed.size();
    const std::vector<Position> rows = positions(own.size(0), size.height);
    const std::vector<Position> columns = positions(own.size(1), size.width);
    ChannelMap map{LabelPlane(size.width, size.height), {}};
    if (confidence) {
        map.confidence = Plane<std::uint8_t>(size.width, size.height);
    }
    at::parallel_for(0, size.height, 8, [&](std::int64_t first, std::int64_t last) {
        std::vector<float> mixed(static_cast<std::size_t>(own.size(1)) * classes);
        std::vector<float> pixel(classes);
        for (auto y = static_cast<int>(first); y < static_cast<int>(last); ++y) {
            mixRows(own, rows[static_cast<std::size_t>(y)], mixed);
            for (int x = 0; x < size.width; ++x) {
                const Position& at = columns[static_cast<std::size_t>(x)];
                const float* left = mixed.data() + static_cast<std::size_t>(at.before) * classes;
                const float* right = mixed.data() + static_cast<std::size_t>(at.after) * classes;
                for (std::size_t c = 0; c < classes; ++c) {
                    pixel[c] = left[c] + at.share * (right[c] - left[c]);
                }
                const auto best = std::max_element(pixel.begin(), pixel.end());
                map.channels.at(x, y) = allowed[static_cast<std::size_t>(best - pixel.begin())];
                if (confidence) {
                    map.confidence.at(x, y) = confidenceOf(pixel, *best);
                }
            }
        }
    });
    return map;
}

} // namespace underpaint::translate
