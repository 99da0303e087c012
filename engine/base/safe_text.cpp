// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/safe_text.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace underpaint {

namespace {

std::uint32_t byteAt(std::string_view text, std::size_t index) {
    return static_cast<unsigned char>(text[index]);
}

/// The code point of a whole character.
std::uint32_t codePoint(std::string_view character) {
    static constexpr std::array<std::uint32_t, 5> leadBits = {0, 0x7f, 0x1f, 0x0f, 0x07};
    std::uint32_t code = byteAt(character, 0) & leadBits.at(character.size());
    for (std::size_t i = 1; i < character.size(); ++i) {
        code = (code << 6U) | (byteAt(character, i) & 0x3fU);
    }
    return code;
}

std::string hexadecimal(std::uint32_t value, std::size_t digits) {
    constexpr std::string_view symbols = "0123456789abcdef";
    std::string text;
    while (value != 0 || text.size() < digits) {
        text.insert(text.begin(), symbols[value & 0xfU]);
        value >>= 4U;
    }
    return text;
}

/// Controls, line and paragraph separators, marks that turn the direction of writing, and the byte
/// order mark.
bool actsOnTerminals(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c ||
           (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff || code >= 0xe0000;
}

std::string escaped(std::uint32_t code) {
    switch (code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return code < 0x80 ? "\\x" + hexadecimal(code, 2) : "\\u{" + hexadecimal(code, 1) + "}";
    }
}

enum class Kind { Line, Lines, Json };

/// A character as JSON strings have it: two halves beyond 16 bits.
std::string jsonEscaped(std::uint32_t code) {
    if (code < 0x10000) {
        return "\\u" + hexadecimal(code, 4);
    }
    code -= 0x10000;
    return "\\u" + hexadecimal(0xd800 + (code >> 10U), 4) + "\\u" +
           hexadecimal(0xdc00 + (code & 0x3ffU), 4);
}

std::string shown(std::string_view text, Kind kind) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        if (length == 0) {
            result += "\\x" + hexadecimal(byteAt(text, 0), 2);
            text.remove_prefix(1);
            continue;
        }
        const std::uint32_t code = codePoint(text.substr(0, length));
        if (actsOnTerminals(code) && !(kind != Kind::Line && code == '\n')) {
            result += kind == Kind::Json ? jsonEscaped(code) : escaped(code);
        } else {
            result += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return result;
}

} // namespace

std::size_t characterLength(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::uint32_t lead = byteAt(text, 0);
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xc2 && lead <= 0xdf ? 2
                               : lead >= 0xe0 && lead <= 0xef ? 3
                               : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                              : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byteAt(text, i) & 0xc0U) != 0x80) {
            return 0;
        }
    }
    // Longer forms of shorter characters, halves of surrogates, beyond Unicode.
    const std::uint32_t code = codePoint(text.substr(0, length));
    const bool legal = (length < 3 || code >= 0x800) && (length < 4 || code >= 0x10000) &&
                       (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff;
    return legal ? length : 0;
}

std::string safeText(std::string_view text) {
    return shown(text, Kind::Line);
}

std::string safeLines(std::string_view text) {
    return shown(text, Kind::Lines);
}

std::string safeJson(std::string_view text) {
    return shown(text, Kind::Json);
}

} // namespace underpaint
