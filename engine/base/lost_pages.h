// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace underpaint {

/// Watches a range of memory that a file is mapped to. Where the file is cut off or its disk fails
/// while it is mapped, the system ends whoever reads there with SIGBUS; for watched ranges the
/// pages read as zeros instead, and happened() tells. The watch must end before the range is
/// unmapped.
class LostPageWatch {
public:
    /// `address` begins a page. Throws Error when too many ranges are watched.
    LostPageWatch(const void* address, std::size_t length);
    ~LostPageWatch();
    LostPageWatch(const LostPageWatch&) = delete;
    LostPageWatch& operator=(const LostPageWatch&) = delete;

    bool happened() const noexcept;
    /// Whether it ever happened to any range.
    static bool happenedToAny() noexcept;

private:
    std::size_t m_slot;
};

} // namespace underpaint
