// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/run/sequence/fading_change.h"
#include "engine/scene/sequence.h"
#include "engine/translate/frame_rollout.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::run {

/// The photos of a sequence that is being edited, as a model paints them from each other: asked for
/// in any order, painted in theirs. An edit has its frame painted again, and those after it until
/// the change has faded; nothing is ever painted from the start again, but from the nearest frame
/// at which was kept what it needs. Photos and what is kept lie in files (Plane::putAway()), so
/// that memory does not grow with the length. Belongs to one thread at a time.
class RolledFrames {
public:
    /// Every so many frames what the next one needs is kept. At least 1.
    explicit RolledFrames(std::size_t keptEvery = 8) : m_keptEvery(keptEvery) {}

    /// The sequence as it is now. What it costs follows what has changed. Throws Cancelled; it can
    /// then be asked for again.
    void follow(const scene::Sequence& sequence, const CancelToken& cancel);
    /// What has to be painted next for the frame; nothing: it is as it has to be.
    std::optional<std::size_t> lacks(std::size_t frame) const;
    /// The same for the first frame from `from` on, or else from the start, that lacks anything.
    std::optional<std::size_t> nextLacking(std::size_t from) const;
    /// Paints a frame that lacks nothing but itself. `rollout` may be any of the same model. Throws
    /// Error and Cancelled; it can then be asked for again.
    void paint(translate::FrameRollout& rollout, std::size_t frame, const CancelToken& cancel);
    /// By frame; null where a frame lacks something.
    std::vector<std::shared_ptr<const Image>> photos() const;

private:
    /// A RolloutMemory in files.
    struct Kept {
        std::map<std::string, std::pair<std::vector<std::int64_t>, Plane<float>>> numbers;
    };
    /// What a photo was painted of.
    struct Origin {
        std::uint32_t checksum = 0;
        bool begins = false; ///< none before is in it

        friend bool operator==(const Origin&, const Origin&) = default;
    };
    struct Frame {
        std::uint64_t revision = 0;
        std::uint64_t revisionBefore = 0; ///< of the frame before, when `now` was found out
        bool known = false;               ///< the checksum of `now` is
        Origin now;
        std::optional<Origin> painted;
        bool doubted = false; ///< something before it changed
        std::shared_ptr<const Image> photo;
        std::shared_ptr<const Kept> kept; ///< what it needs of those before

        bool done() const { return !doubted && painted == now; }
    };

    std::vector<Frame> moved(const scene::Sequence& sequence);
    static void lookAt(const scene::Sequence& sequence, std::size_t number, Frame& frame);
    std::size_t beginningOf(std::size_t frame) const;
    void rollTo(translate::FrameRollout& rollout, std::size_t frame, const CancelToken& cancel);
    void doubt(std::size_t frame);
    void finish(std::size_t frame, Image photo);

    static std::shared_ptr<const Kept> putAway(const translate::RolloutMemory& memory);
    static translate::RolloutMemory takenOut(const Kept& kept);

    std::size_t m_keptEvery;
    std::optional<scene::Sequence> m_sequence;
    std::vector<Frame> m_frames;
    /// What the frame after the one that was painted last needs.
    std::optional<std::pair<std::size_t, translate::RolloutMemory>> m_next;
    FadingChange m_change; ///< of frames before m_changeAt
    std::size_t m_changeAt = 0;
};

} // namespace underpaint::run
