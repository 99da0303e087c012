// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/claim_file.h"

#include "engine/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace underpaint::app {

std::optional<ClaimFile> ClaimFile::take(const std::filesystem::path& output) {
    std::filesystem::path path = output;
    path += ".claim";
    const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    if (file < 0) {
        throw Error("cannot be written: " + std::generic_category().message(errno), path.string(),
                    "Choose another output folder");
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        ::close(file);
        if (reason == EWOULDBLOCK) {
            return std::nullopt;
        }
        throw Error("cannot be locked: " + std::generic_category().message(reason), path.string(),
                    "Choose an output folder on a file system with locks");
    }
    return ClaimFile(std::move(path), file);
}

ClaimFile::ClaimFile(ClaimFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_file(std::exchange(other.m_file, -1)) {}

ClaimFile::~ClaimFile() {
    if (m_file >= 0) {
        // First the name, then the lock: who opened the file in between gets the lock of a file
        // without a name, and finds the output finished.
        ::unlink(m_path.c_str());
        ::close(m_file);
    }
}

} // namespace underpaint::app
