// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/journal/recovery.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/journal/journal_file.h"
#include "engine/project/journal/journal_format.h"

#include <algorithm>
#include <span>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

bool hasDigest(const fs::path& file, const std::string& digest) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) {
        return false;
    }
    return sha256(MappedFile(file)) == digest;
}

/// From where a journal can be played.
struct StartingPoint {
    fs::path file;
    std::string digest;
    /// Items before this one are in the file already.
    std::size_t firstItem = 0;
    bool found = true;
};

/// The first of the `edits` edits before an item, or as many as there are.
std::size_t itemBefore(const JournalContent& content, std::size_t item, std::uint64_t edits) {
    while (item > 0 && edits > 0) {
        --item;
        edits -= std::holds_alternative<JournalEntry>(content.items[item].what) ? 1 : 0;
    }
    return item;
}

/// The program may have died around a save: the last file that is as the journal says counts.
StartingPoint startingPoint(const JournalContent& content) {
    for (std::size_t i = content.items.size(); i-- > 0;) {
        const auto* save = std::get_if<JournalSave>(&content.items[i].what);
        if (save != nullptr && hasDigest(save->file, save->digest)) {
            return {save->file, save->digest, itemBefore(content, i, save->editsBefore)};
        }
    }
    const JournalBase& base = content.base;
    const bool there =
        !content.baseLost && (base.state.has_value() || hasDigest(base.file, base.digest));
    return {base.file, base.digest, 0, there};
}

std::span<const JournalContent::Item> itemsAfter(const JournalContent& content,
                                                 const StartingPoint& start) {
    return std::span(content.items).subspan(start.firstItem);
}

std::string changedFile(const JournalBase& base) {
    return "the project file " + base.file.string() +
           " is not there any more as it was when the edits were made";
}

/// Why it cannot be played from anywhere.
std::string whyNotFound(const JournalContent& content) {
    return content.baseLost ? "the beginning of the crash journal is damaged, and what its edits "
                              "were made to is lost with it"
                            : changedFile(content.base);
}

RecoverableJournal described(const fs::path& path, const JournalContent& content) {
    const StartingPoint start = startingPoint(content);
    RecoverableJournal entry;
    entry.journal = path;
    entry.name = content.baseLost ? path.stem().string() : content.base.name;
    entry.file = start.file;
    entry.damagedBytes = content.damagedBytes;
    const auto items = itemsAfter(content, start);
    entry.edits = static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [](const JournalContent::Item& item) {
            return std::holds_alternative<JournalEntry>(item.what);
        }));
    if (!start.found) {
        entry.problem = whyNotFound(content);
    } else if (entry.edits == 0 && content.damagedBytes > 0 && !content.torn) {
        entry.problem = std::to_string(content.damagedBytes) +
                        " bytes of it are damaged, and no edit can be read";
    }
    if (!entry.problem.empty()) {
        entry.problem += ". The journal is kept: " + path.string();
    }
    return entry;
}

/// Nothing for a journal that holds no work for sure, which is removed.
std::optional<RecoverableJournal> examine(const fs::path& path, const LockedFile& locked) {
    struct stat status = {};
    if (::fstat(locked.descriptor(), &status) != 0) {
        return std::nullopt;
    }
    RecoverableJournal entry;
    try {
        const auto content = readJournal(MappedFile(path).bytes(), path.string());
        if (content) {
            entry = described(path, *content);
        }
    } catch (const Error& failure) {
        entry = {};
        entry.journal = path;
        entry.name = path.stem().string();
        entry.problem = failure.message();
    }
    entry.modified = status.st_mtime;
    if (entry.edits == 0 && entry.problem.empty()) {
        std::error_code ignored; // it is looked at again at the next start
        fs::remove(path, ignored);
        return std::nullopt;
    }
    return entry;
}

/// Plays the entries of a journal and sorts them into steps, as the undo stack had them.
class Player {
public:
    explicit Player(RecoveredDocument& document)
        : m_document(document), m_sequence(sequenceOf(document.base)) {}

