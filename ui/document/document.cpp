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

Document::Private::Private(Document& owner, scene::Sequence scenes)
    : document(owner),
      id(nextDocumentId()),
      sequence(std::move(scenes)),
      thumbnail(sequence.frame(0)) {}

Document::Document(scene::SceneState state, QObject* parent)
    : Document(scene::Sequence(std::move(state)), parent) {}

Document::Document(scene::Sequence sequence, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(sequence))) {
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
    return d->scene();
}

std::size_t Document::currentFrame() const {
    return d->current;
}

const scene::Sequence& Document::sequence() const {
    return d->sequence;
}

void Document::setCurrentFrame(std::size_t frame) {
    frame = std::min(frame, frames() - 1);
    if (frame == d->current) {
        return;
    }
    const std::string model = scene().modelId;
    if (scene().referencePhoto) {
        scene().referencePhoto->rest(); // it is out of view
    }
    d->current = frame;
    ++d->revision;
    d->thumbnail.restart(scene());
    d->announce({.touched = {}, .moved = true, .frames = false, .model = model != scene().modelId});
}

std::uint64_t Document::revision() const {
    return d->revision;
}

scene::SceneSnapshot Document::snapshot() const {
    return d->sequence.snapshot(d->current, d->revision);
}

void Document::setCapabilities(const scene::Capabilities& capabilities) {
    d->capabilities = capabilities;
}

bool Document::apply(const scene::Edit& edit, const QString& text) {
    return !edit.empty() && d->perform(d->spread(edit), text);
}

bool Document::applyFrames(const scene::SequenceEdit& edit, const QString& text) {
    return !scene::isEmpty(edit) && d->perform(edit, text);
}

bool Document::Private::perform(const scene::SequenceEdit& edit, const QString& text) {
    Change change;
    scene::AppliedSequenceEdit applied{edit, applyToFrames(edit, change)};
    record(JournalEntry::Kind::Done, text, edit);
    nextGesture = std::max(nextGesture, scene::gestureOf(edit) + 1);
    pushStep(std::move(applied), text);
    enforceCap();
    announce(change);
    return true;
}

std::uint64_t Document::newGesture() {
    return d->nextGesture++;
}

void Document::Private::replay(const scene::SequenceEdit& edit, JournalEntry::Kind kind,
                               const QString& text) {
    Change change;
    applyToFrames(edit, change);
    if (!recovering) {
        record(kind, text, edit);
        announce(change);
    }
}

void Document::Private::announce(const Change& change) {
    if (change.frames) {
        Q_EMIT document.framesChanged();
    }
    if (!change.moved) {
        announce(change.touched);
        return;
    }
    scene::Effects all = change.touched;
    all.view = scene().bounds();
    all.photo = scene().bounds();
    all.styles = true;
    all.base = true;
    all.model = all.model || change.model;
    Q_EMIT document.currentFrameChanged();
    announce(all);
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
        Q_EMIT document.modelChanged(QString::fromStdString(scene().modelId));
    }
    if (touched.base) {
        Q_EMIT document.baseChanged();
    }
    const Rect shown = touched.view.intersected(scene().bounds());
    if (!shown.empty()) {
        Q_EMIT document.regionChanged(toQt(shown));
    }
    const Rect painted = touched.photo.intersected(scene().bounds());
    if (!painted.empty()) {
        Q_EMIT document.regionEdited(toQt(painted), revision);
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
