// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/tensor_pool.h"

#include <algorithm>

namespace underpaint::nets {

namespace {

/// A buffer may be this many times too large for its next use.
constexpr std::size_t slack = 2;

} // namespace

Tensor TensorPool::tensor(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
    const std::size_t bytes = static_cast<std::size_t>(n * c * h * w) * sizeof(float);
    // Shared, since the deleter must be copyable.
    const auto memory = std::make_shared<kernels::AlignedBuffer>(take(bytes));
    auto release = [pool = shared_from_this(), memory](void*) {
        pool->giveBack(std::move(*memory));
    };
    return at::from_blob(memory->as<void>(), {n, c, h, w}, {h * w * c, 1, w * c, c},
                         std::move(release), at::TensorOptions().dtype(at::kFloat));
}

kernels::AlignedBuffer TensorPool::take(std::size_t bytes) {
    {
        const std::lock_guard lock(m_mutex);
        auto best = m_spares.end();
        for (auto it = m_spares.begin(); it != m_spares.end(); ++it) {
            const std::size_t size = it->memory.bytes();
            if (size >= bytes && size <= slack * bytes &&
                (best == m_spares.end() || size < best->memory.bytes())) {
                best = it;
            }
        }
        if (best != m_spares.end()) {
            kernels::AlignedBuffer memory = std::move(best->memory);
            m_spares.erase(best);
            return memory;
        }
    }
    return kernels::AlignedBuffer(bytes);
}

void TensorPool::giveBack(kernels::AlignedBuffer memory) {
    const std::lock_guard lock(m_mutex);
    m_spares.push_back({std::move(memory), true});
}

void TensorPool::trim() {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_spares, [](const Spare& spare) { return !spare.used; });
    for (Spare& spare : m_spares) {
        spare.used = false;
    }
}

std::int64_t TensorPool::bytes() const {
    const std::lock_guard lock(m_mutex);
    std::size_t sum = 0;
    for (const Spare& spare : m_spares) {
        sum += spare.memory.bytes();
    }
    return static_cast<std::int64_t>(sum);
}

} // namespace underpaint::nets
