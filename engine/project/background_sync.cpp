// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/background_sync.h"

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
        lock.unlock();
        const int failed = ::fsync(m_file) != 0 && errno != EINVAL ? errno : 0;
        lock.lock();
        m_error = m_error != 0 ? m_error : failed;
        m_changed.wait_for(lock, m_interval, [this] { return m_stopping; });
    }
}

} // namespace underpaint::project
