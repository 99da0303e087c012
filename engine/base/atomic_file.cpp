// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"

#include "engine/base/error.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace underpaint {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what, int code) {
    const std::string reason = code != 0 ? " (" + std::generic_category().message(code) + ")" : "";
    throw Error(what + reason, path.string(),
                "Check that the folder exists, is writable and has room");
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

/// A name beside `path` that no other writer of this or another process uses.
fs::path temporaryName(const fs::path& path) {
    static std::atomic<unsigned> counter = 0;
    return path.parent_path() / ("." + path.filename().string() + "." + std::to_string(::getpid()) +
                                 "-" + std::to_string(counter++) + ".part");
}

/// Removes the temporary file unless it was renamed.
class Cleanup {
public:
    explicit Cleanup(fs::path path) : m_path(std::move(path)) {}
    Cleanup(const Cleanup&) = delete;
    Cleanup& operator=(const Cleanup&) = delete;
    ~Cleanup() {
        if (m_armed) {
            std::error_code ignored;
            fs::remove(m_path, ignored);
        }
    }
    void disarm() { m_armed = false; }

private:
    fs::path m_path;
    bool m_armed = true;
};

} // namespace

void writeFileAtomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    if (fs::is_directory(path)) {
        fail(path, "cannot be written, it is a folder", 0);
    }
    const fs::path temporary = temporaryName(path);
    Cleanup cleanup(temporary);
    {
        errno = 0;
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        if (!out) {
            fail(path, "cannot be written", errno);
        }
        write(out);
        out.close();
        if (!out) {
            fail(path, "cannot be written completely", errno);
        }
    }
    syncPath(temporary, O_RDONLY);
    std::error_code code;
    fs::rename(temporary, path, code);
    if (code) {
        fail(path, "cannot be replaced", code.value());
    }
    cleanup.disarm();
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    syncPath(folder, O_RDONLY | O_DIRECTORY);
}

void writeFileAtomically(const fs::path& path, std::span<const std::byte> content) {
    writeFileAtomically(path, [content](std::ostream& out) {
        out.write(reinterpret_cast<const char*>(content.data()),
                  static_cast<std::streamsize>(content.size()));
    });
}

void writeFileAtomically(const fs::path& path, std::string_view content) {
    writeFileAtomically(path, std::as_bytes(std::span(content)));
}

} // namespace underpaint
