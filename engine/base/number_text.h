// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace underpaint {

/// The whole of `text` as a number, or nothing.
template<class T>
std::optional<T> numberIn(std::string_view text) {
    T value{};
    const char* last = text.data() + text.size();
    const auto [end, status] = std::from_chars(text.data(), last, value);
    if (status != std::errc{} || end != last || text.empty()) {
        return std::nullopt;
    }
    return value;
}

} // namespace underpaint
