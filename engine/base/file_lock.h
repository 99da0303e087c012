// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace underpaint {

/// An exclusive lock on a file that exists for nothing else. It ends with the process, however that
/// ends: whoever dies leaves the file behind, but no lock.
class FileLock {
public:
    /// Makes the file where it is absent. Nothing when another process has the lock. Throws Error
    /// when the file cannot be made or locked.
    static std::optional<FileLock> take(const std::filesystem::path& path);
    /// Who has the lock, as far as the file tells ("process 123"); empty when it does not.
    static std::string holderOf(const std::filesystem::path& path);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    /// Removes the file and the lock.
    ~FileLock();

private:
    FileLock(std::filesystem::path path, int file) : m_path(std::move(path)), m_file(file) {}

    std::filesystem::path m_path;
    int m_file;
};

} // namespace underpaint
