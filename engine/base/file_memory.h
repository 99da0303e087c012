// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

namespace underpaint {

/// Memory that a file without a name stands behind, so that the system may take it back at any
/// time: for what is kept and seldom read. It lies in $TMPDIR or /var/tmp and ends with the
/// process, however that ends.
/// @{
/// Throws std::bad_alloc where there is no room for the file, or no such folder.
void* takeFileMemory(std::size_t bytes);
void giveFileMemory(void* memory, std::size_t bytes) noexcept;
/// What was written or read of it need not stay in the process. It may be read meanwhile.
void restFileMemory(const void* memory, std::size_t bytes) noexcept;
/// @}

/// Gives the memory of a vector: as usual, or from a file. What is copied from a vector in a file
/// is not in one.
template<class T>
class PlaneAllocator {
public:
    using value_type = T;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;

    struct InFile {};

    PlaneAllocator() = default;
    explicit PlaneAllocator(InFile /*where*/) : m_inFile(true) {}
    template<class U>
    explicit(false) PlaneAllocator(const PlaneAllocator<U>& other) : m_inFile(other.inFile()) {}

    bool inFile() const { return m_inFile; }

    T* allocate(std::size_t count) {
        return m_inFile ? static_cast<T*>(takeFileMemory(count * sizeof(T)))
                        : std::allocator<T>().allocate(count);
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        if (m_inFile) {
            giveFileMemory(memory, count * sizeof(T));
        } else {
            std::allocator<T>().deallocate(memory, count);
        }
    }
    PlaneAllocator select_on_container_copy_construction() const { return {}; }

    friend bool operator==(const PlaneAllocator&, const PlaneAllocator&) = default;

private:
    bool m_inFile = false;
};

} // namespace underpaint
