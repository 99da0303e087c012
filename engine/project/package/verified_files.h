// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace underpaint::project {

/// Remembers, from one run of the program to the next, which files were found to be what their
/// digests say, so that gigabytes are not read again and again: by path, size, time and digest. A
/// file that cannot be read or written only costs time.
class VerifiedFiles {
public:
    explicit VerifiedFiles(std::filesystem::path list) : m_list(std::move(list)) {}
    /// In $XDG_CACHE_HOME/underpaint or ~/.cache/underpaint.
    static VerifiedFiles ofThisUser();

    bool knows(const std::filesystem::path& file, const std::string& part,
               const std::string& digest) const;
    void add(const std::filesystem::path& file, const std::string& part,
             const std::string& digest) const;

private:
    std::filesystem::path m_list; ///< empty = remembers nothing
};

} // namespace underpaint::project
