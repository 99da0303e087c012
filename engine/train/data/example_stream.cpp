// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/example_stream.h"

#include <utility>
#include <vector>

namespace underpaint::train {

DrawExample drawnPairs(PackedDataset data, const Recipe& recipe) {
    std::shared_ptr<const ClassBalance> balance;
    if (recipe.augmentation.balanced) {
        balance = std::make_shared<const ClassBalance>(data);
    }
    return [data = std::move(data), augmentation = recipe.augmentation,
            balance = std::move(balance), seed = recipe.seed](std::uint64_t index) {
        return drawSample(data, augmentation, seed, index, balance.get());
    };
}

ExampleStream::ExampleStream(DrawExample draw, const Recipe& recipe, const ExampleShare& share)
    : m_draw(std::move(draw)), m_batch(recipe.batch), m_share(share) {
    start(0);
}

ExampleStream::ExampleStream(PackedDataset data, const Recipe& recipe, const ExampleShare& share)
    : ExampleStream(drawnPairs(std::move(data), recipe), recipe, share) {}

void ExampleStream::start(std::int64_t step) {
    m_waited = secondsWaited();
    const auto first = static_cast<std::uint64_t>(step * m_batch);
    const auto ahead = static_cast<std::size_t>(2 * m_batch + 2);
    m_prefetcher = std::make_unique<Prefetcher>(
        [draw = m_draw, batch = static_cast<std::uint64_t>(m_batch),
         rank = static_cast<std::uint64_t>(m_share.rank),
         size = static_cast<std::uint64_t>(m_share.size)](std::uint64_t index) {
            return draw((index / batch * size + rank) * batch + index % batch);
        },
        first, ahead);
}

Sample ExampleStream::next() {
    std::vector<Sample> samples;
    for (std::int64_t i = 0; i < m_batch; ++i) {
        samples.push_back(m_prefetcher->next());
    }
    return batchOf(samples);
}

double ExampleStream::secondsWaited() const {
    return m_waited + (m_prefetcher ? m_prefetcher->waited() : 0);
}

} // namespace underpaint::train
