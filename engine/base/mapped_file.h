// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace underpaint {

/// A file mapped read-only into memory. Copies share the mapping, which lives until the last of
/// them (or of the owner() handles) is gone.
class MappedFile {
public:
    /// Throws Error when the file is missing, unreadable or not a regular file.
    explicit MappedFile(const std::filesystem::path& path);

    std::span<const std::byte> bytes() const;
    const std::filesystem::path& path() const;
    /// Keeps the mapping alive for whoever holds it (tensors that point into the file).
    std::shared_ptr<const void> owner() const;

private:
    struct Mapping;
    std::shared_ptr<const Mapping> m_mapping;
};

} // namespace underpaint
