// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/sequence.h"

#include "engine/base/error.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace underpaint::scene {

namespace {

/// Takes the tiles that are equal in `like` from there.
template<class T>
void shareTiles(const TiledMap<T>& like, TiledMap<T>& map) {
    if (like.size() != map.size()) {
        return;
    }
    TiledMap<T> shared = like;
    for (const int tile : map.differingTiles(like)) {
        shared.setTile(tile, map.tile(tile)); // packed where it is packed
    }
    map = std::move(shared);
}

template<class T>
std::size_t addTiles(const TiledMap<T>& map, std::unordered_set<const void*>& known) {
    std::size_t bytes = 0;
    for (int tile = 0; tile < map.tileCount(); ++tile) {
        if (known.insert(map.tileIdentity(tile)).second) {
            bytes += map.tileBytes(tile);
        }
    }
    return bytes;
}

} // namespace

Sequence::Sequence(Scene first) {
    m_frames.push_back({std::move(first), 0});
}

Sequence::Sequence(SceneState first, std::vector<SceneState> later)
    : Sequence(Scene(std::move(first))) {
    if (!later.empty()) {
        applyTo(InsertFrames{1, std::move(later)});
    }
}

std::vector<SceneState> Sequence::states() const {
    std::vector<SceneState> all;
    for (const Frame& frame : m_frames) {
        all.push_back(frame.scene.state());
    }
    return all;
}

bool operator==(const Sequence& a, const Sequence& b) {
    return std::equal(a.m_frames.begin(), a.m_frames.end(), b.m_frames.begin(), b.m_frames.end(),
                      [](const Sequence::Frame& one, const Sequence::Frame& other) {
                          return one.scene.state() == other.scene.state();
                      });
}

void Sequence::checkFrame(std::size_t number) const {
    if (number >= m_frames.size()) {
        throw Error("there is no frame " + std::to_string(number + 1) + " of " +
                        std::to_string(m_frames.size()),
                    "sequence");
    }
}

SceneSnapshot Sequence::snapshot(std::size_t number) const {
    checkFrame(number);
    return snapshot(number, m_frames[number].revision);
}

SceneSnapshot Sequence::snapshot(std::size_t number, std::uint64_t revision) const {
    checkFrame(number);
    return {SceneSnapshot::Trusted{}, frame(number), revision};
}

SequenceEdit Sequence::apply(const SequenceEdit& edit) {
    return std::visit([this](const auto& kind) { return applyTo(kind); }, edit);
}

SequenceEdit Sequence::applyTo(const FrameEdit& edit) {
    checkFrame(edit.frame);
    if (m_painted != edit.frame) {
        packPainted();
    }
    Frame& frame = m_frames[edit.frame];
    FrameEdit inverse{edit.frame, frame.scene.apply(edit.edit)};
    if (m_frames.size() > 1) {
        std::vector<FrameEdit> inverses{std::move(inverse)};
        checkAlike(inverses);
        inverse = std::move(inverses.front());
        m_painted = edit.frame;
    }
    frame.revision = ++m_revision;
    return inverse;
}

SequenceEdit Sequence::applyTo(const EditFrames& edit) {
    EditFrames inverse;
    for (const FrameEdit& member : edit.edits) {
        const bool ordered = inverse.edits.empty() || inverse.edits.back().frame < member.frame;
        try {
            checkFrame(member.frame);
            if (!ordered) {
                throw Error("the frames of an edit are out of order", "sequence");
            }
            inverse.edits.push_back(
                {member.frame, m_frames[member.frame].scene.apply(member.edit)});
        } catch (const Error&) {
            takeBack(inverse.edits);
            throw;
        }
    }
    checkAlike(inverse.edits);
    PackedMaps packed;
    for (const FrameEdit& member : inverse.edits) {
        m_frames[member.frame].revision = ++m_revision;
        if (m_frames.size() > 1) {
            m_frames[member.frame].scene.pack(packed);
        }
    }
    return inverse;
}

