// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <ostream>
#include <span>
#include <string_view>

namespace underpaint {

/// Writes a file so that at every moment, whatever happens to the process or the machine, `path`
/// holds either its old content or the whole new one: temporary file beside it, fsync, rename,
/// fsync of the folder. Throws Error (and removes the temporary file) when anything fails.
/// A link stays a link: the file that it leads to is written. What is there and is no regular file
/// (a folder, a pipe, a device) is refused.
/// @{
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> content);
void writeFileAtomically(const std::filesystem::path& path, std::string_view content);
/// `write` fills the stream; for content that is not wanted in memory at once.
void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(std::ostream&)>& write);
/// @}

/// The whole new content of a file, on the disk already, under a name beside its place: for who has
/// something to do before it is published. Throws Error as writeFileAtomically().
class StagedFile {
public:
    StagedFile(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;
    StagedFile(StagedFile&& other) noexcept;
    StagedFile& operator=(StagedFile&&) = delete;
    /// Of what was not published nothing is left.
    ~StagedFile();

    /// Keeps what is there under another name, for takeBack().
    void keepBefore();
    void publish();
    void takeBack();

private:
    void fill(const std::function<void(std::ostream&)>& write);

    std::filesystem::path m_asked; ///< for messages
    std::filesystem::path m_path;
    std::filesystem::path m_temporary;
    std::filesystem::path m_before;
    bool m_published = false;
};

/// The rest of it for a file that something else has written beside its place: fsync, rename, fsync
/// of the folder. Throws Error; the file then stays where it is.
void putInPlace(const std::filesystem::path& temporary, const std::filesystem::path& path);

struct FileToWrite {
    std::filesystem::path path;
    std::span<const std::byte> content;
};

/// The same for files that belong together: all of them are written, or none is and those that
/// were there before are as they were. (A process that dies in between the renames can leave some
/// new and some old ones, each of them whole.)
void writeFilesAtomically(std::span<const FileToWrite> files);

/// The path that is written when somebody names `path`: where links lead. Throws Error for links
/// in a circle and for what is no regular file; what is not there yet is fine.
std::filesystem::path writtenPath(const std::filesystem::path& path);

/// True when both names lead to one file, through whatever links.
bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

} // namespace underpaint
