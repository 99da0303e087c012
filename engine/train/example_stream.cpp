// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/example_stream.h"

#include <utility>
#include <vector>

namespace underpaint::train {

ExampleStream::ExampleStream(PackedDataset data, const Recipe& recipe)
    : m_data(std::move(data)),
      m_augmentation(recipe.augmentation),
      m_seed(recipe.seed),
      m_batch(recipe.batch) {
    start(0);
}

void ExampleStream::start(std::int64_t step) {
    m_waited = secondsWaited();
    const auto first = static_cast<std::uint64_t>(step * m_batch);
    const auto ahead = static_cast<std::size_t>(2 * m_batch + 2);
    m_prefetcher = std::make_unique<Prefetcher>(
        [data = m_data, augmentation = m_augmentation, seed = m_seed](std::uint64_t index) {
            return drawSample(data, augmentation, seed, index);
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
