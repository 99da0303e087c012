// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/journal/background_sync.h"
#include "engine/project/journal/journal.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <utility>

namespace underpaint::project {

/// An open file descriptor with an exclusive lock (flock) on its file, which ends with the process
/// however it ends.
class LockedFile {
public:
    /// `descriptor` is owned from now on. Waits for the lock, which others hold for a moment only.
    static LockedFile lock(int descriptor);
    /// Nothing when the file is gone or somebody else holds the lock.
    static std::unique_ptr<LockedFile> tryOpen(const std::filesystem::path& path);

    LockedFile(LockedFile&& other) noexcept;
    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;
    LockedFile& operator=(LockedFile&& other) noexcept;
    ~LockedFile();

    int descriptor() const { return m_descriptor; }

private:
    explicit LockedFile(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

/// The open file of a Journal.
struct Journal::File {
    File(std::filesystem::path where, LockedFile opened, std::size_t bytes)
        : path(std::move(where)),
          locked(std::make_shared<LockedFile>(std::move(opened))),
          validBytes(bytes),
          sync(locked->descriptor()) {}

    /// Goes on with a file that took the place of this one.
    void take(LockedFile opened, std::size_t bytes) {
        auto before = std::exchange(locked, std::make_shared<LockedFile>(std::move(opened)));
        sync.follow(locked->descriptor(), std::move(before));
        validBytes = bytes;
        broken = false;
    }

    std::filesystem::path path;
    std::shared_ptr<LockedFile> locked;
    /// Bytes of whole frames; what is behind them comes from a write that failed.
    std::size_t validBytes = 0;
    bool broken = false;
    BackgroundSync sync;
};

/// Goes on with the journal of a dead process, behind its last whole frame.
std::unique_ptr<Journal> resumeJournal(const std::filesystem::path& path, LockedFile locked,
                                       std::size_t validBytes);

} // namespace underpaint::project
