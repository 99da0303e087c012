// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/parallel_items.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace underpaint::imaging {

void forEachItem(std::size_t count, int threads, const CancelToken& cancel,
                 const ProgressSink& progress, std::string_view stage,
                 const std::function<void(std::size_t)>& work) {
    const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads)
                                           : std::max(1U, std::thread::hardware_concurrency());
    const std::size_t used = std::min(wanted, std::max<std::size_t>(count, 1));
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stop = false;
    std::mutex mutex;
    std::exception_ptr failure;
    std::size_t done = 0;
    const auto loop = [&] {
        while (!stop) {
            const std::size_t item = next++;
            if (item >= count) {
                return;
            }
            try {
                cancel.check();
                work(item);
                const std::lock_guard lock(mutex);
                ++done;
                if (progress) {
                    progress(static_cast<double>(done) / static_cast<double>(count), stage);
                }
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!failure) {
                    failure = std::current_exception();
                }
                stop = true;
            }
        }
    };
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 1; i < used; ++i) {
            workers.emplace_back(loop);
        }
        loop();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

} // namespace underpaint::imaging
