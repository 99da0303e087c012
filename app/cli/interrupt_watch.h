// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"

#include <thread>

namespace underpaint::app {

/// Turns SIGINT and SIGTERM into a cancelled token while it lives; a second one ends the process
/// at once. There can be only one at a time.
class InterruptWatch {
public:
    explicit InterruptWatch(const CancelToken& cancel);
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

private:
    int m_read = -1;
    int m_write = -1;
    std::thread m_thread;
};

/// While it lives, the first interrupt ends the program at once: for waits that no token ends, and
/// in which nothing can be lost.
class WaitForOthers {
public:
    WaitForOthers();
    ~WaitForOthers();
    WaitForOthers(const WaitForOthers&) = delete;
    WaitForOthers& operator=(const WaitForOthers&) = delete;
};

} // namespace underpaint::app
