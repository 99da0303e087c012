// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/class_balance.h"

#include <algorithm>
#include <numeric>

namespace underpaint::train {

namespace {

/// Of a label map, for a pair to count as one that shows the class.
constexpr double leastShare = 0.02;
/// A class that fewer pairs show would be learnt by heart.
constexpr std::size_t leastPairs = 10;

} // namespace

std::vector<double> classShares(const PackedDataset& data, const PackedPair& pair, Rect part) {
    std::vector<double> shares(static_cast<std::size_t>(data.labelChannels()), 0.0);
    double count = 0;
    for (int y = part.y; y < part.y + part.height; y += 2) {
        const std::uint16_t* row =
            pair.labels.data() +
            static_cast<std::size_t>(y) * static_cast<std::size_t>(pair.size.width);
        for (int x = part.x; x < part.x + part.width; x += 2) {
            const int channel = data.channelOf(row[x]);
            if (channel >= 0) {
                shares[static_cast<std::size_t>(channel)] += 1;
            }
            count += 1;
        }
    }
    for (double& share : shares) {
        share /= std::max(count, 1.0);
    }
    return shares;
}

ClassBalance::ClassBalance(const PackedDataset& data) {
    std::vector<Shown> all(static_cast<std::size_t>(data.labelChannels()));
    for (std::size_t i = 0; i < data.size(); ++i) {
        const Size size = data[i].size;
        const std::vector<double> shares =
            classShares(data, data[i], {0, 0, size.width, size.height});
        for (std::size_t c = 0; c < shares.size(); ++c) {
            if (shares[c] >= leastShare) {
                all[c].pairs.push_back(i);
            }
        }
    }
    const std::size_t least = std::min(leastPairs, std::max<std::size_t>(1, data.size() / 20));
    for (std::size_t c = 0; c < all.size(); ++c) {
        if (all[c].pairs.size() >= least) {
            all[c].channel = static_cast<int>(c);
            m_classes.push_back(std::move(all[c]));
        }
    }
    if (m_classes.empty()) {
        Shown any{.channel = -1, .pairs = std::vector<std::size_t>(data.size()), .upTo = {}};
        std::iota(any.pairs.begin(), any.pairs.end(), std::size_t{0});
        m_classes.push_back(std::move(any));
    }
    if (data.weighted()) {
        for (Shown& shown : m_classes) {
            double sum = 0;
            for (const std::size_t pair : shown.pairs) {
                shown.upTo.push_back(sum += data[pair].weight);
            }
        }
    }
}

std::size_t ClassBalance::drawFrom(const Shown& shown, Random& random) {
    if (shown.upTo.empty()) {
        return shown.pairs[static_cast<std::size_t>(random.below(shown.pairs.size()))];
    }
    const double at = random.uniform() * shown.upTo.back();
    const auto found = std::ranges::upper_bound(shown.upTo, at);
    const auto last = static_cast<std::ptrdiff_t>(shown.pairs.size()) - 1;
    return shown.pairs[static_cast<std::size_t>(std::min(found - shown.upTo.begin(), last))];
}

ClassBalance::Draw ClassBalance::draw(Random& random) const {
    // One choice takes no draw, so that runs of before go on as they were.
    const std::size_t which = m_classes.front().channel < 0
                                  ? 0
                                  : static_cast<std::size_t>(random.below(m_classes.size()));
    return {drawFrom(m_classes[which], random), m_classes[which].channel};
}

} // namespace underpaint::train