void Sequence::packPainted() {
    if (m_painted) {
        PackedMaps packed;
        m_frames[*m_painted].scene.pack(packed);
        m_painted.reset();
    }
}

void Sequence::takeBack(const std::vector<FrameEdit>& inverses) {
    for (const FrameEdit& inverse : inverses) {
        m_frames[inverse.frame].scene.apply(inverse.edit);
    }
}

void Sequence::checkAlike(const std::vector<FrameEdit>& inverses) {
    // Unless all of them were edited, one that was not is like the others.
    const bool all = inverses.size() == m_frames.size();
    std::size_t like = 0;
    while (!all && like < inverses.size() && inverses[like].frame == like) {
        ++like;
    }
    const SceneState& state = frame(like);
    for (const FrameEdit& inverse : inverses) {
        const SceneState& edited = frame(inverse.frame);
        if (edited.size() != state.size() || edited.labelSet != state.labelSet) {
            const std::string where = "frame " + std::to_string(inverse.frame + 1);
            takeBack(inverses);
            throw Error("frames of a sequence have one size and one label set", where,
                        "Change them in the only frame, before there are others");
        }
    }
}

SequenceEdit Sequence::applyTo(const InsertFrames& edit) {
    if (edit.at > m_frames.size()) {
        checkFrame(edit.at);
    }
    if (edit.frames.size() > maxFrames - std::min(maxFrames, m_frames.size())) {
        throw Error("a sequence has " + std::to_string(maxFrames) + " frames at most", "sequence",
                    "Work on it in parts");
    }
    packPainted();
    Scene& neighbour = m_frames[edit.at == 0 ? 0 : edit.at - 1].scene;
    PackedMaps packed;
    if (!edit.frames.empty()) {
        neighbour.pack(packed);
    }
    const SceneState& like = *neighbour;
    std::vector<Frame> added;
    for (const SceneState& given : edit.frames) {
        SceneState state = given;
        if (state.size() != like.size() || state.labelSet != like.labelSet) {
            throw Error("frames of a sequence have one size and one label set",
                        "frame " + std::to_string(edit.at + added.size() + 1),
                        "Bring the frame to the size and the classes of the others first");
        }
        const SceneState& before = added.empty() ? like : added.back().scene.state();
        shareTiles(before.labels, state.labels);
        shareTiles(before.instances, state.instances);
        added.push_back({Scene(std::move(state)), 0});
        added.back().scene.pack(packed);
    }
    for (Frame& frame : added) {
        frame.revision = ++m_revision;
    }
    m_frames.insert(m_frames.begin() + static_cast<std::ptrdiff_t>(edit.at),
                    std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    return RemoveFrames{edit.at, edit.frames.size()};
}

SequenceEdit Sequence::applyTo(const RemoveFrames& edit) {
    if (edit.first > m_frames.size() || edit.count > m_frames.size() - edit.first) {
        throw Error("there are not that many frames to remove", "sequence");
    }
    if (edit.count == m_frames.size()) {
        throw Error("a sequence needs one frame at least", "sequence", "Keep one of them");
    }
    packPainted();
    const auto first = m_frames.begin() + static_cast<std::ptrdiff_t>(edit.first);
    const auto last = first + static_cast<std::ptrdiff_t>(edit.count);
    InsertFrames inverse{edit.first, {}};
    for (auto frame = first; frame != last; ++frame) {
        inverse.frames.push_back(frame->scene.state());
    }
    m_frames.erase(first, last);
    ++m_revision;
    return inverse;
}

std::size_t Sequence::mapBytes() const {
    std::unordered_set<const void*> known;
    std::size_t bytes = 0;
    for (const Frame& frame : m_frames) {
        bytes += addTiles(frame.scene->labels, known);
        bytes += addTiles(frame.scene->instances, known);
    }
    return bytes;
}

} // namespace underpaint::scene
