// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "engine/scene/sequence_edit.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// What the edits of a journal are applied to: a project file with its digest or, for a scene that
/// was never saved, the scene itself.
struct JournalBase {
    std::string name; ///< for lists of journals
    std::filesystem::path file;
    std::string digest;
    std::optional<scene::SceneState> state; ///< counts when `file` is empty
    /// Of a sequence: those after the first, which is `state`.
    std::vector<scene::SceneState> laterFrames = {};
};

/// One change of the scene or of its frames. Undo and redo are recorded with the edit that they
/// applied, so that the scene can be told without the undo stack.
struct JournalEntry {
    enum class Kind : std::uint8_t { Done = 1, Undone = 2, Redone = 3 };
    Kind kind = Kind::Done;
    std::string text;
    scene::SequenceEdit edit;
};

/// The crash journal of one document: a file that edits are appended to. append() returns when the
/// operating system has the bytes: a killed program loses nothing; they are on the disk within
/// about a second, so that a power failure loses no more than that.
///
/// The file is locked while the journal lives, so that another instance of the program sees whose
/// owner is dead (findJournals()).
class Journal {
public:
    /// Makes a journal in the folder, which is made when absent. Throws Error.
    Journal(const std::filesystem::path& folder, const JournalBase& base);
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    /// The file stays.
    ~Journal();

    /// Throws Error when it cannot be written (disk full …). The entries before are kept, further
    /// ones are refused until restart(): a journal with a gap would recover a wrong scene.
    void append(const JournalEntry& entry);
    /// To be called before a project file of this digest is put in its place: whichever of the two
    /// states the file has when the program dies, recovery knows from where to go on. The last
    /// `editsSince` entries are not in the file: they came while its content was made.
    void aboutToSave(const std::filesystem::path& file, const std::string& digest,
                     std::uint64_t editsSince = 0);
    /// Begins anew, with the entries that the base does not have yet. At every moment the file is
    /// the journal before or the new one. Throws Error; the one before then goes on.
    void restart(const JournalBase& base, std::span<const JournalEntry> since = {});
    /// Removes the file: nothing needs to be recovered.
    void discard();

    const std::filesystem::path& path() const;

    /// Only recovery makes a File: it goes on with the journal of a dead process.
    struct File;
    struct Resumed {};
    Journal(Resumed mark, std::unique_ptr<File> file);

private:
    void write(std::span<const std::byte> bytes);

    std::unique_ptr<File> m_file;
};

inline constexpr const char* journalExtension = ".underpaint-journal";

} // namespace underpaint::project
