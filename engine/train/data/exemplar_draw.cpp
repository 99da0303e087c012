// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/exemplar_draw.h"

#include "engine/base/random.h"
#include "engine/train/data/sample_cut.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

/// Streams of the run's seed beside those of the examples.
constexpr std::uint64_t choicesOfExemplars = 4;

/// How far an own exemplar is moved, as a share of the window, and by what factor it grows at most.
constexpr double longestMove = 0.2;
constexpr double largestZoom = 1.3;
/// Windows of a neighbour that are compared.
constexpr int triedWindows = 8;

Rect moved(Rect window, Size picture, Random& random) {
    const auto between = [&random](double range) { return range * (2 * random.uniform() - 1); };
    const double fits = std::min(static_cast<double>(picture.width) / window.width,
                                 static_cast<double>(picture.height) / window.height);
    const double zoom = std::min(std::pow(largestZoom, between(1)), fits);
    const double middleX = window.x + window.width * (0.5 + between(longestMove));
    const double middleY = window.y + window.height * (0.5 + between(longestMove));
    const auto extent = [zoom](int side, int limit) {
        return std::clamp(static_cast<int>(std::lround(zoom * side)), 1, limit);
    };
    const Size size{extent(window.width, picture.width), extent(window.height, picture.height)};
    const auto begin = [](double middle, int side, int limit) {
        return std::clamp(static_cast<int>(std::lround(middle - side / 2.0)), 0, limit - side);
    };
    return {begin(middleX, size.width, picture.width), begin(middleY, size.height, picture.height),
            size.width, size.height};
}

/// How much of one picture has its class in the other: 1 = as much of each.
double overlap(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::min(a[i], b[i]);
    }
    return sum;
}

/// The window of a pair whose classes are most like `wanted`, of a few.
Rect alikeWindow(const PackedDataset& data, const PackedPair& pair,
                 const std::vector<double>& wanted, const Augmentation& augmentation,
                 Random& random) {
    Rect best;
    double most = -1;
    for (int i = 0; i < triedWindows; ++i) {
        const Rect window = drawWindow(pair.size, augmentation, random);
        const double common = overlap(classShares(data, pair, window), wanted);
        if (common > most) {
            most = common;
            best = window;
        }
    }
    return best;
}

} // namespace

ExemplarDraw::ExemplarDraw(PackedDataset data, std::uint64_t seed, double ownShare,
                           std::size_t neighbours, bool balanced)
    : m_data(std::move(data)),
      m_seed(seed),
      m_ownShare(ownShare),
      m_count(neighbours),
      m_neighbours(m_data) {
    if (balanced) {
        m_balance.emplace(m_data);
    }
}

DrawnExemplar ExemplarDraw::draw(const Augmentation& augmentation, std::uint64_t index) const {
    DrawnCut example =
        drawCut(m_data, augmentation, m_seed, index, m_balance ? &*m_balance : nullptr);
    Random random(deriveSeed(deriveSeed(m_seed, choicesOfExemplars), index));
    SampleCut cut = example.cut;
    const bool own = random.uniform() < m_ownShare || m_data.size() == 1;
    if (own) {
        cut.window = moved(cut.window, m_data[cut.pair].size, random);
        cut.mirrored = cut.mirrored != (augmentation.flip && random.uniform() < 0.5);
        // The colours of the example: the same draws.
        return {cutSample(m_data, augmentation, cut, example.random), true};
    }
    const std::vector<double> wanted =
        classShares(m_data, m_data[example.cut.pair], example.cut.window);
    const std::vector<std::size_t> near = m_neighbours.of(cut.pair, m_count);
    cut.pair = near[static_cast<std::size_t>(random.below(near.size()))];
    cut.window = alikeWindow(m_data, m_data[cut.pair], wanted, augmentation, random);
    cut.mirrored = augmentation.flip && random.uniform() < 0.5;
    return {cutSample(m_data, augmentation, cut, random), false};
}

Sample ExemplarDraw::nearest(std::size_t pair, Size size) const {
    const std::vector<std::size_t> near = m_neighbours.of(pair, 1);
    return wholeSample(m_data, near.empty() ? pair : near.front(), size);
}

} // namespace underpaint::train
