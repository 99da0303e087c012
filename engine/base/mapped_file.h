// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace underpaint {

void checkMappedFiles();

/// A file mapped read-only into memory. Copies share the mapping, which lives until the last of
/// them (or of the owner() handles) is gone.
///
/// Another program may cut the file off meanwhile, or its disk may fail. What is lost then reads as
/// zeros, and check() and checkMappedFiles() throw: whoever makes something lasting out of a mapped
/// file asks one of them before it is written.
class MappedFile {
public:
    /// Throws Error when the file is missing, unreadable or not a regular file. Never waits: a pipe
    /// to which nobody writes is refused like any other.
    explicit MappedFile(const std::filesystem::path& path);

    std::span<const std::byte> bytes() const;
    const std::filesystem::path& path() const;
    /// Keeps the mapping alive for whoever holds it (tensors that point into the file).
    std::shared_ptr<const void> owner() const;
    /// What was read so far need not stay in memory.
    void rest() const;
    /// Throws Error when a part of the file was lost since it was mapped.
    void check() const;

private:
    friend void checkMappedFiles();
    struct Mapping;
    std::shared_ptr<const Mapping> m_mapping;
};

/// Throws Error when a part of any mapped file was lost: of one that is still mapped, or of one
/// that was unmapped since the last call.
void checkMappedFiles();

} // namespace underpaint
