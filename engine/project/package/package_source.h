// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace underpaint::project {

/// Bytes of a file inside a package and what keeps them alive.
struct PackageFile {
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
    /// False: only the beginning is unpacked, zeros follow.
    bool whole = true;
};

/// Where the files of a package come from: a folder or a zip archive. Names use "/" and never
/// leave the package. Copies share the archive.
class PackageSource {
public:
    /// Throws Error when `path` is neither a folder nor a zip archive.
    explicit PackageSource(const std::filesystem::path& path);

    /// The file of that name, or nothing when the package has none. Mapped where possible; a
    /// compressed zip member is unpacked into memory (needs libzip), within a bound in proportion
    /// to the archive. Throws Error.
    std::optional<PackageFile> file(const std::string& name) const;
    /// The same with no more than the first `bytes` unpacked: what a list of packages needs of
    /// files that take a while.
    std::optional<PackageFile> beginning(const std::string& name, std::size_t bytes) const;

private:
    std::optional<PackageFile> unpacked(const std::string& name, std::size_t most) const;

    struct Folder;
    struct Archive;
    std::shared_ptr<const Folder> m_folder;
    std::shared_ptr<const Archive> m_archive;
};

} // namespace underpaint::project
