// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"
#include "engine/project/journal/journal.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/effects.h"
#include "engine/scene/sequence.h"
#include "ui/document/document.h"
#include "ui/document/label_thumbnail.h"

#include <QUndoCommand>

#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::ui {

class ProjectSave;

/// Under which the view of a project names the frame that was in view, from 1; the first is not
/// named.
inline constexpr const char* frameKey = "frame";

/// What one step of the undo stack did.
struct DocumentStep {
    scene::AppliedSequenceEdit applied;
    QImage thumbnail;
    /// A file is written from it, perhaps on another thread: it does not change any more.
    bool sealed = false;

    std::size_t byteSize() const;
};

/// A file that is being written on another thread.
struct RunningSave {
    std::shared_ptr<ProjectSave> save;
    /// Of the stack, where the scene is as it is saved; negative: that step is gone.
    int cleanIndex = 0;
    /// What the scene went through since it was taken.
    std::vector<project::JournalEntry> since;
    bool placing = false;     ///< the content is made
    std::uint64_t number = 0; ///< of the work
    std::future<void> work;
};

/// Internal to Document: its state, and the part of its work that the undo commands share.
struct Document::Private {
    /// What an edit changed of what is in view.
    struct Change {
        scene::Effects touched = {}; ///< of the frame that was in view already
        bool moved = false;          ///< another frame is in view
        bool frames = false;         ///< there are other frames
        bool model = false;          ///< another one than that of the frame before
    };

    Private(Document& owner, scene::Sequence scenes);

    /// The frame in view.
    const scene::SceneState& scene() const { return sequence.frame(current); }
    /// An edit of the frame in view as one of the sequence.
    scene::SequenceEdit spread(const scene::Edit& edit) const;
    /// Applies it and brings what it edited into view.
    scene::SequenceEdit applyToFrames(const scene::SequenceEdit& edit, Change& change);
    bool perform(const scene::SequenceEdit& edit, const QString& text);
    /// Applies the edit of an undo or redo step, journals it and announces what it changed.
    void replay(const scene::SequenceEdit& edit, project::JournalEntry::Kind kind,
                const QString& text);
    /// Signals of an edit that was just applied.
    void announce(const Change& change);
    void announce(const scene::Effects& touched);
    void record(project::JournalEntry::Kind kind, const QString& text,
                const scene::SequenceEdit& edit);
    void pushStep(scene::AppliedSequenceEdit applied, const QString& text,
                  const QImage& picture = {});
    /// Makes steps that led to the scene as it is the bottom of the (empty) stack.
    void putBack(std::vector<project::RecoveredStep> steps);
    /// Forgets the oldest steps while they hold more memory than the cap allows.
    void enforceCap();
    void forgetOldest(int count);
    /// Keeps `olderHistory` within what a project file takes.
    void trimHistory();
    /// The scene as it is, to be written.
    std::shared_ptr<ProjectSave> takeSave(const std::filesystem::path& path, const QImage& picture);
    void startNextSave();
    /// The work that `number` names is at its end: the next of it, or the end of the save.
    void advanceSave(std::uint64_t number);
    void startWork(void (*work)(ProjectSave&));
    /// The file is in its place.
    void completeSave(const ProjectSave& save, int cleanIndex,
                      const std::vector<project::JournalEntry>& since);
    void setClean(int index);
    /// What a journal that starts now builds on.
    project::JournalBase journalBase() const;
    /// Runs what writes to the journal, if there is one; its failure is told once and stops
    /// nothing.
    void guardJournal(const std::function<void()>& write);

    Document& document;
    std::uint64_t id;
    scene::Sequence sequence;
    std::size_t current = 0; ///< the frame in view
    std::uint64_t revision = 0;
    scene::Capabilities capabilities = scene::everyCapability();
    LabelThumbnail thumbnail;
    std::uint64_t nextGesture = 1;

    std::filesystem::path path;
    QString suggestedName;
    /// Edits from before the oldest step of the stack.
    std::vector<std::shared_ptr<const project::HistoryEntry>> olderHistory;
    std::uint64_t forgottenHistory = 0;
    std::map<std::string, std::string> view;
    std::unique_ptr<project::Journal> journal;
    bool journalTold = false;
    /// The digest of the file at `path` as it was read or written, for the journal.
    std::string fileDigest;

    std::optional<RunningSave> saving;
    struct WaitingSave {
        std::filesystem::path path;
        QImage picture;
    };
    std::deque<WaitingSave> waitingSaves;
    std::uint64_t saveNumber = 0;

    std::size_t undoCap = defaultUndoBytes;
    std::size_t undoBytes = 0;
    /// Commands are moved between places of the stack and shall not touch the scene.
    bool rearranging = false;
    /// Steps are put back: nothing is journalled or announced.
    bool recovering = false;
    bool wasModified = false;
    int restored = 0; ///< steps that came from the file
    /// Last, so that its commands die while the counters live.
    QUndoStack stack;
};

/// A step on the undo stack. The edit was applied before the command was pushed.
class Document::Command final : public QUndoCommand {
public:
    Command(Private& document, std::shared_ptr<DocumentStep> step, const QString& text);
    ~Command() override;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* other) override;

    const std::shared_ptr<DocumentStep>& step() const { return m_step; }

private:
    Private& m_document;
    std::shared_ptr<DocumentStep> m_step;
    std::size_t m_bytes = 0;
    bool m_applied = true;
};

} // namespace underpaint::ui
