// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mapped_file.h"

#include "engine/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace underpaint {

struct MappedFile::Mapping {
    std::filesystem::path path;
    void* address = nullptr;
    std::size_t length = 0;

    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (address != nullptr) {
            ::munmap(address, length);
        }
    }
};

namespace {

/// Closes a file descriptor at the end of a scope.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }
    int get() const { return m_fd; }

private:
    int m_fd;
};

[[noreturn]] void fail(const std::filesystem::path& path, int code) {
    throw Error("cannot be read (" + std::generic_category().message(code) + ")", path.string(),
                "Check the path and its permissions");
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        fail(path, errno);
    }
    struct stat info = {};
    if (::fstat(file.get(), &info) != 0) {
        fail(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error("is not a regular file", path.string(), "Name a file");
    }
    auto mapping = std::make_shared<Mapping>();
    mapping->path = path;
    if (info.st_size > 0) {
        const auto length = static_cast<std::size_t>(info.st_size);
        void* address = ::mmap(nullptr, length, PROT_READ, MAP_PRIVATE, file.get(), 0);
        if (address == MAP_FAILED) {
            fail(path, errno);
        }
        mapping->address = address;
        mapping->length = length;
    }
    m_mapping = std::move(mapping);
}

std::span<const std::byte> MappedFile::bytes() const {
    return {static_cast<const std::byte*>(m_mapping->address), m_mapping->length};
}

const std::filesystem::path& MappedFile::path() const {
    return m_mapping->path;
}

std::shared_ptr<const void> MappedFile::owner() const {
    return m_mapping;
}

} // namespace underpaint
