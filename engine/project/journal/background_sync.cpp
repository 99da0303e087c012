// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/background_sync.h"

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace underpaint::project {

BackgroundSync::BackgroundSync(int file, std::chrono::milliseconds interval)
    : m_file(file), m_interval(interval), m_thread([this] { work(); }) {}

BackgroundSync::~BackgroundSync() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void BackgroundSync::touch() {
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_dirty, true)) {
            return;
        }
    }
    m_changed.notify_one();
}

void BackgroundSync::follow(int file, std::shared_ptr<const void> before) {
    {
        const std::lock_guard lock(m_mutex);
        m_file = file;
        m_before.push_back(std::move(before));
        m_error = 0;
        ++m_files;
        m_dirty = true;
    }
    m_changed.notify_one();
}

void BackgroundSync::forget() {
    const std::lock_guard lock(m_mutex);
    m_dirty = false;
}

int BackgroundSync::error() const {
    const std::lock_guard lock(m_mutex);
    return m_error;
}

void BackgroundSync::work() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_dirty || m_stopping; });
        if (!std::exchange(m_dirty, false)) {
            return;
        }
        // Of its own, as the owner may close the file while it is synced.
        const int file = ::dup(m_file);
        const std::uint64_t which = m_files;
        std::vector<std::shared_ptr<const void>> before = std::exchange(m_before, {});
        lock.unlock();
        before.clear();
        const int failed = file < 0 || ::fsync(file) != 0 ? errno : 0;
        if (file >= 0) {
            ::close(file);
        }
        lock.lock();
        if (which == m_files && m_error == 0 && failed != EINVAL) {
            m_error = failed;
        }
        m_changed.wait_for(lock, m_interval, [this] { return m_stopping; });
    }
}

} // namespace underpaint::project
