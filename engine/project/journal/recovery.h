// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"
#include "engine/project/journal/journal.h"
#include "engine/scene/sequence_edit.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::project {

/// The journal of a program that died with unsaved edits.
struct RecoverableJournal {
    std::filesystem::path journal;
    std::string name;           ///< of the document
    std::filesystem::path file; ///< its project file; empty when it was never saved
    std::int64_t modified = 0;  ///< time of the last edit, in seconds since 1970
    std::size_t edits = 0;      ///< records that are not in the file: dabs, undo and redo steps
    std::size_t damagedBytes = 0;
    std::string problem; ///< why it cannot be restored; empty when it can
};

/// Journals in the folder whose owner is dead, newest first; those of running programs are left
/// alone. Journals that are whole and hold no unsaved edits are removed; what may hold work is kept
/// and listed, with its problem where it cannot be restored.
std::vector<RecoverableJournal> findJournals(const std::filesystem::path& folder);

struct RecoveredStep {
    std::string text;
    scene::AppliedSequenceEdit applied;
};

/// A document as it was when its program died.
struct RecoveredDocument {
    /// The state before the steps.
    Project base;
    std::string name;
    std::filesystem::path file; ///< empty when it was never saved
    std::string digest;         ///< of the file
    /// Oldest first; edits of one gesture are one step. Applying all to the base gives the scene.
    std::vector<RecoveredStep> done;
    /// Undone steps, the one to redo next last.
    std::vector<RecoveredStep> undone;
    /// Steps from before the last save were undone: `base` is not what the file holds.
    bool stepsBelowBase = false;
    /// The torn or damaged end of the journal, which was dropped.
    std::size_t damagedBytes = 0;
    /// A copy of the journal as it was, where more than a record that was never finished was
    /// dropped; else empty.
    std::filesystem::path keptCopy;
    /// Goes on where the dead program stopped.
    std::unique_ptr<Journal> journal;
};

/// Throws Error when the journal belongs to a running program, is unreadable, or the project file
/// it builds on is not there any more as it was. The journal is then untouched.
RecoveredDocument recoverDocument(const std::filesystem::path& journal);

/// Removes a journal that findJournals() listed. False when somebody has it by now.
bool removeJournal(const std::filesystem::path& journal);

} // namespace underpaint::project
