// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/capabilities.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"
#include "engine/scene/sequence.h"

#include <QImage>
#include <QObject>
#include <QString>
#include <QUndoStack>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace underpaint::project {
class Journal;
struct OpenedProject;
struct RecoveredDocument;
} // namespace underpaint::project

namespace underpaint::ui {

/// A sequence of scenes that is being edited, mostly of one, with its undo stack, its file and its
/// crash journal. One frame is in view: the scene that everything else works on. Every change goes
/// through apply() or applyFrames(): one path for painting, styles, loading maps and undo, so that
/// each of them is journalled, undoable and announced.
class Document : public QObject {
    Q_OBJECT

public:
    /// Default cap of the undo stack's own memory, in bytes.
    static constexpr std::size_t defaultUndoBytes = std::size_t{512} << 20;

    explicit Document(scene::SceneState state, QObject* parent = nullptr);
    /// Shows the first frame.
    explicit Document(scene::Sequence sequence, QObject* parent = nullptr);
    ~Document() override;

    /// Never the same for two documents of a process: results of renders carry it.
    std::uint64_t id() const;
    /// The frame in view, its number, and all of them.
    /// @{
    const scene::SceneState& scene() const;
    std::size_t currentFrame() const;
    const scene::Sequence& sequence() const;
    std::size_t frames() const { return sequence().frames(); }
    /// @}
    /// Brings a frame into view; no step of the undo stack. Numbers beyond the last are the last.
    void setCurrentFrame(std::size_t frame);
    /// Of what is in view: grows with every edit, and with every change of the frame.
    std::uint64_t revision() const;
    /// Of the frame in view, with that revision.
    scene::SceneSnapshot snapshot() const;
    /// Of the model whose photo is shown: regionEdited() tells of edits that it sees. At first
    /// every edit is.
    void setCapabilities(const scene::Capabilities& capabilities);

    /// Applies an edit and makes it a step of the undo stack, merged into the last step when both
    /// are of one gesture. `text` names the step in the history ("Brush: car"). False, with nothing
    /// changed, when the edit is empty. Throws Error when it does not fit the scene.
    ///
    /// The edit belongs to the frame in view, but for what a sequence has as a whole: model,
    /// classes, seed, code, and what instances wear, which are set in every frame.
    bool apply(const scene::Edit& edit, const QString& text);
    /// The same for frames. What was edited comes into view.
    bool applyFrames(const scene::SequenceEdit& edit, const QString& text);
    /// The frames before what was painted by hand, as far as the stack tells: back to where frames
    /// came or went, or several were painted in one step.
    scene::Sequence beforeHandEdits() const;
    /// A number for Edit::gesture that was not used before.
    std::uint64_t newGesture();
    /// Steps of the stack have a thumbnail of the label view for the history dock; null when the
    /// step is not there any more. `index` counts as in QUndoStack::text().
    QImage thumbnail(int index) const;

    QUndoStack& undoStack();
    const QUndoStack& undoStack() const;
    /// Steps beyond the cap are forgotten, oldest first. In bytes.
    /// @{
    void setUndoCap(std::size_t bytes);
    std::size_t undoBytes() const;
    /// @}

    /// The project file; empty while there is none.
    const std::filesystem::path& path() const;
    /// File name, suggested name or "Untitled", without the mark for unsaved changes.
    QString displayName() const;
    /// What a scene without a file is called after, such as the photo that it was made from; names
    /// its file when it gets one. Without an ending.
    /// @{
    const QString& suggestedName() const;
    void setSuggestedName(const QString& name);
    /// @}
    bool modified() const;
    /// What `path()` is known to hold: the digest of what was last read or written there. Empty
    /// while there is no file.
    const std::string& fileDigest() const;

    /// Opens a project file as a new document. Throws Error.
    static std::unique_ptr<Document> open(const std::filesystem::path& path,
                                          QObject* parent = nullptr);
    /// The same when the file was read already, which another thread can do.
    static std::unique_ptr<Document> opened(project::OpenedProject&& read,
                                            const std::filesystem::path& path,
                                            QObject* parent = nullptr);
    /// Writes the project atomically and restarts the journal from it. `picture` becomes the
    /// thumbnail that file managers and the recent-files list show, scaled down when it is large.
    /// Throws Error; the old file is then untouched.
    void saveAs(const std::filesystem::path& path, const QImage& picture = {});
    /// The same on a thread of its own, returning at once: the file gets the scene as it is now,
    /// and modified() ends when it is safely there, unless there were edits since. saved() or
    /// saveFailed() tells. While a file is written, the next one waits for its turn and gets the
    /// scene as it is then.
    void startSaving(const std::filesystem::path& path, const QImage& picture = {});
    bool saving() const;
    /// Returns when nothing is being saved or waits for it any more, for good or ill.
    void finishSaving();

    /// What the journal of a dead program held (project::recoverDocument()); goes on with that
    /// journal. Undo works back to the last save. Throws Error.
    static std::unique_ptr<Document> recover(project::RecoveredDocument recovered,
                                             QObject* parent = nullptr);

    /// How the editor shows the document, by keys of its own; saved in the project, no part of the
    /// undo stack, and a change alone does not make the document modified().
    /// @{
    const std::map<std::string, std::string>& viewState() const;
    void setViewState(std::map<std::string, std::string> view);
    /// @}
    /// The bottom of the undo stack came with the file.
    bool hasOlderSteps() const;
    /// Oldest edits that the project file had no room for; `replay` does without them.
    std::uint64_t forgottenHistory() const;

    /// Starts a journal in this folder (made when absent). From now on every applied edit is on
    /// its way to the disk before apply() returns. Throws Error.
    void startJournal(const std::filesystem::path& folder);
    /// The same with a journal that builds on the scene as it is, for one that takes long to make.
    void startJournal(std::unique_ptr<project::Journal> journal);
    /// Ends and removes the journal: the user closed the document knowingly.
    void discardJournal();

Q_SIGNALS:
    /// The pixels of this rectangle look different, for whatever reason (edit, undo, redo, load):
    /// repaint.
    void regionChanged(const QRect& region);
    /// The photo is out of date there: schedule a render. Not emitted for edits that the model does
    /// not see.
    void regionEdited(const QRect& region, quint64 revision);
    /// Another frame is in view; what looks different is told by the other signals, too.
    void currentFrameChanged();
    /// Frames were inserted or removed.
    void framesChanged();
    /// Other maps, of another size perhaps; not for another frame.
    void mapsReplaced();
    void labelSetChanged();
    void stylesChanged();
    void modelChanged(const QString& modelId);
    /// The reference photo is another one, or other parts of it are kept.
    void baseChanged();
    /// Path, name, modified() or saving() changed.
    void fileStateChanged();
    /// The ends of startSaving(); saving() is true if the next one has begun.
    /// @{
    void saved(const QString& file);
    void saveFailed(const QString& message);
    /// @}
    /// The journal cannot be written any more (disk full …); painting goes on. Emitted once.
    void journalFailed(const QString& message);

private:
    class Command;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace underpaint::ui
