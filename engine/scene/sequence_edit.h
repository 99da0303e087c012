// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace underpaint::scene {

/// An edit of the scene of one frame.
struct FrameEdit {
    std::size_t frame = 0;
    Edit edit;

    friend bool operator==(const FrameEdit&, const FrameEdit&) = default;
};

/// Frames that come before the one that is now at `at`, or after the last.
struct InsertFrames {
    std::size_t at = 0;
    std::vector<SceneState> frames;

    friend bool operator==(const InsertFrames&, const InsertFrames&) = default;
};

struct RemoveFrames {
    std::size_t first = 0;
    std::size_t count = 0;

    friend bool operator==(const RemoveFrames&, const RemoveFrames&) = default;
};

/// Edits of several frames that are one step for the user, all or none: frames ascending, each
/// once.
struct EditFrames {
    std::vector<FrameEdit> edits;

    friend bool operator==(const EditFrames&, const EditFrames&) = default;
};

/// What a user can change about a sequence.
using SequenceEdit = std::variant<FrameEdit, InsertFrames, RemoveFrames, EditFrames>;

/// The edit of this frame among those of the sequence; nullptr when there is none.
const Edit* editOfFrame(const SequenceEdit& edit, std::size_t frame);
/// Edit::gesture; 0 for frames that are inserted or removed.
std::uint64_t gestureOf(const SequenceEdit& edit);
/// True when applying it cannot change anything.
bool isEmpty(const SequenceEdit& edit);
/// Edit::byteSize(); maps that frames share are counted with each of them.
std::size_t byteSize(const SequenceEdit& edit);

/// An edit of a sequence that was applied, with the inverse that applying it returned.
struct AppliedSequenceEdit {
    SequenceEdit edit;
    SequenceEdit inverse;

    /// Folds the following one into this when both are of one gesture in the same frames; else
    /// false, with nothing changed.
    bool merge(const AppliedSequenceEdit& next);
};

} // namespace underpaint::scene
