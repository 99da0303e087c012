// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "ui/document/document_private.h"

#include <QRect>
#include <QSignalBlocker>

#include <algorithm>
#include <atomic>

namespace underpaint::ui {

using project::JournalEntry;

namespace {

std::uint64_t nextDocumentId() {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

QRect toQt(Rect rect) {
    return {rect.x, rect.y, rect.width, rect.height};
}

} // namespace

Document::Private::Private(Document& owner, scene::SceneState state)
    : document(owner), id(nextDocumentId()), scene(std::move(state)), thumbnail(*scene) {}

Document::Document(scene::SceneState state, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(state))) {
    connect(&d->stack, &QUndoStack::cleanChanged, this, [this] {
        if (const bool now = modified(); now != d->wasModified) {
            d->wasModified = now;
            Q_EMIT fileStateChanged();
        }
    });
}

Document::~Document() {
    // The stack announces its end, which nobody wants to hear from half a document: not this one,
    // nor a window whose selection has gone already.
    d->stack.blockSignals(true);
    // What the user saved is saved; nobody is left to be told.
    const QSignalBlocker blocker(this);
    finishSaving();
}

std::uint64_t Document::id() const {
    return d->id;
}

const scene::SceneState& Document::scene() const {
    return *d->scene;
}

std::uint64_t Document::revision() const {
    return d->scene.revision();
}

scene::SceneSnapshot Document::snapshot() const {
    return d->scene.snapshot();
}

void Document::setCapabilities(const scene::Capabilities& capabilities) {
    d->capabilities = capabilities;
}

bool Document::apply(const scene::Edit& edit, const QString& text) {
    if (edit.empty()) {
        return false;
    }
    const scene::Effects touched = scene::effects(edit, scene(), d->capabilities);
    scene::AppliedEdit applied{edit, d->scene.apply(edit)};
    d->record(JournalEntry::Kind::Done, text, edit);
    d->nextGesture = std::max(d->nextGesture, edit.gesture + 1);
    d->thumbnail.update(scene(), touched.view);
    d->pushStep(std::move(applied), text);
    d->enforceCap();
    d->announce(touched);
    return true;
}

std::uint64_t Document::newGesture() {
    return d->nextGesture++;
}

void Document::Private::replay(const scene::Edit& edit, JournalEntry::Kind kind,
                               const QString& text) {
    if (recovering) {
        scene.apply(edit);
        return;
    }
    const scene::Effects touched = scene::effects(edit, *scene, capabilities);
    scene.apply(edit);
    record(kind, text, edit);
    thumbnail.update(*scene, touched.view);
    announce(touched);
}

void Document::Private::announce(const scene::Effects& touched) {
    if (touched.labelSet) {
        Q_EMIT document.labelSetChanged();
    }
    if (touched.maps) {
        Q_EMIT document.mapsReplaced();
    }
    if (touched.styles) {
        Q_EMIT document.stylesChanged();
    }
    if (touched.model) {
        Q_EMIT document.modelChanged(QString::fromStdString(scene->modelId));
    }
    if (touched.base) {
        Q_EMIT document.baseChanged();
    }
    const Rect shown = touched.view.intersected(scene->bounds());
    if (!shown.empty()) {
        Q_EMIT document.regionChanged(toQt(shown));
    }
    const Rect painted = touched.photo.intersected(scene->bounds());
    if (!painted.empty()) {
        Q_EMIT document.regionEdited(toQt(painted), scene.revision());
    }
}

QImage Document::thumbnail(int index) const {
    if (index < 0 || index >= d->stack.count()) {
        return {};
    }
    return static_cast<const Command*>(d->stack.command(index))->step()->thumbnail;
}

QUndoStack& Document::undoStack() {
    return d->stack;
}

const QUndoStack& Document::undoStack() const {
    return d->stack;
}

void Document::setUndoCap(std::size_t bytes) {
    d->undoCap = bytes;
    d->enforceCap();
}

std::size_t Document::undoBytes() const {
    return d->undoBytes;
}

} // namespace underpaint::ui
