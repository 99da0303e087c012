// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a document and its crash journal.
#include "ui/document/document_private.h"

#include "engine/base/error.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/sequence_codec.h"
#include "ui/document/work_pool.h"

#include <QThreadPool>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace underpaint::ui {

using project::JournalEntry;

namespace {

/// The last steps of a history that can be undone from these frames, oldest first. The file may say
/// anything: only what leads back and here again is believed.
std::vector<project::RecoveredStep>
undoableSteps(const scene::Sequence& now, const std::vector<project::HistoryEntry>& history) {
    std::vector<project::RecoveredStep> steps;
    scene::Sequence past = now;
    try {
        for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
            if (entry->inverse.empty()) {
                break;
            }
            const scene::Sequence after = past;
            scene::AppliedSequenceEdit applied{scene::parseSequenceEdit(entry->edit),
                                               scene::parseSequenceEdit(entry->inverse)};
            past.apply(applied.inverse);
            scene::Sequence again = past;
            again.apply(applied.edit);
            if (!(again == after)) {
                break;
            }
            steps.push_back({entry->text, std::move(applied)});
        }
    } catch (const Error&) {
        // An edit that does not fit: what was found so far can be undone.
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

/// The frame whose picture tells what an edit did.
std::size_t pictureFrame(const scene::SequenceEdit& edit, std::size_t frames) {
    std::size_t frame = 0;
    if (const auto* one = std::get_if<scene::FrameEdit>(&edit)) {
        frame = one->frame;
    } else if (const auto* several = std::get_if<scene::EditFrames>(&edit)) {
        frame = several->edits.empty() ? 0 : several->edits.front().frame;
    } else if (const auto* added = std::get_if<scene::InsertFrames>(&edit)) {
        frame = added->at;
    } else {
        frame = std::get<scene::RemoveFrames>(edit).first;
    }
    return std::min(frame, frames - 1);
}

std::vector<std::shared_ptr<const project::HistoryEntry>>
shared(std::vector<project::HistoryEntry>&& history) {
    std::vector<std::shared_ptr<const project::HistoryEntry>> entries;
    for (project::HistoryEntry& entry : history) {
        entries.push_back(std::make_shared<const project::HistoryEntry>(std::move(entry)));
    }
    return entries;
}

std::unique_ptr<Document> documentOf(project::Project&& project, QObject* parent) {
    auto document = std::make_unique<Document>(project::sequenceOf(project), parent);
    if (const auto frame = project.view.find(frameKey); frame != project.view.end()) {
        std::uint64_t number = 0;
        const std::string& text = frame->second;
        std::from_chars(text.data(), text.data() + text.size(), number);
        document->setCurrentFrame(number > 0 ? number - 1 : 0);
        project.view.erase(frame);
    }
    document->setViewState(std::move(project.view));
    return document;
}

} // namespace

const std::filesystem::path& Document::path() const {
    return d->path;
}

QString Document::displayName() const {
    if (!d->path.empty()) {
        return QString::fromStdString(d->path.filename().string());
    }
    return d->suggestedName.isEmpty() ? tr("Untitled") : d->suggestedName;
}

const QString& Document::suggestedName() const {
    return d->suggestedName;
}

void Document::setSuggestedName(const QString& name) {
    d->suggestedName = name;
}

bool Document::modified() const {
    return !d->stack.isClean();
}

const std::string& Document::fileDigest() const {
    return d->fileDigest;
}

const std::map<std::string, std::string>& Document::viewState() const {
    return d->view;
}

void Document::setViewState(std::map<std::string, std::string> view) {
    d->view = std::move(view);
}

std::uint64_t Document::forgottenHistory() const {
    return d->forgottenHistory;
}

std::unique_ptr<Document> Document::open(const std::filesystem::path& path, QObject* parent) {
    return opened(project::readProject(path), path, parent);
}

std::unique_ptr<Document> Document::opened(project::OpenedProject&& read,
                                           const std::filesystem::path& path, QObject* parent) {
    auto history = std::exchange(read.project.history, {});
    const std::uint64_t forgotten = read.project.forgottenHistory;
    auto document = documentOf(std::move(read.project), parent);
    std::vector<project::RecoveredStep> steps = undoableSteps(document->sequence(), history);
    history.resize(history.size() - steps.size());
    document->d->olderHistory = shared(std::move(history));
    document->d->putBack(std::move(steps));
    document->d->forgottenHistory = forgotten;
    document->d->path = path;
    document->d->fileDigest = read.digest;
    return document;
}

void Document::Private::putBack(std::vector<project::RecoveredStep> steps) {
    // Their pictures are of the frame that they were made in, as it was then.
    scene::Sequence past(sequence);
    std::size_t pictured = current;
    std::vector<QImage> pictures;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const std::size_t frame = pictureFrame(step->applied.edit, past.frames());
        if (std::exchange(pictured, frame) != frame) {
            thumbnail.restart(past.frame(frame));
        }
        pictures.push_back(thumbnail.image());
        const scene::Edit* own = scene::editOfFrame(step->applied.inverse, frame);
        const Rect region =
            own != nullptr ? scene::effects(*own, past.frame(frame), {}).view : Rect();
        past.apply(step->applied.inverse);
        if (own != nullptr) {
            thumbnail.update(past.frame(frame), region);
        } else {
            pictured = past.frames(); // none: they have moved
        }
    }
    recovering = true;
    for (project::RecoveredStep& step : steps) {
        nextGesture = std::max(nextGesture, scene::gestureOf(step.applied.edit) + 1);
        pushStep(std::move(step.applied), QString::fromStdString(step.text), pictures.back());
        pictures.pop_back();
    }
    recovering = false;
    restored = static_cast<int>(steps.size());
    thumbnail.restart(scene());
    stack.setClean();
    wasModified = document.modified();
    enforceCap();
}

