// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/sample_cut.h"

#include "engine/train/data/pair_order.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace underpaint::train {

namespace {

/// A stream of the run's seed, so that the order of pairs and the draws of an example are
/// unrelated.
constexpr std::uint64_t choicesOfExamples = 2;

/// A window that keeps to the rules of the augmentation and shows enough of `channel` (-1: any);
/// where a few draws find none, the last of them.
Rect drawGoodWindow(const PackedDataset& data, const PackedPair& pair,
                    const Augmentation& augmentation, int channel, Random& random) {
    constexpr int draws = 8;
    constexpr double enough = 0.05;
    Rect window = drawWindow(pair.size, augmentation, random);
    if (augmentation.largestShare >= 1 && channel < 0) {
        return window;
    }
    for (int i = 1; i < draws; ++i) {
        const std::vector<double> shares = classShares(data, pair, window);
        const bool mixed = *std::ranges::max_element(shares) <= augmentation.largestShare;
        if (mixed && (channel < 0 || shares[static_cast<std::size_t>(channel)] >= enough)) {
            break;
        }
        window = drawWindow(pair.size, augmentation, random);
    }
    return window;
}

} // namespace

Size fittingWindow(Size picture, Size wanted) {
    const double scale = std::min(static_cast<double>(picture.width) / wanted.width,
                                  static_cast<double>(picture.height) / wanted.height);
    const auto extent = [scale](int side, int limit) {
        return std::clamp(static_cast<int>(std::lround(scale * side)), 1, limit);
    };
    return {extent(wanted.width, picture.width), extent(wanted.height, picture.height)};
}

Rect drawWindow(Size picture, const Augmentation& augmentation, Random& random) {
    const Size largest = fittingWindow(picture, augmentation.size);
    const double share =
        augmentation.smallestWindow +
        (augmentation.largestWindow - augmentation.smallestWindow) * random.uniform();
    const auto scaled = [share](int extent) {
        return std::max(1, static_cast<int>(std::lround(share * extent)));
    };
    const int width = scaled(largest.width);
    const int height = scaled(largest.height);
    const auto offset = [&random](int room) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(room) + 1));
    };
    const int x = offset(picture.width - width);
    const int y = offset(picture.height - height);
    return {x, y, width, height};
}

DrawnCut drawCut(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                 std::uint64_t index, const ClassBalance* balance) {
    DrawnCut drawn{{}, Random(deriveSeed(deriveSeed(seed, choicesOfExamples), index))};
    ClassBalance::Draw draw;
    if (augmentation.balanced && balance != nullptr) {
        draw = balance->draw(drawn.random);
    } else {
        draw.pair = pairOf(index, data, seed);
    }
    drawn.cut.pair = draw.pair;
    drawn.cut.window =
        drawGoodWindow(data, data[draw.pair], augmentation, draw.channel, drawn.random);
    drawn.cut.mirrored = augmentation.flip && drawn.random.uniform() < 0.5;
    return drawn;
}

} // namespace underpaint::train
