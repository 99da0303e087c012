// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <utility>

namespace underpaint::kernels {

namespace {

/// Ranges a thread: small enough to even out their cost and to be cancelled between them.
constexpr std::int64_t slicesAThread = 12;

/// Hands out slices until none is left; keeps the first exception, after which nobody takes more.
class Slices {
public:
    explicit Slices(std::int64_t count) : m_count(count) {}

    template<class Body>
    void work(const Body& body) noexcept {
        try {
            for (std::int64_t slice = m_next++; slice < m_count; slice = m_next++) {
                body(slice);
            }
        } catch (...) {
            m_next = m_count;
            const std::lock_guard lock(m_mutex);
            if (!m_failure) {
                m_failure = std::current_exception();
            }
        }
    }
    void rethrow() const {
        if (m_failure) {
            std::rethrow_exception(m_failure);
        }
    }

private:
    std::int64_t m_count;
    std::atomic<std::int64_t> m_next = 0;
    std::mutex m_mutex;
    std::exception_ptr m_failure;
};

} // namespace

Parallel onThreads(int threads, std::function<void()> poll) {
    return [threads, poll = std::move(poll)](
               std::int64_t tasks, const std::function<void(std::int64_t, std::int64_t)>& body) {
        const std::int64_t count = std::min(tasks, threads * slicesAThread);
        Slices slices(count);
        const auto one = [&](std::int64_t slice) {
            if (poll) {
                poll();
            }
            body(tasks * slice / count, tasks * (slice + 1) / count);
        };
        const int team = static_cast<int>(std::min<std::int64_t>(threads, count));
        // An exception may not leave a parallel region, so work() keeps it. The number of threads
        // is named because LibTorch may bring an OpenMP library of its own, whose settings this
        // one does not see.
#pragma omp parallel num_threads(team) if (team > 1) default(none) shared(slices, one)
        slices.work(one);
        slices.rethrow();
    };
}

} // namespace underpaint::kernels
