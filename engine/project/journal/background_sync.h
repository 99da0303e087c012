// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace underpaint::project {

/// Brings what was written to a file on the disk (fsync) without making the writer wait: on a
/// thread of its own, at most once in an interval. What was written when the object ends is synced.
class BackgroundSync {
public:
    /// `file` must stay open until the object ends or follows another one.
    explicit BackgroundSync(int file, std::chrono::milliseconds interval = std::chrono::seconds(1));
    BackgroundSync(const BackgroundSync&) = delete;
    BackgroundSync& operator=(const BackgroundSync&) = delete;
    ~BackgroundSync();

    /// Something was written.
    void touch();
    /// Another file is written from now on, and something was already. Its errors count from here.
    /// What owns the file before ends on the thread: the last one to close a file that has no name
    /// any more waits until the disk has given up its blocks.
    void follow(int file, std::shared_ptr<const void> before);
    /// What was written is of no interest any more.
    void forget();
    /// The errno of the first sync that failed; 0 while none did.
    int error() const;

private:
    void work();

    int m_file;
    std::chrono::milliseconds m_interval;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_dirty = false;
    bool m_stopping = false;
    int m_error = 0;
    std::uint64_t m_files = 0;                         ///< that were followed
    std::vector<std::shared_ptr<const void>> m_before; ///< owners of those before
    std::thread m_thread;                              ///< last: starts when the rest is there
};

} // namespace underpaint::project
