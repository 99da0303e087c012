// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace underpaint::kernels {

/// Runs `body(first, last)` on disjoint ranges that cover 0..tasks-1, on as many threads as the
/// caller owns, and returns when all are done. Kernels cut their work into tasks by its size only
/// and let no two tasks write to the same value, so that results do not depend on the threads.
using Parallel = std::function<void(
    std::int64_t tasks, const std::function<void(std::int64_t first, std::int64_t last)>& body)>;

/// On `threads` threads (OpenMP; the calling one is one of them). `poll` is called before every
/// task range, on the thread that works on it; what it or the body throws ends the whole and is
/// rethrown to the caller. Compilers without OpenMP leave everything to the calling thread.
Parallel onThreads(int threads, std::function<void()> poll);

/// All on the calling thread.
inline Parallel serial() {
    return [](std::int64_t tasks, const std::function<void(std::int64_t, std::int64_t)>& body) {
        body(0, tasks);
    };
}

} // namespace underpaint::kernels
