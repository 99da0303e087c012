// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/pickle_text.h"

#include <charconv>

namespace underpaint::project {

namespace {

void appendUtf8(std::string& text, unsigned code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (code >> 18));
        text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// Reads `count` hexadecimal digits at `at`; false when there are not that many.
bool hexNumber(std::string_view text, std::size_t at, std::size_t count, unsigned& value) {
    if (at > text.size() || text.size() - at < count) {
        return false;
    }
    const char* end = text.data() + at + count;
    const auto result = std::from_chars(text.data() + at, end, value, 16);
    return result.ec == std::errc() && result.ptr == end;
}

} // namespace

std::optional<std::string> unquoted(std::string_view quoted) {
    if (quoted.size() < 2 || (quoted.front() != '\'' && quoted.front() != '"') ||
        quoted.back() != quoted.front()) {
        return std::nullopt;
    }
    const auto text = quoted.substr(1, quoted.size() - 2);
    static constexpr std::string_view letters = "abfnrtv\\'\"";
    static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            result += text[i];
            continue;
        }
        const char letter = ++i < text.size() ? text[i] : '\0';
        unsigned code = 0;
        if (const auto known = letters.find(letter); known != std::string_view::npos) {
            result += meanings[known];
        } else if (letter == 'x' && hexNumber(text, i + 1, 2, code)) {
            result += static_cast<char>(code);
            i += 2;
        } else {
            return std::nullopt;
        }
    }
    return result;
}

std::optional<std::string> fromRawUnicodeEscape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digits = text.substr(i, 2) == "\\u"   ? 4
                                   : text.substr(i, 2) == "\\U" ? 8
                                                                : 0;
        unsigned code = static_cast<unsigned char>(text[i]);
        if (digits != 0) {
            if (!hexNumber(text, i + 2, digits, code) || code > 0x10FFFF) {
                return std::nullopt;
            }
            i += 1 + digits;
        }
        appendUtf8(result, code);
    }
    return result;
}

} // namespace underpaint::project
