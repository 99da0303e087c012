// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

namespace underpaint::kernels {

/// Uninitialised memory that starts at a cache line; large ones ask for huge pages, since first
/// touch and address translation otherwise cost as much as the arithmetic on it. Move-only.
class AlignedBuffer {
public:
    AlignedBuffer() = default;
    /// Throws std::bad_alloc.
    explicit AlignedBuffer(std::size_t bytes);

    template<class Type>
    Type* as() {
        return static_cast<Type*>(m_memory.get());
    }
    template<class Type>
    const Type* as() const {
        return static_cast<const Type*>(m_memory.get());
    }
    std::size_t bytes() const { return m_bytes; }

private:
    struct Free {
        std::size_t alignment;
        Free() : alignment(0) {}
        explicit Free(std::size_t given) : alignment(given) {}
        void operator()(void* memory) const noexcept;
    };
    std::unique_ptr<void, Free> m_memory;
    std::size_t m_bytes = 0;
};

} // namespace underpaint::kernels