    /// False when the edit does not fit, which a damaged file can bring about.
    bool play(const JournalEntry& entry) {
        scene::AppliedSequenceEdit applied{entry.edit, {}};
        try {
            applied.inverse = m_sequence.apply(entry.edit);
        } catch (const Error&) {
            return false;
        }
        switch (entry.kind) {
        case JournalEntry::Kind::Done:
            done(entry.text, std::move(applied));
            break;
        case JournalEntry::Kind::Undone:
            undone(entry.text, std::move(applied));
            break;
        case JournalEntry::Kind::Redone:
            redone(entry.text, std::move(applied));
            break;
        }
        return true;
    }

private:
    void done(const std::string& text, scene::AppliedSequenceEdit applied) {
        m_document.undone.clear();
        if (m_document.done.empty() || !m_document.done.back().applied.merge(applied)) {
            m_document.done.push_back({text, std::move(applied)});
        }
    }

    void undone(const std::string& text, scene::AppliedSequenceEdit applied) {
        if (!m_document.done.empty()) {
            m_document.undone.push_back(std::move(m_document.done.back()));
            m_document.done.pop_back();
            return;
        }
        // A step from before the last save: the scene without it is the new base.
        m_document.stepsBelowBase = true;
        setFrames(m_document.base, m_sequence);
        if (!m_document.base.history.empty()) {
            m_document.base.history.pop_back();
        }
        m_document.undone.push_back({text, {std::move(applied.inverse), std::move(applied.edit)}});
    }

    void redone(const std::string& text, scene::AppliedSequenceEdit applied) {
        if (!m_document.undone.empty()) {
            m_document.undone.pop_back();
        }
        m_document.done.push_back({text, std::move(applied)});
    }

    RecoveredDocument& m_document;
    scene::Sequence m_sequence;
};

/// A copy beside the journal under a name that no journal has.
fs::path copyOf(const fs::path& journal) {
    fs::path copy;
    for (int number = 1; copy.empty() || fs::exists(copy); ++number) {
        copy = journal.string() + ".damaged-" + std::to_string(number);
    }
    writeFileAtomically(copy, MappedFile(journal).bytes());
    return copy;
}

RecoveredDocument loadBase(const JournalContent& content, const StartingPoint& start) {
    RecoveredDocument document;
    document.name = content.base.name;
    document.file = start.file;
    document.digest = start.digest;
    document.damagedBytes = content.damagedBytes;
    if (start.file.empty()) {
        document.base.state = *content.base.state;
        document.base.laterFrames = content.base.laterFrames;
    } else {
        document.base = readProject(start.file).project;
        document.name = start.file.filename().string();
    }
    return document;
}

} // namespace

std::vector<RecoverableJournal> findJournals(const fs::path& folder) {
    std::vector<fs::path> paths;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        if (it->path().extension() == journalExtension) {
            paths.push_back(it->path());
        }
    }
    std::vector<RecoverableJournal> journals;
    for (const fs::path& path : paths) {
        if (const auto locked = LockedFile::tryOpen(path)) {
            if (auto entry = examine(path, *locked)) {
                journals.push_back(std::move(*entry));
            }
        }
    }
    std::sort(journals.begin(), journals.end(), [](const auto& a, const auto& b) {
        return std::pair(-a.modified, a.journal) < std::pair(-b.modified, b.journal);
    });
    return journals;
}

RecoveredDocument recoverDocument(const fs::path& journal) {
    auto locked = LockedFile::tryOpen(journal);
    if (!locked) {
        throw Error("the crash journal is gone, or another window recovers it", journal.string());
    }
    const auto content = readJournal(MappedFile(journal).bytes(), journal.string());
    if (!content) {
        throw Error("the crash journal holds no edits", journal.string());
    }
    const StartingPoint start = startingPoint(*content);
    if (!start.found) {
        throw Error(whyNotFound(*content), journal.string(),
                    content->baseLost ? "The file is kept where it is"
                                      : "Put the file back to its place and start again");
    }
    RecoveredDocument document = loadBase(*content, start);
    Player player(document);
    std::size_t validBytes = content->validBytes;
    bool keepCopy = content->damagedBytes > 0 && !content->torn;
    for (const JournalContent::Item& item : itemsAfter(*content, start)) {
        const auto* entry = std::get_if<JournalEntry>(&item.what);
        if (entry != nullptr && !player.play(*entry)) {
            validBytes = item.begin;
            document.damagedBytes += content->validBytes - validBytes;
            keepCopy = true;
            break;
        }
    }
    if (keepCopy) {
        document.keptCopy = copyOf(journal);
    }
    document.journal = resumeJournal(journal, std::move(*locked), validBytes);
    return document;
}

bool removeJournal(const fs::path& journal) {
    const auto locked = LockedFile::tryOpen(journal);
    std::error_code code;
    return locked != nullptr && fs::remove(journal, code);
}

} // namespace underpaint::project
