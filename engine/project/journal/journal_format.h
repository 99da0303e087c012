// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/byte_sink.h"
#include "engine/project/journal/edit_frames.h"
#include "engine/project/journal/journal.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace underpaint::project {

/// A project file that the edits from this place on apply to, if it has this digest.
struct JournalSave {
    std::filesystem::path file;
    std::string digest;
    /// So many edits before this place apply to it too: they were made while it was written.
    std::uint64_t editsBefore = 0;
};

/// What a journal file holds, in binary form: its first bytes, which come in pieces, of a sequence
/// one for each frame; then frames.
/// @{
void writeJournalStart(const JournalBase& base, const ByteSink& sink);
std::vector<std::byte> journalFrame(const JournalEntry& entry);
std::vector<std::byte> journalFrame(const JournalSave& save);
/// @}

/// A journal that was read up to its end or the first frame that cannot be read. One flipped bit a
/// frame is no hindrance.
struct JournalContent {
    JournalBase base;
    struct Item {
        std::variant<JournalEntry, JournalSave> what;
        std::size_t begin = 0; ///< its place in the file
    };
    std::vector<Item> items;
    /// What the first edits apply to cannot be read any more: `base` says nothing.
    bool baseLost = false;
    std::size_t validBytes = 0;
    std::size_t damagedBytes = 0;
    /// The damaged bytes are one record that was not written to its end: nothing that was finished
    /// is among them.
    bool torn = false;
};

/// Nothing when there are too few bytes to hold anything. Throws Error for a journal of a newer
/// version of the program, and when nothing in it can be read.
std::optional<JournalContent> readJournal(std::span<const std::byte> bytes,
                                          const std::string& where);

} // namespace underpaint::project
