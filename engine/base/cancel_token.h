// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <atomic>
#include <memory>

namespace underpaint {

/// Asks a computation to stop. Copies share one flag; the default-constructed token owns a fresh
/// one. Thread-safe: any thread may cancel(), the computation polls.
class CancelToken {
public:
    CancelToken() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}

    void cancel() const noexcept { m_flag->store(true, std::memory_order_relaxed); }
    bool cancelled() const noexcept { return m_flag->load(std::memory_order_relaxed); }
    /// Throws Cancelled when cancel() was called.
    void check() const {
        if (cancelled()) {
            throw Cancelled();
        }
    }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

} // namespace underpaint
