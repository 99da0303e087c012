// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a document and its crash journal.
#include "ui/document/document_private.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/project/recovery.h"
#include "engine/project/sha256.h"
#include "engine/scene/edit_codec.h"

#include <algorithm>
#include <utility>

namespace underpaint::ui {

using project::JournalEntry;

namespace {

Image toImage(const QImage& picture) {
    if (picture.isNull()) {
        return {};
    }
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    Image image(rgb.width(), rgb.height(), 3, 0);
    for (int y = 0; y < rgb.height(); ++y) {
        std::copy_n(rgb.constScanLine(y), image.row(y).size(), image.row(y).begin());
    }
    return image;
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
    project::OpenedProject opened = project::readProject(path);
    const auto history = std::exchange(opened.project.history, {});
    const std::uint64_t forgotten = opened.project.forgottenHistory;
    auto document = documentOf(std::move(opened.project), parent);
    document->d->olderHistory = history;
    document->d->forgottenHistory = forgotten;
    document->d->path = path;
    document->d->fileDigest = opened.digest;
    return document;
}

void Document::saveAs(const std::filesystem::path& path, const QImage& thumbnail) {
    project::Project project;
    project.state = scene();
    project.history = d->history();
    project.forgottenHistory = d->forgottenHistory;
    project.view = d->view;
    project.thumbnail = toImage(thumbnail);
    const std::vector<std::byte> bytes = project::encodeProject(project);
    std::string digest = project::sha256(bytes);
    d->guardJournal([&] { d->journal->aboutToSave(path, digest); });
    writeFileAtomically(path, bytes);
    d->path = path;
    d->fileDigest = std::move(digest);
    d->wasModified = false; // so that this is announced once, below
    d->stack.setClean();
    // Also one that broke begins anew here: the file is its base.
    d->journalTold = false;
    d->guardJournal([&] { d->journal->restart(d->journalBase()); });
    Q_EMIT fileStateChanged();
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
    guardJournal([&] { journal->append({kind, text.toStdString(), edit}); });
}

void Document::startJournal(const std::filesystem::path& folder) {
    d->journal = std::make_unique<project::Journal>(folder, d->journalBase());
    d->journalTold = false;
}

void Document::discardJournal() {
    if (d->journal) {
        d->journal->discard();
        d->journal.reset();
    }
}

std::unique_ptr<Document> Document::recover(const std::filesystem::path& journal, QObject* parent) {
    project::RecoveredDocument recovered = project::recoverDocument(journal);
    const auto history = std::exchange(recovered.base.history, {});
    const std::uint64_t forgotten = recovered.base.forgottenHistory;
    auto document = documentOf(std::move(recovered.base), parent);
    Private& d = *document->d;
    d.olderHistory = history;
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
