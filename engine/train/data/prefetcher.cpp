// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/prefetcher.h"

#include <chrono>
#include <utility>

namespace underpaint::train {

Prefetcher::Prefetcher(Draw draw, std::uint64_t first, std::size_t ahead)
    : m_draw(std::move(draw)), m_index(first), m_ahead(ahead), m_thread([this] { work(); }) {}

Prefetcher::~Prefetcher() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void Prefetcher::work() {
    try {
        for (std::uint64_t index = m_index;; ++index) {
            Sample sample = m_draw(index);
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_stop || m_ready.size() < m_ahead; });
            if (m_stop) {
                return;
            }
            m_ready.push_back(std::move(sample));
            m_changed.notify_all();
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_failure = std::current_exception();
        m_changed.notify_all();
    }
}

Sample Prefetcher::next() {
    const auto start = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_ready.empty() || m_failure != nullptr; });
    m_waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (m_ready.empty()) {
        std::rethrow_exception(m_failure);
    }
    Sample sample = std::move(m_ready.front());
    m_ready.pop_front();
    m_changed.notify_all();
    return sample;
}

} // namespace underpaint::train
