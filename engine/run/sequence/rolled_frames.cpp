// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sequence/rolled_frames.h"

#include "engine/imaging/motion/scene_cut.h"
#include "engine/run/sequence/frame_checksum.h"

#include <algorithm>
#include <utility>

namespace underpaint::run {

void RolledFrames::follow(const scene::Sequence& sequence, const CancelToken& cancel) {
    const bool same = m_sequence && m_sequence->revision() == sequence.revision() &&
                      m_sequence->frames() == sequence.frames();
    if (same) {
        return;
    }
    m_frames = moved(sequence);
    m_sequence.reset(); // until all are looked at
    for (std::size_t i = 0; i < m_frames.size(); ++i) {
        cancel.check();
        lookAt(sequence, i, m_frames[i]);
    }
    m_sequence = sequence;
}

std::vector<RolledFrames::Frame> RolledFrames::moved(const scene::Sequence& sequence) {
    std::map<std::uint64_t, std::size_t> places; // of frames as they were
    for (std::size_t i = 0; i < m_frames.size(); ++i) {
        places.emplace(m_frames[i].revision, i);
    }
    const bool edited = m_frames.size() == sequence.frames();
    std::vector<Frame> frames(sequence.frames());
    std::optional<std::size_t> before; // where the frame before was
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const std::uint64_t revision = sequence.revision(i);
        std::optional<std::size_t> place;
        if (const auto found = places.find(revision); found != places.end()) {
            place = found->second;
        } else if (edited) {
            place = i;
        }
        if (place) {
            frames[i] = m_frames[*place];
            const bool follows = *place == 0 ? i == 0 : before == *place - 1;
            if (!follows) { // frames were inserted or taken out before it
                frames[i].doubted = frames[i].painted.has_value();
                frames[i].kept.reset();
                m_next.reset();
            }
        }
        frames[i].known = frames[i].known && frames[i].revision == revision;
        frames[i].revision = revision;
        before = place;
    }
    return frames;
}

void RolledFrames::lookAt(const scene::Sequence& sequence, std::size_t number, Frame& frame) {
    const std::uint64_t before = number > 0 ? sequence.revision(number - 1) : UINT64_MAX;
    if (frame.known && frame.revisionBefore == before) {
        return;
    }
    const scene::SceneState& scene = sequence.frame(number);
    if (!frame.known) {
        SequenceFrame painted;
        painted.scene = scene;
        frame.now.checksum = checksumOf(painted);
        if (scene.referencePhoto) {
            scene.referencePhoto->rest();
        }
    }
    frame.now.begins =
        number == 0 || imaging::labelChange(sequence.frame(number - 1).labels.toPlane(),
                                            scene.labels.toPlane()) > imaging::usualCut;
    frame.revisionBefore = before;
    frame.known = true;
}

std::size_t RolledFrames::beginningOf(std::size_t frame) const {
    while (frame > 0 && !m_frames[frame].now.begins) {
        --frame;
    }
    return frame;
}

std::optional<std::size_t> RolledFrames::lacks(std::size_t frame) const {
    for (std::size_t i = beginningOf(frame); i <= frame; ++i) {
        if (!m_frames[i].done()) {
            return i;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> RolledFrames::nextLacking(std::size_t from) const {
    const auto lacking = [](const Frame& frame) { return !frame.done(); };
    const auto middle = m_frames.begin() + static_cast<std::ptrdiff_t>(from);
    auto found = std::find_if(middle, m_frames.end(), lacking);
    if (found == m_frames.end()) {
        found = std::find_if(m_frames.begin(), middle, lacking);
        if (found == middle) {
            return std::nullopt;
        }
    }
    return lacks(static_cast<std::size_t>(found - m_frames.begin()));
}

void RolledFrames::rollTo(translate::FrameRollout& rollout, std::size_t frame,
                          const CancelToken& cancel) {
    if (m_next && m_next->first == frame) {
        rollout.recall(m_next->second);
        return;
    }
    const std::size_t start = beginningOf(frame);
    std::size_t next = frame;
    while (next > start && !m_frames[next].kept) {
        --next;
    }
    if (next > start) {
        rollout.recall(takenOut(*m_frames[next].kept));
    } else {
        rollout.restart();
    }
    for (; next < frame; ++next) {
        (void)rollout.next(scene::SceneSnapshot(m_sequence->frame(next)), {}, cancel, {});
    }
}

void RolledFrames::paint(translate::FrameRollout& rollout, std::size_t frame,
                         const CancelToken& cancel) {
    const bool begins = m_frames[frame].now.begins;
    if (begins) {
        rollout.restart();
    } else {
        rollTo(rollout, frame, cancel);
        if (frame % m_keptEvery == 0) {
            m_frames[frame].kept = putAway(rollout.remember());
        }
    }
    translate::RenderResult result =
        rollout.next(scene::SceneSnapshot(m_sequence->frame(frame)), {}, cancel, {});
    m_next.emplace(frame + 1, rollout.remember());
    finish(frame, std::move(result.photo));
}

void RolledFrames::finish(std::size_t frame, Image photo) {
    Frame& painted = m_frames[frame];
    if (m_changeAt != frame || painted.now.begins) {
        m_change = {};
    }
    if (painted.doubted) {
        m_change.goOn();
    }
    if (painted.photo) {
        if (painted.painted == painted.now) {
            m_change.compare(*painted.photo, photo);
        } else {
            m_change.begin();
        }
        keepUnchanged(*painted.photo, photo);
    }
    painted.painted = painted.now;
    painted.doubted = false;
    painted.photo = std::make_shared<const Image>(photo.putAway());
    m_changeAt = frame + 1;
    if (m_change.lasts()) {
        doubt(frame + 1);
    }
}

void RolledFrames::doubt(std::size_t frame) {
    if (frame < m_frames.size() && !m_frames[frame].now.begins) {
        m_frames[frame].doubted = m_frames[frame].painted.has_value();
        m_frames[frame].kept.reset();
    }
}

std::vector<std::shared_ptr<const Image>> RolledFrames::photos() const {
    std::vector<std::shared_ptr<const Image>> photos;
    bool whole = true; // all since the scene began
    for (const Frame& frame : m_frames) {
        whole = (whole || frame.now.begins) && frame.done();
        photos.push_back(whole ? frame.photo : nullptr);
    }
    return photos;
}

std::shared_ptr<const RolledFrames::Kept>
RolledFrames::putAway(const translate::RolloutMemory& memory) {
    auto kept = std::make_shared<Kept>();
    for (const auto& [name, numbers] : memory.numbers) {
        Plane<float> values(static_cast<int>(numbers.values.size()), 1);
        std::ranges::copy(numbers.values, values.data());
        kept->numbers[name] = {numbers.shape, values.putAway()};
    }
    return kept;
}

translate::RolloutMemory RolledFrames::takenOut(const Kept& kept) {
    translate::RolloutMemory memory;
    for (const auto& [name, numbers] : kept.numbers) {
        const auto& [shape, values] = numbers;
        memory.numbers[name] = {shape, {values.values().begin(), values.values().end()}};
        values.rest();
    }
    return memory;
}

} // namespace underpaint::run
