// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/example_stream.h"

#include <utility>
#include <vector>

namespace underpaint::train {

ExampleStream::ExampleStream(PackedDataset data, const Recipe& recipe, const ExampleShare& share)
    : m_data(std::move(data)),
      m_augmentation(recipe.augmentation),
      m_balance(recipe.augmentation.balanced ? std::make_shared<const ClassBalance>(m_data)
                                             : nullptr),
      m_seed(recipe.seed),
      m_batch(recipe.batch),
      m_share(share) {
    start(0);
}

void ExampleStream::start(std::int64_t step) {
    m_waited = secondsWaited();
    const auto first = static_cast<std::uint64_t>(step * m_batch);
    const auto ahead = static_cast<std::size_t>(2 * m_batch + 2);
    m_prefetcher = std::make_unique<Prefetcher>(
        [data = m_data, augmentation = m_augmentation, balance = m_balance, seed = m_seed,
         batch = static_cast<std::uint64_t>(m_batch),
         rank = static_cast<std::uint64_t>(m_share.rank),
         size = static_cast<std::uint64_t>(m_share.size)](std::uint64_t index) {
            const std::uint64_t among = (index / batch * size + rank) * batch + index % batch;
            return drawSample(data, augmentation, seed, among, balance.get());
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
