// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace underpaint::project {

/// The bytes of a Python 2 string literal with its quotes, as protocol 0 writes it; nothing when
/// it is malformed.
std::optional<std::string> unquoted(std::string_view quoted);

/// UTF-8 from Python's "raw-unicode-escape" (Latin-1 with \uXXXX and \UXXXXXXXX).
std::optional<std::string> fromRawUnicodeEscape(std::string_view text);

} // namespace underpaint::project
