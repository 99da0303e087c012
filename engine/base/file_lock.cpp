// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_lock.h"

#include "engine/base/error.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace underpaint {

namespace {

/// The file of that name is still the one that was locked: its owner removes it before the lock
/// ends, so that somebody may have got the lock of a file without a name.
bool hasName(int file, const std::filesystem::path& path) {
    struct stat locked = {};
    struct stat named = {};
    return ::fstat(file, &locked) == 0 && ::stat(path.c_str(), &named) == 0 &&
           locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

} // namespace

std::optional<FileLock> FileLock::take(const std::filesystem::path& path) {
    while (true) {
        const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NONBLOCK, 0666);
        if (file < 0) {
            throw Error("cannot be written (" + std::generic_category().message(errno) + ")",
                        path.string(), "Choose a folder that is writable");
        }
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            ::close(file);
            if (reason == EWOULDBLOCK) {
                return std::nullopt;
            }
            throw Error("cannot be locked (" + std::generic_category().message(reason) + ")",
                        path.string(), "Choose a folder on a file system with locks");
        }
        if (hasName(file, path)) {
            const std::string process = std::to_string(::getpid()) + "\n";
            // For holderOf() alone: the lock holds without it.
            [[maybe_unused]] const bool told =
                ::ftruncate(file, 0) == 0 && ::write(file, process.data(), process.size()) > 0;
            return FileLock(path, file);
        }
        ::close(file); // removed between opening and locking
    }
}

std::string FileLock::holderOf(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return {};
    }
    std::array<char, 16> text{};
    const auto count = ::read(file, text.data(), text.size());
    ::close(file);
    const std::string process(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    const std::string digits = process.substr(0, process.find_first_not_of("0123456789"));
    return digits.empty() ? std::string() : "process " + digits;
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_path(std::move(other.m_path)), m_file(std::exchange(other.m_file, -1)) {}

FileLock::~FileLock() {
    if (m_file >= 0) {
        // First the name, then the lock: who opened the file in between gets the lock of a file
        // without a name, and notices.
        ::unlink(m_path.c_str());
        ::close(m_file);
    }
}

} // namespace underpaint
