// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/journal.h"

#include "engine/base/error.h"
#include "engine/project/journal/journal_file.h"
#include "engine/project/journal/journal_format.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, const std::string& what, int code) {
    throw Error(what + " (" + std::generic_category().message(code) + ")", path.string(),
                "Save the project now; check that the disk has room");
}

/// False with errno set.
bool writeAll(int file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

bool cutTo(int file, std::size_t bytes) {
    const auto end = static_cast<off_t>(bytes);
    return ::ftruncate(file, end) == 0 && ::lseek(file, end, SEEK_SET) == end;
}

/// The next start of the program may have another working folder.
JournalBase absolute(JournalBase base) {
    if (!base.file.empty()) {
        base.file = fs::absolute(base.file);
    }
    return base;
}

/// A new journal with the number of its bytes.
struct MadeFile {
    LockedFile locked;
    std::size_t bytes = 0;
};

/// A file that takes its name only with its lock and a whole start, so that whoever finds a journal
/// unlocked knows that its owner is dead. An empty path becomes one that was not there before; what
/// has the name of another path is replaced.
MadeFile makeFile(const fs::path& folder, const JournalBase& base,
                  std::span<const JournalEntry> since, fs::path& path) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) {
        fail(folder, "the folder for crash journals cannot be made", code.value());
    }
    std::string making = (folder / ".XXXXXX.new").string();
    constexpr int endingLength = 4;
    const int file = ::mkostemps(making.data(), endingLength, O_CLOEXEC);
    if (file < 0) {
        fail(folder, "a crash journal cannot be made", errno);
    }
    MadeFile made{LockedFile::lock(file)};
    int problem = 0;
    const auto write = [&](std::span<const std::byte> piece) {
        if (problem == 0 && !writeAll(file, piece)) {
            problem = errno;
        }
        made.bytes += piece.size();
    };
    try {
        writeJournalStart(base, write);
        for (const JournalEntry& entry : since) {
            write(journalFrame(entry));
        }
    } catch (...) {
        ::unlink(making.c_str());
        throw;
    }
    if (path.empty()) {
        path = fs::path(making).replace_filename(fs::path(making).stem().string().substr(1) +
                                                 journalExtension);
    }
    if (problem == 0 && ::rename(making.c_str(), path.c_str()) != 0) {
        problem = errno;
    }
    if (problem != 0) {
        ::unlink(making.c_str());
        fail(folder, "a crash journal cannot be written", problem);
    }
    return made;
}

} // namespace

LockedFile LockedFile::lock(int descriptor) {
    LockedFile file(descriptor);
    while (::flock(descriptor, LOCK_EX) != 0) {
        if (errno != EINTR) {
            throw Error("a crash journal cannot be locked (" +
                        std::generic_category().message(errno) + ")");
        }
    }
    return file;
}

std::unique_ptr<LockedFile> LockedFile::tryOpen(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        return nullptr;
    }
    auto file = std::make_unique<LockedFile>(LockedFile(descriptor));
    struct stat status = {};
    const bool regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    // Without a name it was discarded between opening and locking.
    const bool locked = regular && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 &&
                        ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
    return locked ? std::move(file) : nullptr;
}

LockedFile::LockedFile(LockedFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

LockedFile& LockedFile::operator=(LockedFile&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

LockedFile::~LockedFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Journal::Journal(const fs::path& folder, const JournalBase& base) {
    fs::path path;
    MadeFile made = makeFile(folder, absolute(base), {}, path);
    m_file = std::make_unique<File>(std::move(path), std::move(made.locked), made.bytes);
    m_file->sync.touch();
}

Journal::Journal(Resumed /*mark*/, std::unique_ptr<File> file) : m_file(std::move(file)) {}

Journal::~Journal() = default;

void Journal::write(std::span<const std::byte> bytes) {
    const int file = m_file->locked->descriptor();
    if (m_file->broken) {
        throw Error("the crash journal has a gap", m_file->path.string(), "Save the project");
    }
    int code = m_file->sync.error();
    if (code == 0 && !writeAll(file, bytes)) {
        code = errno;
        cutTo(file, m_file->validBytes);
    }
    if (code != 0) {
        m_file->broken = true;
        fail(m_file->path, "the crash journal cannot be written", code);
    }
    m_file->validBytes += bytes.size();
    m_file->sync.touch();
}

void Journal::append(const JournalEntry& entry) {
    write(journalFrame(entry));
}

void Journal::aboutToSave(const fs::path& file, const std::string& digest,
                          std::uint64_t editsSince) {
    write(journalFrame(JournalSave{fs::absolute(file), digest, editsSince}));
}

void Journal::restart(const JournalBase& base, std::span<const JournalEntry> since) {
    fs::path path = m_file->path;
    MadeFile made = makeFile(path.parent_path(), absolute(base), since, path);
    m_file->take(std::move(made.locked), made.bytes);
}

void Journal::discard() {
    std::error_code ignored; // the next start finds it without edits, or offers it again
    fs::remove(m_file->path, ignored);
    m_file->broken = true;
    m_file->sync.forget();
}

const fs::path& Journal::path() const {
    return m_file->path;
}

std::unique_ptr<Journal> resumeJournal(const fs::path& path, LockedFile locked,
                                       std::size_t validBytes) {
    if (!cutTo(locked.descriptor(), validBytes)) {
        fail(path, "the crash journal cannot be written", errno);
    }
    auto file = std::make_unique<Journal::File>(path, std::move(locked), validBytes);
    return std::make_unique<Journal>(Journal::Resumed{}, std::move(file));
}

} // namespace underpaint::project
