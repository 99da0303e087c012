// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace underpaint::kernels {

/// Memory of a device, for users of the kernels that have no LibTorch (which allocates for those
/// that have it). Copies wait for the legacy default stream. Throws Error.
class CudaBuffer {
public:
    explicit CudaBuffer(std::size_t bytes, int device = 0);

    template<class Type>
    static CudaBuffer of(const std::vector<Type>& values) {
        CudaBuffer buffer(values.size() * sizeof(Type));
        buffer.upload(values.data());
        return buffer;
    }
    template<class Type>
    std::vector<Type> values() const {
        std::vector<Type> result(m_bytes / sizeof(Type));
        download(result.data());
        return result;
    }

    template<class Type = void>
    Type* as() {
        return static_cast<Type*>(m_memory.get());
    }
    std::size_t bytes() const { return m_bytes; }

    /// All of it, from and to the host's memory.
    /// @{
    void upload(const void* from);
    void download(void* to) const;
    /// @}

private:
    struct Free {
        int device = 0;
        void operator()(void* memory) const noexcept;
    };
    std::size_t m_bytes;
    std::unique_ptr<void, Free> m_memory;
};

} // namespace underpaint::kernels
