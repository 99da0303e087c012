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

/// What a user can change about a sequence.
using SequenceEdit = std::variant<FrameEdit, InsertFrames, RemoveFrames>;

/// Scenes one after the other, at least one, of one size and with one label set. Frames share the
/// tiles of their maps that are equal at the same place in the frame before, so that memory follows
/// what moves. A cheap value like a scene; belongs to one thread.
class Sequence {
public:
    explicit Sequence(Scene first);

    std::size_t frames() const { return m_frames.size(); }
    const SceneState& frame(std::size_t number) const { return m_frames.at(number).scene.state(); }
    /// Of all changes so far.
    std::uint64_t revision() const { return m_revision; }
    /// Its revision is that of the sequence when the frame last changed: no two states of a frame
    /// have one, wherever it went in between.
    SceneSnapshot snapshot(std::size_t number) const;

    /// Applies an edit and returns its exact inverse. Throws Error, with nothing changed, when it
    /// does not fit: no such frame, frames of another size or label set, none left.
    SequenceEdit apply(const SequenceEdit& edit);

    /// Memory of the tiles of all maps, shared ones counted once.
    std::size_t mapBytes() const;

private:
    struct Frame {
        Scene scene;
        std::uint64_t revision = 0;
    };

    SequenceEdit applyTo(const FrameEdit& edit);
    SequenceEdit applyTo(const InsertFrames& edit);
    SequenceEdit applyTo(const RemoveFrames& edit);
    void checkFrame(std::size_t number) const;

    std::vector<Frame> m_frames;
    std::uint64_t m_revision = 0;
};

} // namespace underpaint::scene
