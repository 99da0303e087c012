// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace underpaint {

/// Text that may come from a file, as it can be shown to people: one line of UTF-8 in which nothing
/// moves a cursor, rings a bell, colours a terminal or turns the direction of writing. What would
/// is written as an escape ("\x1b", "\n", "\u{202e}"), bytes that are no UTF-8 too. Everything that
/// a file can say goes through here, or through project::shownText(), before a person sees it.
std::string safeText(std::string_view text);

/// The same for a text of our own that has several lines: line feeds stay.
std::string safeLines(std::string_view text);

/// The same for JSON text that was written without line breaks inside of strings: it stays the same
/// document.
std::string safeJson(std::string_view text);

/// The length of the UTF-8 character at the beginning of `text`; 0 when none begins there.
std::size_t characterLength(std::string_view text);

} // namespace underpaint
