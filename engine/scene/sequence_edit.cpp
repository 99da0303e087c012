// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/sequence_edit.h"

#include "engine/scene/whole_state.h"

#include <algorithm>
#include <utility>

namespace underpaint::scene {

namespace {

/// The edits of frames in it, or none for frames that are inserted or removed.
std::vector<FrameEdit*> frameEdits(SequenceEdit& edit) {
    std::vector<FrameEdit*> edits;
    if (auto* one = std::get_if<FrameEdit>(&edit)) {
        edits.push_back(one);
    } else if (auto* several = std::get_if<EditFrames>(&edit)) {
        for (FrameEdit& member : several->edits) {
            edits.push_back(&member);
        }
    }
    return edits;
}

bool sameFrames(const std::vector<FrameEdit*>& a, const std::vector<FrameEdit*>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const FrameEdit* x, const FrameEdit* y) { return x->frame == y->frame; });
}

} // namespace

const Edit* editOfFrame(const SequenceEdit& edit, std::size_t frame) {
    if (const auto* one = std::get_if<FrameEdit>(&edit)) {
        return one->frame == frame ? &one->edit : nullptr;
    }
    if (const auto* several = std::get_if<EditFrames>(&edit)) {
        const auto found = std::ranges::lower_bound(several->edits, frame, {}, &FrameEdit::frame);
        return found != several->edits.end() && found->frame == frame ? &found->edit : nullptr;
    }
    return nullptr;
}

std::uint64_t gestureOf(const SequenceEdit& edit) {
    if (const auto* one = std::get_if<FrameEdit>(&edit)) {
        return one->edit.gesture;
    }
    const auto* several = std::get_if<EditFrames>(&edit);
    return several == nullptr || several->edits.empty() ? 0 : several->edits.front().edit.gesture;
}

bool isEmpty(const SequenceEdit& edit) {
    if (const auto* one = std::get_if<FrameEdit>(&edit)) {
        return one->edit.empty();
    }
    if (const auto* several = std::get_if<EditFrames>(&edit)) {
        return std::ranges::all_of(several->edits,
                                   [](const FrameEdit& member) { return member.edit.empty(); });
    }
    if (const auto* added = std::get_if<InsertFrames>(&edit)) {
        return added->frames.empty();
    }
    return std::get<RemoveFrames>(edit).count == 0;
}

std::size_t byteSize(const SequenceEdit& edit) {
    std::size_t bytes = sizeof(SequenceEdit);
    if (const auto* one = std::get_if<FrameEdit>(&edit)) {
        bytes += one->edit.byteSize();
    } else if (const auto* several = std::get_if<EditFrames>(&edit)) {
        for (const FrameEdit& member : several->edits) {
            bytes += sizeof(FrameEdit) + member.edit.byteSize();
        }
    } else if (const auto* added = std::get_if<InsertFrames>(&edit)) {
        for (const SceneState& frame : added->frames) {
            bytes += sizeof(SceneState) + wholeStateEdit(frame).byteSize();
        }
    }
    return bytes;
}

bool AppliedSequenceEdit::merge(const AppliedSequenceEdit& next) {
    if (edit.index() != next.edit.index()) {
        return false;
    }
    AppliedSequenceEdit other = next;
    AppliedSequenceEdit merged = *this;
    const auto mine = frameEdits(merged.edit);
    const auto undo = frameEdits(merged.inverse);
    const auto theirs = frameEdits(other.edit);
    const auto theirUndo = frameEdits(other.inverse);
    if (mine.empty() || mine.size() != undo.size() || !sameFrames(mine, theirs) ||
        !sameFrames(undo, theirUndo) || !sameFrames(mine, undo)) {
        return false;
    }
    for (std::size_t i = 0; i < mine.size(); ++i) {
        AppliedEdit frame{std::move(mine[i]->edit), std::move(undo[i]->edit)};
        if (!frame.merge({theirs[i]->edit, theirUndo[i]->edit})) {
            return false;
        }
        mine[i]->edit = std::move(frame.edit);
        undo[i]->edit = std::move(frame.inverse);
    }
    *this = std::move(merged);
    return true;
}

} // namespace underpaint::scene
