// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a document and its crash journal.
#include "ui/document/document_private.h"

#include "engine/base/error.h"
#include "engine/project/recovery.h"
#include "ui/document/work_pool.h"

#include <QThreadPool>

#include <iterator>
#include <utility>

namespace underpaint::ui {

using project::JournalEntry;

namespace {

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
    return d->path.empty() ? tr("Untitled") : QString::fromStdString(d->path.filename().string());
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
    document->d->olderHistory = shared(std::move(history));
    document->d->forgottenHistory = forgotten;
    document->d->path = path;
    document->d->fileDigest = read.digest;
    return document;
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
