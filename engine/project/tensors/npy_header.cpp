// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/npy_header.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace underpaint::project {

namespace {

constexpr std::size_t maxNumpyRank = 32;

/// Reads the header's text, a Python dict literal like
/// {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }.
class LiteralReader {
public:
    LiteralReader(std::string_view text, const std::string& where) : m_text(text), m_where(where) {}

    NpyHeader read() {
        NpyHeader header;
        expect('{');
        while (!accept('}')) {
            const auto key = string();
            expect(':');
            if (key == "descr") {
                const auto descr = string();
                header.isObject = descr.ends_with('O');
                if (!header.isObject) {
                    header.type = numberType(descr, m_where);
                }
            } else if (key == "fortran_order") {
                header.fortranOrder = boolean();
            } else if (key == "shape") {
                header.shape = shape();
            } else {
                fail("has the unknown header field " + shownText(key));
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        return header;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(what, m_where, "The file is damaged or no NumPy array");
    }
    void skipBlanks() {
        while (m_position < m_text.size() && m_text[m_position] == ' ') {
            ++m_position;
        }
    }
    bool accept(char c) {
        skipBlanks();
        if (m_position < m_text.size() && m_text[m_position] == c) {
            ++m_position;
            return true;
        }
        return false;
    }
    void expect(char c) {
        if (!accept(c)) {
            fail("has an unreadable array header");
        }
    }
    bool acceptWord(std::string_view word) {
        skipBlanks();
        if (!m_text.substr(m_position).starts_with(word)) {
            return false;
        }
        m_position += word.size();
        return true;
    }
    std::string_view string() {
        const char quote = accept('\'') ? '\'' : '"';
        if (quote == '"') {
            expect('"');
        }
        const auto end = m_text.find(quote, m_position);
        if (end == std::string_view::npos) {
            fail("has an unreadable array header");
        }
        const auto text = m_text.substr(m_position, end - m_position);
        m_position = end + 1;
        return text;
    }
    bool boolean() {
        if (acceptWord("True")) {
            return true;
        }
        if (!acceptWord("False")) {
            fail("has an unreadable array header");
        }
        return false;
    }
    std::vector<std::int64_t> shape() {
        std::vector<std::int64_t> extents;
        expect('(');
        while (!accept(')')) {
            skipBlanks();
            std::int64_t extent = 0;
            const char* begin = m_text.data() + m_position;
            const auto result = std::from_chars(begin, m_text.data() + m_text.size(), extent);
            if (result.ec != std::errc() || extent < 0 || extents.size() == maxNumpyRank) {
                fail("has an unreadable shape");
            }
            m_position += static_cast<std::size_t>(result.ptr - begin);
            accept('L'); // Python 2 wrote long integers so.
            extents.push_back(extent);
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return extents;
    }

    std::string_view m_text;
    const std::string& m_where;
    std::size_t m_position = 0;
};

/// IEEE 754 binary16.
double halfToDouble(std::uint64_t bits) {
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    const int exponent = static_cast<int>((bits >> 10) & 0x1F);
    const auto fraction = static_cast<double>(bits & 0x3FF);
    if (exponent == 0x1F) {
        return fraction != 0 ? std::nan("") : sign * HUGE_VAL;
    }
    return exponent == 0 ? sign * std::ldexp(fraction, -24)
                         : sign * std::ldexp(fraction + 1024, exponent - 25);
}

double decodeNumber(std::uint64_t bits, const NumberType& type) {
    switch (type.kind) {
    case 'f':
        return type.size == 8   ? std::bit_cast<double>(bits)
               : type.size == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                                : halfToDouble(bits);
    case 'i': {
        const unsigned shift = 64 - 8 * static_cast<unsigned>(type.size);
        return static_cast<double>(static_cast<std::int64_t>(bits << shift) >> shift);
    }
    case 'b':
        return bits != 0 ? 1 : 0;
    default:
        return static_cast<double>(bits);
    }
}

} // namespace

NpyHeader readNpyHeader(ForeignReader& reader) {
    static constexpr std::string_view magic = "\x93NUMPY";
    if (reader.remaining() < magic.size() + 2 || asText(reader.take(magic.size())) != magic) {
        reader.fail("is not a NumPy array file");
    }
    const auto major = reader.number(1);
    reader.number(1);
    if (major < 1 || major > 3) {
        reader.fail("is a NumPy array file of an unknown version");
    }
    const auto text = asText(reader.take(reader.number(major == 1 ? 2 : 4)));
    return LiteralReader(text, reader.where()).read();
}

NumberType numberType(std::string_view description, const std::string& where) {
    const auto text = description;
    NumberType type;
    if (!description.empty() &&
        std::string_view("<>|=").find(description[0]) != std::string::npos) {
        type.bigEndian = description[0] == '>';
        description.remove_prefix(1);
    }
    if (description.size() == 2) {
        type.kind = description[0];
        type.size = static_cast<std::size_t>(description[1] - '0');
        const bool whole = type.kind == 'i' || type.kind == 'u';
        const bool known = (type.kind == 'b' && type.size == 1) || (whole && type.size == 1) ||
                           (type.kind != 'b' && type.size == 2) ||
                           (type.kind != 'b' && (type.size == 4 || type.size == 8));
        if (known && (whole || type.kind == 'b' || type.kind == 'f')) {
            return type;
        }
    }
    throw Error("has elements of the type " + shownText(text) + ", which is not supported", where,
                "Convert the array to float64");
}

std::vector<double> decodeNumbers(std::span<const std::byte> data,
                                  const std::vector<std::int64_t>& shape, const NumberType& type,
                                  bool fortranOrder, const std::string& where) {
    std::int64_t count = 1;
    bool tooLarge = false;
    for (const auto extent : shape) {
        tooLarge = tooLarge || __builtin_mul_overflow(count, extent, &count);
    }
    if (tooLarge || data.size() % type.size != 0 ||
        static_cast<std::uint64_t>(count) != data.size() / type.size) {
        throw Error("has another amount of data than its shape says (a truncated download?)", where,
                    "The file is damaged; fetch it again");
    }
    std::vector<double> values(static_cast<std::size_t>(count));
    std::array<std::byte, 8> item = {};
    std::vector<std::int64_t> index(shape.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(i * type.size), type.size,
                    item.begin());
        const auto bytes = std::span(item).first(type.size);
        if (type.bigEndian) {
            std::reverse(bytes.begin(), bytes.end());
        }
        std::size_t target = i;
        if (fortranOrder) {
            target = 0;
            for (std::size_t axis = 0; axis < shape.size(); ++axis) {
                target = target * static_cast<std::size_t>(shape[axis]) +
                         static_cast<std::size_t>(index[axis]);
            }
            // The first axis runs fastest in the file.
            for (std::size_t axis = 0; axis < shape.size(); ++axis) {
                if (++index[axis] < shape[axis]) {
                    break;
                }
                index[axis] = 0;
            }
        }
        values[target] = decodeNumber(littleEndian(bytes), type);
    }
    return values;
}

} // namespace underpaint::project
