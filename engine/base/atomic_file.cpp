// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace underpaint {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what, int code) {
    const std::string reason = code != 0 ? " (" + std::generic_category().message(code) + ")" : "";
    throw Error(what + reason, path.string(),
                code == ENAMETOOLONG ? "Choose a shorter name"
                                     : "Check that the folder exists, is writable and has room");
}

void syncPath(const fs::path& path, int flags) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
    if (fd < 0) {
        fail(path, "cannot be opened", errno);
    }
    const int result = ::fsync(fd);
    const int code = errno;
    ::close(fd);
    // Some file systems cannot sync a folder; the rename itself is still atomic there.
    if (result != 0 && code != EINVAL && code != ENOTSUP) {
        fail(path, "cannot be written to disk", code);
    }
}

fs::path folderOf(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// `asked`: for messages.
void renameTo(const fs::path& path, const fs::path& temporary, const fs::path& asked) {
    std::error_code code;
    fs::rename(temporary, path, code);
    if (code) {
        fail(asked, "cannot be replaced", code.value());
    }
}

void removeQuietly(const fs::path& path) {
    if (!path.empty()) {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
}

std::function<void(std::ostream&)> writerOf(std::span<const std::byte> content) {
    return [content](std::ostream& out) {
        out.write(reinterpret_cast<const char*>(content.data()),
                  static_cast<std::streamsize>(content.size()));
    };
}

} // namespace

StagedFile::StagedFile(const fs::path& path, const std::function<void(std::ostream&)>& write)
    : m_asked(path), m_path(writtenPath(path)), m_temporary(temporaryBeside(m_path, ".part")) {
    try {
        fill(write);
    } catch (...) {
        removeQuietly(m_temporary);
        throw;
    }
}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : m_asked(std::move(other.m_asked)),
      m_path(std::move(other.m_path)),
      m_temporary(std::exchange(other.m_temporary, {})),
      m_before(std::exchange(other.m_before, {})),
      m_published(std::exchange(other.m_published, false)) {}

StagedFile::~StagedFile() {
    removeQuietly(m_temporary);
    removeQuietly(m_before);
}

void StagedFile::keepBefore() {
    const fs::path kept = temporaryBeside(m_path, ".part");
    std::error_code code; // nothing is there, or the file system knows no second names
    fs::create_hard_link(m_path, kept, code);
    m_before = code ? fs::path() : kept;
}

void StagedFile::publish() {
    renameTo(m_path, m_temporary, m_asked);
    m_temporary.clear();
    m_published = true;
    syncPath(folderOf(m_path), O_RDONLY | O_DIRECTORY);
}

void StagedFile::takeBack() {
    if (!m_published) {
        return;
    }
    if (m_before.empty()) {
        removeQuietly(m_path);
        return;
    }
    std::error_code ignored;
    fs::rename(m_before, m_path, ignored);
    m_before.clear();
}

void StagedFile::fill(const std::function<void(std::ostream&)>& write) {
    errno = 0;
    std::ofstream out(m_temporary, std::ios::binary | std::ios::trunc);
    if (!out) {
        fail(m_asked, "cannot be written", errno);
    }
    write(out);
    out.close();
    if (!out) {
        fail(m_asked, "cannot be written completely", errno);
    }
    syncPath(m_temporary, O_RDONLY);
}

fs::path writtenPath(const fs::path& path) {
    constexpr int mostLinks = 40; // as the system allows
    fs::path target = path;
    std::error_code code;
    for (int links = 0; fs::is_symlink(fs::symlink_status(target, code)); ++links) {
        if (links == mostLinks) {
            throw Error("is a link that leads in a circle", path.string(), "Name another file");
        }
        const fs::path next = fs::read_symlink(target, code);
        if (code) {
            fail(path, "is a link that cannot be followed", code.value());
        }
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    const fs::file_status status = fs::status(target, code);
    if (code && code != std::errc::no_such_file_or_directory) {
        fail(path, "cannot be written", code.value());
    }
    if (fs::is_directory(status)) {
        fail(path, "cannot be written, it is a folder", 0);
    }
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        throw Error("cannot be written, it is no regular file but a pipe or a device",
                    path.string(), "Name a file");
    }
    return target;
}

bool isSameFile(const fs::path& a, const fs::path& b) {
    std::error_code code;
    if (fs::equivalent(a, b, code)) {
        return true;
    }
    if (fs::exists(a, code) || fs::exists(b, code)) {
        return false;
    }
    return fs::weakly_canonical(fs::absolute(a, code), code) ==
           fs::weakly_canonical(fs::absolute(b, code), code);
}

void writeFileAtomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    StagedFile(path, write).publish();
}

void putInPlace(const fs::path& temporary, const fs::path& path) {
    const fs::path target = writtenPath(path);
    syncPath(temporary, O_RDONLY);
    renameTo(target, temporary, path);
    syncPath(folderOf(target), O_RDONLY | O_DIRECTORY);
}

void writeFileAtomically(const fs::path& path, std::span<const std::byte> content) {
    writeFileAtomically(path, writerOf(content));
}

void writeFileAtomically(const fs::path& path, std::string_view content) {
    writeFileAtomically(path, std::as_bytes(std::span(content)));
}

void writeFilesAtomically(std::span<const FileToWrite> files) {
    std::vector<StagedFile> staged;
    staged.reserve(files.size());
    for (const FileToWrite& file : files) {
        staged.emplace_back(file.path, writerOf(file.content));
    }
    try {
        for (StagedFile& file : staged) {
            file.keepBefore();
            file.publish();
        }
    } catch (...) {
        for (StagedFile& file : staged) {
            file.takeBack();
        }
        throw;
    }
}

} // namespace underpaint
