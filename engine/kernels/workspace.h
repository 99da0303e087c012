// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/aligned_buffer.h"

#include <array>
#include <cstddef>

namespace underpaint::kernels {

/// Scratch memory that is kept between calls, one piece a purpose. Belongs to one computation at a
/// time.
class Workspace {
public:
    enum class Piece { Padded, Transformed, Products, Rows, Count };

    /// At least `bytes` of uninitialised memory, valid until the piece is taken again.
    void* take(Piece piece, std::size_t bytes) {
        AlignedBuffer& buffer = m_pieces[static_cast<std::size_t>(piece)];
        if (buffer.bytes() < bytes) {
            buffer = AlignedBuffer(); // the old one goes first: both at once may not fit
            buffer = AlignedBuffer(bytes);
        }
        return buffer.as<void>();
    }
    std::size_t bytes() const {
        std::size_t sum = 0;
        for (const AlignedBuffer& buffer : m_pieces) {
            sum += buffer.bytes();
        }
        return sum;
    }
    void clear() { m_pieces = {}; }

private:
    std::array<AlignedBuffer, static_cast<std::size_t>(Piece::Count)> m_pieces;
};

} // namespace underpaint::kernels
