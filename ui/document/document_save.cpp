// SPDX-License-Identifier: GPL-3.0-or-later
// Saving a document, while its user waits or goes on.
#include "ui/document/document_private.h"
#include "ui/document/project_save.h"

#include "engine/base/error.h"

#include <QMetaObject>

#include <algorithm>
#include <system_error>
#include <utility>

namespace underpaint::ui {

void Document::saveAs(const std::filesystem::path& path, const QImage& picture) {
    finishSaving();
    const auto save = d->takeSave(path, picture);
    save->encode();
    d->guardJournal([&] { d->journal->aboutToSave(path, save->digest()); });
    save->write();
    d->completeSave(*save, d->stack.index(), {});
    Q_EMIT fileStateChanged();
}

void Document::startSaving(const std::filesystem::path& path, const QImage& picture) {
    auto& waiting = d->waitingSaves;
    // The one that waits would write the same.
    std::erase_if(waiting, [&](const Private::WaitingSave& other) { return other.path == path; });
    waiting.push_back({path, picture});
    if (!d->saving) {
        d->startNextSave();
        Q_EMIT fileStateChanged();
    }
}

bool Document::saving() const {
    return d->saving.has_value();
}

void Document::finishSaving() {
    while (d->saving) {
        d->advanceSave(d->saving->number);
    }
}

void Document::Private::startNextSave() {
    saving.reset();
    if (waitingSaves.empty()) {
        return;
    }
    const WaitingSave next = std::move(waitingSaves.front());
    waitingSaves.pop_front();
    saving.emplace();
    saving->save = takeSave(next.path, next.picture);
    saving->cleanIndex = stack.index();
    startWork([](ProjectSave& save) { save.encode(); });
}

void Document::Private::startWork(void (*work)(ProjectSave&)) {
    const std::uint64_t number = ++saveNumber;
    saving->number = number;
    const auto tell = [this, number] {
        // Without the document, which waits for the work when it ends, nobody is called.
        QMetaObject::invokeMethod(
            &document, [this, number] { advanceSave(number); }, Qt::QueuedConnection);
    };
    const auto job = [save = saving->save, work, tell] {
        try {
            work(*save);
        } catch (...) {
            tell();
            throw;
        }
        tell();
    };
    try {
        saving->work = std::async(std::launch::async, job);
    } catch (const std::system_error&) {
        saving->work = std::async(std::launch::deferred, job); // no thread is to be had
        tell();
    }
}

void Document::Private::advanceSave(std::uint64_t number) {
    if (!saving || saving->number != number) {
        return; // finishSaving() was faster
    }
    QString failure;
    try {
        saving->work.get();
        if (!std::exchange(saving->placing, true)) {
            guardJournal([&] {
                journal->aboutToSave(saving->save->path(), saving->save->digest(),
                                     saving->since.size());
            });
            startWork([](ProjectSave& save) { save.write(); });
            return;
        }
    } catch (const Error& error) {
        failure = QString::fromStdString(error.message());
    }
    const RunningSave ended = std::move(*saving);
    startNextSave();
    if (failure.isEmpty()) {
        completeSave(*ended.save, ended.cleanIndex, ended.since);
        Q_EMIT document.saved(QString::fromStdString(ended.save->path().string()));
    } else {
        Q_EMIT document.saveFailed(failure);
    }
    Q_EMIT document.fileStateChanged();
}

void Document::Private::completeSave(const ProjectSave& save, int cleanIndex,
                                     const std::vector<project::JournalEntry>& since) {
    path = save.path();
    fileDigest = save.digest();
    setClean(cleanIndex);
    wasModified = document.modified();
    // Also one that broke begins anew here: the file is its base.
    journalTold = false;
    const project::JournalBase base{document.displayName().toStdString(), path, fileDigest, {}};
    guardJournal([&] { journal->restart(base, since); });
}

} // namespace underpaint::ui
