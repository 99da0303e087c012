// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of the frames of a document.
#include "ui/document/document_private.h"

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

/// What a sequence has as a whole: what an edit of one frame would set there alone looks different
/// from frame to frame, or does not fit.
bool isOfEveryFrame(const scene::Edit& edit) {
    return std::visit(
        []<class T>(const T&) {
            return !std::is_same_v<T, scene::PaintPixels> &&
                   !std::is_same_v<T, scene::ReplaceMaps> && !std::is_same_v<T, scene::SetPins> &&
                   !std::is_same_v<T, scene::SetReferencePhoto> &&
                   !std::is_same_v<T, scene::SetPhotoMaps> && !std::is_same_v<T, scene::EditGroup>;
        },
        edit.kind);
}

/// The part of an edit that another frame takes, too.
scene::Edit partFor(const scene::SceneState& frame, const scene::Edit& edit) {
    scene::EditGroup none;
    if (const auto* group = std::get_if<scene::EditGroup>(&edit.kind)) {
        scene::EditGroup part;
        for (const scene::Edit& member : group->edits) {
            if (scene::Edit own = partFor(frame, member); !own.empty()) {
                part.edits.push_back(std::move(own));
            }
        }
        return {std::move(part), edit.gesture};
    }
    if (!isOfEveryFrame(edit)) {
        return {std::move(none)};
    }
    // Exemplars may have been given to one frame alone.
    if (const auto* removed = std::get_if<scene::RemoveExemplar>(&edit.kind)) {
        return frame.findExemplar(removed->id) != nullptr ? edit : scene::Edit{std::move(none)};
    }
    if (const auto* rules = std::get_if<scene::SetExemplarRules>(&edit.kind)) {
        return frame.findExemplar(rules->exemplarId) != nullptr ? edit
                                                                : scene::Edit{std::move(none)};
    }
    if (const auto* maps = std::get_if<scene::SetExemplarMaps>(&edit.kind)) {
        return frame.findExemplar(maps->exemplarId) != nullptr ? edit
                                                               : scene::Edit{std::move(none)};
    }
    return edit;
}

/// The frame to be seen after an edit, of those that there are then.
std::size_t frameSeenAfter(const scene::SequenceEdit& edit, std::size_t current,
                           std::size_t frames) {
    if (const auto* one = std::get_if<scene::FrameEdit>(&edit)) {
        return one->frame;
    }
    if (const auto* several = std::get_if<scene::EditFrames>(&edit)) {
        std::size_t nearest = several->edits.empty() ? current : several->edits.front().frame;
        for (const scene::FrameEdit& member : several->edits) {
            const auto distance = [current](std::size_t frame) {
                return frame > current ? frame - current : current - frame;
            };
            nearest = distance(member.frame) < distance(nearest) ? member.frame : nearest;
        }
        return nearest;
    }
    if (const auto* added = std::get_if<scene::InsertFrames>(&edit)) {
        return std::min(added->at, frames - 1);
    }
    const auto& removed = std::get<scene::RemoveFrames>(edit);
    if (current >= removed.first + removed.count) {
        return current - removed.count;
    }
    return std::min({current, removed.first, frames - 1});
}

bool paints(const scene::Edit& edit) {
    if (const auto* group = std::get_if<scene::EditGroup>(&edit.kind)) {
        return std::ranges::any_of(group->edits, paints);
    }
    return std::holds_alternative<scene::PaintPixels>(edit.kind) ||
           std::holds_alternative<scene::ReplaceMaps>(edit.kind);
}

/// A step in one frame, whatever others wear then.
bool isByHand(const scene::SequenceEdit& edit) {
    if (const auto* several = std::get_if<scene::EditFrames>(&edit)) {
        return std::ranges::count_if(several->edits, [](const scene::FrameEdit& member) {
                   return paints(member.edit);
               }) <= 1;
    }
    return std::holds_alternative<scene::FrameEdit>(edit);
}

} // namespace

scene::Sequence Document::beforeHandEdits() const {
    scene::Sequence past = d->sequence;
    for (int i = d->stack.index(); i-- > 0;) {
        const scene::AppliedSequenceEdit& applied =
            static_cast<const Command*>(d->stack.command(i))->step()->applied;
        if (!isByHand(applied.edit)) {
            break;
        }
        past.apply(applied.inverse);
    }
    return past;
}

scene::SequenceEdit Document::Private::spread(const scene::Edit& edit) const {
    scene::EditFrames all;
    for (std::size_t frame = 0; frame < sequence.frames(); ++frame) {
        scene::Edit part = frame == current ? edit : partFor(sequence.frame(frame), edit);
        if (!part.empty()) {
            all.edits.push_back({frame, std::move(part)});
        }
    }
    if (all.edits.size() == 1) {
        return std::move(all.edits.front());
    }
    return all;
}

scene::SequenceEdit Document::Private::applyToFrames(const scene::SequenceEdit& edit,
                                                     Change& change) {
    const std::size_t before = current;
    const std::string model = scene().modelId;
    const bool structure = std::holds_alternative<scene::InsertFrames>(edit) ||
                           std::holds_alternative<scene::RemoveFrames>(edit);
    if (const scene::Edit* own = scene::editOfFrame(edit, current)) {
        change.touched = scene::effects(*own, scene(), capabilities);
    }
    const std::uint64_t shownBefore = sequence.revision(current);
    scene::SequenceEdit inverse = sequence.apply(edit);
    current = frameSeenAfter(edit, current, sequence.frames());
    ++revision;
    change.frames = structure;
    // Frames that move keep their revision: the same one in view is nothing new.
    change.moved = structure ? sequence.revision(current) != shownBefore || before != current
                             : before != current;
    change.model = model != scene().modelId;
    if (change.moved) {
        if (const scene::Edit* own = scene::editOfFrame(edit, current)) {
            change.touched = scene::effects(*own, scene(), capabilities);
        }
        thumbnail.restart(scene());
    } else {
        thumbnail.update(scene(), change.touched.view);
    }
    return inverse;
}

} // namespace underpaint::ui