bool Document::hasOlderSteps() const {
    return d->restored > 0;
}

project::JournalBase Document::Private::journalBase() const {
    project::JournalBase base;
    base.name = document.displayName().toStdString();
    if (!path.empty() && !document.modified()) {
        base.file = path;
        base.digest = fileDigest;
    } else {
        base.state = sequence.frame(0);
        base.laterFrames = sequence.states();
        base.laterFrames.erase(base.laterFrames.begin());
    }
    return base;
}

void Document::Private::guardJournal(const std::function<void()>& write) {
    if (journal == nullptr) {
        return;
    }
    try {
        write();
    } catch (const Error& failure) {
        if (!std::exchange(journalTold, true)) {
            Q_EMIT document.journalFailed(QString::fromStdString(failure.message()));
        }
    }
}

void Document::Private::record(JournalEntry::Kind kind, const QString& text,
                               const scene::SequenceEdit& edit) {
    JournalEntry entry{kind, text.toStdString(), edit};
    guardJournal([&] { journal->append(entry); });
    if (saving) {
        saving->since.push_back(std::move(entry));
    }
}

void Document::startJournal(const std::filesystem::path& folder) {
    startJournal(std::make_unique<project::Journal>(folder, d->journalBase()));
}

void Document::startJournal(std::unique_ptr<project::Journal> journal) {
    d->journal = std::move(journal);
    d->journalTold = false;
}

void Document::discardJournal() {
    finishSaving();
    if (d->journal) {
        d->journal->discard();
        // Its end waits for the disk, which is nobody's business any more.
        workPool().start([last = std::shared_ptr<project::Journal>(std::move(d->journal))] {});
    }
}

std::unique_ptr<Document> Document::recover(project::RecoveredDocument recovered, QObject* parent) {
    auto history = std::exchange(recovered.base.history, {});
    const std::uint64_t forgotten = recovered.base.forgottenHistory;
    auto document = documentOf(std::move(recovered.base), parent);
    Private& d = *document->d;
    d.olderHistory = shared(std::move(history));
    d.forgottenHistory = forgotten;
    d.path = recovered.file;
    d.fileDigest = recovered.digest;
    const auto done = static_cast<int>(recovered.done.size());
    std::vector<project::RecoveredStep> steps = std::move(recovered.done);
    std::move(recovered.undone.rbegin(), recovered.undone.rend(), std::back_inserter(steps));
    // A step is never merged into another here: what belongs together already is one.
    d.recovering = true;
    for (project::RecoveredStep& step : steps) {
        Private::Change change;
        d.applyToFrames(step.applied.edit, change);
        d.nextGesture = std::max(d.nextGesture, scene::gestureOf(step.applied.edit) + 1);
        d.pushStep(std::move(step.applied), QString::fromStdString(step.text));
    }
    d.stack.setIndex(done);
    d.recovering = false;
    d.thumbnail.restart(d.scene());
    if (recovered.stepsBelowBase) {
        d.stack.resetClean();
    }
    d.wasModified = document->modified();
    d.enforceCap();
    const QString name = QString::fromStdString(recovered.name);
    if (recovered.file.empty() && name != document->displayName()) {
        d.suggestedName = name;
    }
    d.journal = std::move(recovered.journal);
    return document;
}

} // namespace underpaint::ui
