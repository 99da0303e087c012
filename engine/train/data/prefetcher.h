// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/sample.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace underpaint::train {

/// Draws the examples of a run ahead of time on a thread of its own, in order.
class Prefetcher {
public:
    using Draw = std::function<Sample(std::uint64_t index)>;

    /// Starts drawing example `first`, `first` + 1, …; keeps at most `ahead` of them.
    Prefetcher(Draw draw, std::uint64_t first, std::size_t ahead = 4);
    ~Prefetcher();
    Prefetcher(const Prefetcher&) = delete;
    Prefetcher& operator=(const Prefetcher&) = delete;

    /// The next example; waits for it. Rethrows what the drawing threw.
    Sample next();
    /// Seconds that next() has waited so far.
    double waited() const { return m_waited; }

private:
    void work();

    Draw m_draw;
    std::uint64_t m_index;
    std::size_t m_ahead;
    double m_waited = 0;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Sample> m_ready;
    std::exception_ptr m_failure;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace underpaint::train
