// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/shown_text.h"

namespace underpaint::project {

std::string shownText(std::string_view text) {
    constexpr std::size_t shown = 100;
    std::string result = "\"";
    for (const char c : text.substr(0, shown)) {
        const auto code = static_cast<unsigned char>(c);
        result += code < 0x20 || code > 0x7e ? '?' : c;
    }
    return result + (text.size() > shown ? "...\"" : "\"");
}

} // namespace underpaint::project
