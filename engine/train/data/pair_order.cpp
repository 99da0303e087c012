// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/pair_order.h"

#include "engine/base/random.h"

#include <numeric>
#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

/// Streams of one run's seed beside that of the choices of examples.
enum Stream : std::uint64_t { OrderOfEpochs = 1, VisitsOfEpochs = 3 };

/// The pairs that an epoch visits, in their own order.
std::vector<std::size_t> visits(const PackedDataset& data, std::uint64_t seed,
                                std::uint64_t epoch) {
    Random random(deriveSeed(deriveSeed(seed, VisitsOfEpochs), epoch));
    double all = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        all += data[i].weight;
    }
    const double step = all / static_cast<double>(data.size());
    const double start = random.uniform();
    std::vector<std::size_t> visited;
    std::size_t pair = 0;
    double upTo = data[0].weight;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const double at = (static_cast<double>(i) + start) * step;
        while (upTo <= at && pair + 1 < data.size()) {
            upTo += data[++pair].weight;
        }
        visited.push_back(pair);
    }
    return visited;
}

/// The place in an epoch's list that is visited `index`-th.
std::size_t placeOf(std::uint64_t index, std::size_t pairs, std::uint64_t seed) {
    const std::uint64_t epoch = index / pairs;
    Random random(deriveSeed(deriveSeed(seed, OrderOfEpochs), epoch));
    std::vector<std::size_t> order(pairs);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = pairs; i > 1; --i) {
        std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
    }
    return order[static_cast<std::size_t>(index % pairs)];
}

} // namespace

std::size_t pairOf(std::uint64_t index, std::size_t pairs, std::uint64_t seed) {
    return placeOf(index, pairs, seed);
}

std::size_t pairOf(std::uint64_t index, const PackedDataset& data, std::uint64_t seed) {
    const std::size_t place = placeOf(index, data.size(), seed);
    return data.weighted() ? visits(data, seed, index / data.size())[place] : place;
}

} // namespace underpaint::train
