// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a document and its crash journal.
#include "ui/document/document_private.h"

#include "engine/base/error.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/edit_codec.h"
#include "ui/document/work_pool.h"

#include <QThreadPool>

#include <algorithm>
#include <iterator>
#include <utility>

namespace underpaint::ui {

using project::JournalEntry;

namespace {

/// The last steps of a history that can be undone from this scene, oldest first. The file may say
/// anything: only what leads back and here again is believed.
std::vector<project::RecoveredStep>
undoableSteps(const scene::SceneState& now, const std::vector<project::HistoryEntry>& history) {
    std::vector<project::RecoveredStep> steps;
    scene::Scene scene(now);
    try {
        for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
            if (entry->inverse.empty()) {
                break;
            }
            const scene::SceneState after = scene.state();
            scene::AppliedEdit applied{scene::parse(entry->edit), scene::parse(entry->inverse)};
            scene.apply(applied.inverse);
            scene::Scene again(scene.state());
            again.apply(applied.edit);
            if (!(again.state() == after)) {
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

std::vector<std::shared_ptr<const project::HistoryEntry>>
shared(std::vector<project::HistoryEntry>&& history) {
    std::vector<std::shared_ptr<const project::HistoryEntry>> entries;
    for (project::HistoryEntry& entry : history) {
        entries.push_back(std::make_shared<const project::HistoryEntry>(std::move(entry)));
    }
    return entries;
}

std::unique_ptr<Document> documentOf(project::Project&& project, QObject* parent) {
    auto document = std::make_unique<Document>(std::move(project.state), parent);
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
    std::vector<project::RecoveredStep> steps = undoableSteps(document->scene(), history);
    history.resize(history.size() - steps.size());
    document->d->olderHistory = shared(std::move(history));
    document->d->putBack(std::move(steps));
    document->d->forgottenHistory = forgotten;
    document->d->path = path;
    document->d->fileDigest = read.digest;
    return document;
}

void Document::Private::putBack(std::vector<project::RecoveredStep> steps) {
    // Their pictures are of the scene as it was then.
    scene::Scene past(*scene);
    std::vector<QImage> pictures;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        pictures.push_back(thumbnail.image());
        const Rect region = scene::effects(step->applied.inverse, *past, {}).view;
        past.apply(step->applied.inverse);
        thumbnail.update(*past, region);
    }
    recovering = true;
    for (project::RecoveredStep& step : steps) {
        nextGesture = std::max(nextGesture, step.applied.edit.gesture + 1);
        pushStep(std::move(step.applied), QString::fromStdString(step.text), pictures.back());
        pictures.pop_back();
    }
    recovering = false;
    restored = static_cast<int>(steps.size());
    thumbnail.restart(*scene);
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
        base.state = *scene;
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
                               const scene::Edit& edit) {
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
        d.scene.apply(step.applied.edit);
        d.nextGesture = std::max(d.nextGesture, step.applied.edit.gesture + 1);
        d.thumbnail.restart(*d.scene);
        d.pushStep(std::move(step.applied), QString::fromStdString(step.text));
    }
    d.stack.setIndex(done);
    d.recovering = false;
    d.thumbnail.restart(*d.scene);
    if (recovered.stepsBelowBase) {
        d.stack.resetClean();
    }
    d.wasModified = document->modified();
    d.enforceCap();
    d.journal = std::move(recovered.journal);
    return document;
}

} // namespace underpaint::ui
