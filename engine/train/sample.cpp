// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/sample.h"

#include "engine/base/error.h"
#include "engine/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace underpaint::train {

namespace {

/// Streams of one run's seed, so that the order of pairs and the draws of an example are unrelated.
enum Stream : std::uint64_t { OrderStream = 1, ExampleStream = 2 };

/// The largest window of the proportions of `wanted` inside `picture`.
Size fittingWindow(Size picture, Size wanted) {
    const double scale = std::min(static_cast<double>(picture.width) / wanted.width,
                                  static_cast<double>(picture.height) / wanted.height);
    return {std::max(1, static_cast<int>(std::lround(scale * wanted.width))),
            std::max(1, static_cast<int>(std::lround(scale * wanted.height)))};
}

Rect drawWindow(Size picture, const Augmentation& augmentation, Random& random) {
    const Size largest = fittingWindow(picture, augmentation.size);
    const double share =
        augmentation.smallestWindow +
        (augmentation.largestWindow - augmentation.smallestWindow) * random.uniform();
    const auto scaled = [share](int extent, int limit) {
        return std::clamp(static_cast<int>(std::lround(share * extent)), 1, limit);
    };
    const int width = scaled(largest.width, picture.width);
    const int height = scaled(largest.height, picture.height);
    const auto offset = [&random](int room) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(room) + 1));
    };
    const int x = offset(picture.width - width);
    const int y = offset(picture.height - height);
    return {x, y, width, height};
}

/// (1, 3, h, w) float in [0, 1] of a window, brought to `size` with an antialiasing filter.
at::Tensor photoWindow(const PackedPair& pair, Rect window, Size size) {
    // LibTorch has no read-only tensors; the bytes are only read.
    auto* bytes = const_cast<std::uint8_t*>(pair.photo.data()); // NOLINT
    const at::Tensor whole =
        at::from_blob(bytes, {pair.size.height, pair.size.width, 3}, at::kByte);
    const at::Tensor part = whole.narrow(0, window.y, window.height)
                                .narrow(1, window.x, window.width)
                                .permute({2, 0, 1})
                                .unsqueeze(0)
                                .to(at::kFloat)
                                .contiguous()
                                .div(255);
    if (window.width == size.width && window.height == size.height) {
        return part;
    }
    return at::_upsample_bilinear2d_aa(part, {size.height, size.width}, /*align_corners=*/false);
}

/// Nearest value of a window for each pixel of `size` (the rule of engine/imaging/resize.h).
template<class T, class Out>
at::Tensor mapWindow(std::span<const T> plane, Size picture, Rect window, Size size,
                     at::ScalarType type) {
    at::Tensor result = at::empty({size.height, size.width}, type);
    auto* out = result.data_ptr<Out>();
    const auto source = [](int target, int from, int to) {
        return static_cast<int>((2LL * target + 1) * from / (2LL * to));
    };
    for (int y = 0; y < size.height; ++y) {
        const int sy = window.y + source(y, window.height, size.height);
        const T* row =
            plane.data() + static_cast<std::size_t>(sy) * static_cast<std::size_t>(picture.width);
        for (int x = 0; x < size.width; ++x) {
            *out++ = static_cast<Out>(row[window.x + source(x, window.width, size.width)]);
        }
    }
    return result;
}

Sample windowed(const PackedPair& pair, Rect window, Size size) {
    Sample sample;
    sample.image = photoWindow(pair, window, size);
    sample.labels =
        mapWindow<std::uint16_t, std::int32_t>(pair.labels, pair.size, window, size, at::kInt)
            .unsqueeze(0);
    sample.instances =
        mapWindow<std::uint32_t, std::int64_t>(pair.instances, pair.size, window, size, at::kLong)
            .unsqueeze(0)
            .unsqueeze(0);
    return sample;
}

/// Brightness, contrast and saturation of a photo in [0, 1].
at::Tensor recoloured(at::Tensor photo, double range, Random& random) {
    const auto factor = [&] { return 1 + range * (2 * random.uniform() - 1); };
    photo = photo * factor();
    const at::Tensor mean = photo.mean();
    photo = mean + (photo - mean) * factor();
    const at::Tensor grey = photo.mean(1, /*keepdim=*/true);
    photo = grey + (photo - grey) * factor();
    return photo.clamp(0, 1);
}

} // namespace

std::size_t pairOf(std::uint64_t index, std::size_t pairs, std::uint64_t seed) {
    const std::uint64_t epoch = index / pairs;
    Random random(deriveSeed(deriveSeed(seed, OrderStream), epoch));
    std::vector<std::size_t> order(pairs);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = pairs; i > 1; --i) {
        std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
    }
    return order[static_cast<std::size_t>(index % pairs)];
}

Sample drawSample(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                  std::uint64_t index) {
    const std::size_t which = pairOf(index, data.size(), seed);
    const PackedPair& pair = data[which];
    Random random(deriveSeed(deriveSeed(seed, ExampleStream), index));
    const Rect window = drawWindow(pair.size, augmentation, random);
    Sample sample = windowed(pair, window, augmentation.size);
    sample.pair = which;
    if (augmentation.flip && random.uniform() < 0.5) {
        sample.image = sample.image.flip({3});
        sample.labels = sample.labels.flip({2});
        sample.instances = sample.instances.flip({3});
    }
    if (augmentation.colour > 0) {
        sample.image = recoloured(sample.image, augmentation.colour, random);
    }
    sample.image = sample.image.mul(2).sub(1);
    return sample;
}

Sample wholeSample(const PackedPair& pair, Size size) {
    const Size window = fittingWindow(pair.size, size);
    const Rect centre{(pair.size.width - window.width) / 2, (pair.size.height - window.height) / 2,
                      window.width, window.height};
    Sample sample = windowed(pair, centre, size);
    sample.image = sample.image.mul(2).sub(1);
    return sample;
}

} // namespace underpaint::train
