// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mapped_file.h"

#include "engine/base/error.h"
#include "engine/base/file_memory.h"
#include "engine/base/lost_pages.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace underpaint {

namespace {

Error lostError(const std::filesystem::path& path) {
    return Error("was cut off or could not be read any more while it was in use", path.string(),
                 "Put the whole file there, leave it alone while it is used, and start again");
}

/// Files of which a part was lost and that nobody was told of before they were unmapped.
class Losses {
public:
    static Losses& all() {
        static Losses losses;
        return losses;
    }

    void add(const std::filesystem::path& path) {
        const std::lock_guard lock(m_mutex);
        m_untold.push_back(path);
    }

    std::optional<std::filesystem::path> takeFirst() {
        const std::lock_guard lock(m_mutex);
        if (m_untold.empty()) {
            return std::nullopt;
        }
        std::filesystem::path first = std::move(m_untold.front());
        m_untold.clear();
        return first;
    }

private:
    std::mutex m_mutex;
    std::vector<std::filesystem::path> m_untold;
};

} // namespace

struct MappedFile::Mapping {
    std::filesystem::path path;
    void* address = nullptr;
    std::size_t length = 0;
    std::optional<LostPageWatch> watch;

    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (address == nullptr) {
            return;
        }
        if (watch && watch->happened() && !told) {
            Losses::all().add(path);
        }
        forget(this);
        watch.reset();
        ::munmap(address, length);
    }

    bool lost() const { return watch && watch->happened(); }
    /// Somebody was told while the file was mapped.
    mutable std::atomic<bool> told{false};

    /// All that live, for checkMappedFiles().
    /// @{
    static std::mutex& mutex() {
        static std::mutex guard;
        return guard;
    }
    static std::vector<const Mapping*>& living() {
        static std::vector<const Mapping*> mappings;
        return mappings;
    }
    static void remember(const Mapping* mapping) {
        const std::lock_guard lock(mutex());
        living().push_back(mapping);
    }
    static void forget(const Mapping* mapping) {
        const std::lock_guard lock(mutex());
        std::erase(living(), mapping);
    }
    /// The path of one of which a part was lost.
    static std::optional<std::filesystem::path> firstLost() {
        const std::lock_guard lock(mutex());
        for (const Mapping* mapping : living()) {
            if (mapping->lost()) {
                mapping->told = true;
                return mapping->path;
            }
        }
        return std::nullopt;
    }
    /// @}
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
    // Opening a pipe would wait for somebody who writes.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0) {
        // A socket cannot be opened at all.
        const int code = errno;
        std::error_code unknown;
        if (std::filesystem::is_socket(path, unknown)) {
            throw Error("is not a regular file", path.string(), "Name a file");
        }
        fail(path, code);
    }
    struct stat info = {};
    if (::fstat(file.get(), &info) != 0) {
        fail(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error("is not a regular file", path.string(),
                    S_ISDIR(info.st_mode)
                        ? "Name a file"
                        : "It is a pipe or a device: write its content to a file and name that");
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
        mapping->watch.emplace(address, length);
        Mapping::remember(mapping.get());
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

void MappedFile::rest() const {
    if (m_mapping->address != nullptr) {
        restFileMemory(m_mapping->address, m_mapping->length);
    }
}

void MappedFile::check() const {
    if (m_mapping->lost()) {
        m_mapping->told = true;
        throw lostError(m_mapping->path);
    }
}

void checkMappedFiles() {
    if (!LostPageWatch::happenedToAny()) {
        return;
    }
    if (const auto living = MappedFile::Mapping::firstLost()) {
        throw lostError(*living);
    }
    if (const auto gone = Losses::all().takeFirst()) {
        throw lostError(*gone);
    }
}

} // namespace underpaint
