// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/aligned_buffer.h"

#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace underpaint::kernels {

namespace {

constexpr std::size_t cacheLine = 64;
constexpr std::size_t hugePage = std::size_t{2} << 20;

} // namespace

AlignedBuffer::AlignedBuffer(std::size_t bytes) : m_bytes(bytes) {
    const std::size_t alignment = bytes >= 2 * hugePage ? hugePage : cacheLine;
    m_memory = {::operator new (bytes, std::align_val_t{alignment}), Free{alignment}};
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (alignment == hugePage) {
        // Whole pages only: the rest of the last one may belong to others. A refusal costs speed.
        (void)madvise(m_memory.get(), bytes / hugePage * hugePage, MADV_HUGEPAGE);
    }
#endif
}

void AlignedBuffer::Free::operator()(void* memory) const noexcept {
    ::operator delete (memory, std::align_val_t{alignment});
}

} // namespace underpaint::kernels
