// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "engine/scene/sequence_edit.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace underpaint::scene {

/// More frames than anybody paints; a file that names more is damaged.
inline constexpr std::size_t maxFrames = 10000;

/// Scenes one after the other, at least one, of one size and with one label set. Frames share the
/// tiles of their maps that are equal at the same place in the frame before, and tiles are packed,
/// but for what was painted since another frame was: so memory follows what moves. A cheap value
/// like a scene; belongs to one thread.
class Sequence {
public:
    explicit Sequence(Scene first);
    /// Throws Error when a frame is not consistent, or of another size or label set.
    explicit Sequence(SceneState first, std::vector<SceneState> later = {});

    std::size_t frames() const { return m_frames.size(); }
    const SceneState& frame(std::size_t number) const { return m_frames.at(number).scene.state(); }
    /// All of them: cheap copies.
    std::vector<SceneState> states() const;
    /// Of all changes so far.
    std::uint64_t revision() const { return m_revision; }
    /// That of the sequence when the frame last changed: no two states of a frame have one,
    /// wherever it went in between.
    std::uint64_t revision(std::size_t number) const { return m_frames.at(number).revision; }
    /// With that revision, or with one of the caller's.
    /// @{
    SceneSnapshot snapshot(std::size_t number) const;
    SceneSnapshot snapshot(std::size_t number, std::uint64_t revision) const;
    /// @}

    /// Applies an edit and returns its exact inverse. Throws Error, with nothing changed, when it
    /// does not fit: no such frame, frames of another size or label set, none left.
    SequenceEdit apply(const SequenceEdit& edit);

    /// Memory of the tiles of all maps, shared ones counted once.
    std::size_t mapBytes() const;

    /// Compares contents.
    friend bool operator==(const Sequence& a, const Sequence& b);

private:
    struct Frame {
        Scene scene;
        std::uint64_t revision = 0;
    };

    SequenceEdit applyTo(const FrameEdit& edit);
    SequenceEdit applyTo(const InsertFrames& edit);
    SequenceEdit applyTo(const RemoveFrames& edit);
    SequenceEdit applyTo(const EditFrames& edit);
    void takeBack(const std::vector<FrameEdit>& inverses);
    /// The edits were applied; takes them back and throws Error unless all frames have one size and
    /// label set still.
    void checkAlike(const std::vector<FrameEdit>& inverses);
    void checkFrame(std::size_t number) const;
    void packPainted();

    std::vector<Frame> m_frames;
    std::uint64_t m_revision = 0;
    /// Of several: the frame that was painted in last, which is not packed.
    std::optional<std::size_t> m_painted;
};

} // namespace underpaint::scene
