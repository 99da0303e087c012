// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/settings_text.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

namespace underpaint::ui {

namespace {

constexpr qsizetype sealBytes = 8;

/// The characters of an INI file as Qt understands them: escapes are decoded, quotes and what joins
/// lines are gone.
class Characters {
public:
    explicit Characters(QByteArrayView text) : m_text(text) {}

    struct Character {
        unsigned code = 0;
        bool escaped = false;
    };
    /// Nothing at the end.
    std::optional<Character> next() {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '\\') {
                if (const auto code = escape()) {
                    return Character{*code, true};
                }
            } else if (c != '"') {
                return Character{static_cast<unsigned char>(c), false};
            }
        }
        return std::nullopt;
    }

private:
    unsigned digits(int base) {
        unsigned value = 0;
        for (; m_at < m_text.size(); ++m_at) {
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            const int digit = std::isdigit(c) != 0    ? c - '0'
                              : std::isxdigit(c) != 0 ? std::tolower(c) - 'a' + 10
                                                      : base;
            if (digit >= base) {
                break;
            }
            value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
        }
        return value;
    }

    std::optional<unsigned> escape() {
        constexpr int octal = 8;
        constexpr int hexadecimal = 16;
        const char c = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (c >= '0' && c < '0' + octal) {
            return digits(octal);
        }
        ++m_at;
        if (c == 'x') {
            return digits(hexadecimal);
        }
        if (std::string_view("abfnrtv").find(c) != std::string_view::npos) {
            return '\a'; // some control character
        }
        if (std::string_view("\"?'\\").find(c) != std::string_view::npos) {
            return static_cast<unsigned char>(c);
        }
        return std::nullopt;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace

bool asksForObjects(QByteArrayView ini) {
    using namespace std::string_view_literals;
    constexpr std::size_t longest = "@DateTime("sv.size();
    Characters characters(ini);
    std::string value; // its beginning
    while (const auto character = characters.next()) {
        const auto [code, escaped] = *character;
        if (!escaped && "=,\r\n"sv.find(static_cast<char>(code)) != std::string_view::npos) {
            value.clear(); // another one, or a key
            continue;
        }
        if ((value.empty() && (code == ' ' || code == '\t')) || value.size() >= longest) {
            continue;
        }
        value += code < 0x80 ? static_cast<char>(code) : '?';
        if (value == "@Variant("sv || value == "@DateTime("sv) {
            return true;
        }
    }
    return false;
}

QByteArray sealed(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).first(sealBytes) + bytes;
}

QByteArray unsealed(const QByteArray& bytes) {
    const QByteArray held = bytes.sliced(std::min(sealBytes, bytes.size()));
    return sealed(held) == bytes ? held : QByteArray();
}

} // namespace underpaint::ui
