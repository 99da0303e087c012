// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/image_pool.h"

#include "engine/base/error.h"

#include <utility>

namespace underpaint::train {

ImagePool::ImagePool(std::size_t capacity, std::uint64_t seed)
    : ImagePool(capacity, [capacity, random = Random(seed)]() mutable {
          const double uniform = random.uniform();
          return PoolDraw{uniform, static_cast<std::size_t>(random.below(capacity))};
      }) {}

at::Tensor ImagePool::exchange(const at::Tensor& batch) {
    if (m_capacity == 0) {
        return batch;
    }
    std::vector<at::Tensor> shown;
    for (std::int64_t i = 0; i < batch.size(0); ++i) {
        shown.push_back(exchangeOne(batch[i].detach()));
    }
    return at::stack(shown);
}

at::Tensor ImagePool::exchangeOne(const at::Tensor& picture) {
    if (m_stored.size() < m_capacity) {
        m_stored.push_back(picture.clone());
        return picture;
    }
    const PoolDraw draw = m_draws();
    if (draw.uniform <= 0.5) {
        return picture;
    }
    if (draw.slot >= m_stored.size()) {
        throw Error("the image pool has no slot " + std::to_string(draw.slot));
    }
    return std::exchange(m_stored[draw.slot], picture.clone());
}

} // namespace underpaint::train
