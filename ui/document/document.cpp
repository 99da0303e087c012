// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "ui/document/document_private.h"

#include <QRect>
#include <QSignalBlocker>

#include <algorithm>
#include <atomic>
#include <variant>

namespace underpaint::ui {

using project::JournalEntry;

namespace {

/// What the listeners of a document are told about an edit.
struct Change {
    bool maps = false;
    bool labelSet = false;
    bool styles = false;
    bool model = false;
    Rect shown;  ///< looks different in the label view
    Rect edited; ///< the photo is out of date there

    void gather(const scene::Edit& edit, const scene::SceneState& state) {
        if (const auto* group = std::get_if<scene::EditGroup>(&edit.kind)) {
            for (const scene::Edit& member : group->edits) {
                gather(member, state);
            }
            return;
        }
        const auto is = [&]<class... Kind>(std::type_identity<Kind>...) {
            return (std::holds_alternative<Kind>(edit.kind) || ...);
        };
        const Rect everything = state.bounds();
        if (const auto* paint = std::get_if<scene::PaintPixels>(&edit.kind)) {
            shown = shown.united(paint->region());
            edited = edited.united(paint->region());
            return;
        }
        if (const auto* replaced = std::get_if<scene::ReplaceMaps>(&edit.kind)) {
            maps = true;
            labelSet = labelSet || replaced->labelSet.has_value();
            shown = everything;
        }
        if (is(std::type_identity<scene::RenameLabel>{}, std::type_identity<scene::RecolourLabel>{},
               std::type_identity<scene::ReplaceLabelSet>{})) {
            labelSet = true;
            shown = is(std::type_identity<scene::RenameLabel>{}) ? shown : everything;
        }
        if (is(std::type_identity<scene::SetReferencePhoto>{})) {
            shown = everything;
        }
        styles = styles || is(std::type_identity<scene::SetStyle>{});
        model = model || is(std::type_identity<scene::SetModel>{});
        edited = edit.affectsPhoto() ? everything : edited;
    }
};

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

bool Document::apply(const scene::Edit& edit, const QString& text) {
    if (edit.empty()) {
        return false;
    }
    scene::AppliedEdit applied{edit, d->scene.apply(edit)};
    d->record(JournalEntry::Kind::Done, text, edit);
    d->nextGesture = std::max(d->nextGesture, edit.gesture + 1);
    Change change;
    change.gather(edit, scene());
    d->thumbnail.update(scene(), change.shown);
    d->pushStep(std::move(applied), text);
    d->enforceCap();
    d->announce(edit);
    return true;
}

std::uint64_t Document::newGesture() {
    return d->nextGesture++;
}

void Document::Private::replay(const scene::Edit& edit, JournalEntry::Kind kind,
                               const QString& text) {
    scene.apply(edit);
    if (recovering) {
        return;
    }
    record(kind, text, edit);
    Change change;
    change.gather(edit, *scene);
    thumbnail.update(*scene, change.shown);
    announce(edit);
}

void Document::Private::announce(const scene::Edit& edit) {
    Change change;
    change.gather(edit, *scene);
    if (change.labelSet) {
        Q_EMIT document.labelSetChanged();
    }
    if (change.maps) {
        Q_EMIT document.mapsReplaced();
    }
    if (change.styles) {
        Q_EMIT document.stylesChanged();
    }
    if (change.model) {
        Q_EMIT document.modelChanged(QString::fromStdString(scene->modelId));
    }
    if (!change.shown.empty()) {
        Q_EMIT document.regionChanged(toQt(change.shown));
    }
    if (!change.edited.empty()) {
        Q_EMIT document.regionEdited(toQt(change.edited), scene.revision());
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
