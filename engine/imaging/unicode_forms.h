// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace underpaint::imaging {

/// Appends a letter as its base letter and the marks on it, as file systems of macOS write names:
/// "é" becomes "e" and an accent. Covers Latin, Greek, Cyrillic, kana and Korean.
void appendDecomposed(char32_t letter, std::u32string& text);

} // namespace underpaint::imaging
