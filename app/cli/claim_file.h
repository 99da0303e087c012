// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace underpaint::app {

/// The right to make one output of a folder that several processes (or machines) work on. It is a
/// lock on a file beside the output: whoever dies leaves a file behind, but no lock, so that the
/// next one can take over.
class ClaimFile {
public:
    /// Nothing when another process has the claim. Throws Error when the file cannot be made.
    static std::optional<ClaimFile> take(const std::filesystem::path& output);

    ClaimFile(ClaimFile&& other) noexcept;
    ClaimFile& operator=(ClaimFile&&) = delete;
    ClaimFile(const ClaimFile&) = delete;
    ClaimFile& operator=(const ClaimFile&) = delete;
    /// Removes the file and the lock.
    ~ClaimFile();

private:
    ClaimFile(std::filesystem::path path, int file) : m_path(std::move(path)), m_file(file) {}

    std::filesystem::path m_path;
    int m_file;
};

} // namespace underpaint::app
