// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_memory.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace underpaint {

namespace {

namespace fs = std::filesystem;

/// Not /tmp before the others: it is memory on many systems.
fs::path folderOfFiles() {
    if (const char* chosen = std::getenv("TMPDIR")) { // NOLINT(concurrency-mt-unsafe): never set
        return chosen;
    }
    std::error_code none;
    return fs::is_directory("/var/tmp", none) ? fs::path("/var/tmp") : fs::path("/tmp");
}

/// Without a name from the beginning; -1: there is none.
int openNamelessFile() {
    std::string name = (folderOfFiles() / "underpaint-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) {
        ::unlink(name.c_str());
    }
    return file;
}

} // namespace

void* takeFileMemory(std::size_t bytes) {
    const int file = openNamelessFile();
    if (file < 0) {
        throw std::bad_alloc();
    }
    void* memory = MAP_FAILED;
    // Room that is there now cannot be missing when it is written to.
    if (::posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0) {
        memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    }
    ::close(file);
    if (memory == MAP_FAILED) {
        throw std::bad_alloc();
    }
    return memory;
}

void giveFileMemory(void* memory, std::size_t bytes) noexcept {
    ::munmap(memory, bytes);
}

void restFileMemory(const void* memory, std::size_t bytes) noexcept {
    // Of a shared mapping nothing is lost, nor of a private one that nobody writes to: the pages
    // are those of the file. The system does not write to them here.
    ::madvise(const_cast<void*>(memory), bytes, MADV_DONTNEED);
}

} // namespace underpaint
