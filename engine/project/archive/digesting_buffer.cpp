// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/digesting_buffer.h"

#include <cstddef>
#include <span>

namespace underpaint::project {

std::streamsize DigestingBuffer::xsputn(const char* data, std::streamsize count) {
    m_digest.update(std::as_bytes(std::span(data, static_cast<std::size_t>(count))));
    return m_out.write(data, count) ? count : 0;
}

DigestingBuffer::int_type DigestingBuffer::overflow(int_type value) {
    if (traits_type::eq_int_type(value, traits_type::eof())) {
        return traits_type::not_eof(value);
    }
    const char one = traits_type::to_char_type(value);
    return xsputn(&one, 1) == 1 ? value : traits_type::eof();
}

} // namespace underpaint::project
