// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/file/sequence_members.h"

#include "engine/base/error.h"
#include "engine/png/png_codec.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/whole_state.h"

#include <utility>

namespace underpaint::project {

namespace {

/// Of the tables of tiles of all frames: frames that share everything cost a file nothing.
constexpr std::uint64_t mostTableBytes = std::uint64_t{4} << 30U;

FrameMembers::Photo photoOf(const scene::SceneState& before, const scene::SceneState& now) {
    if (!now.referencePhoto) {
        return before.referencePhoto ? FrameMembers::Photo::None : FrameMembers::Photo::AsBefore;
    }
    bool same = before.referencePhoto == now.referencePhoto;
    if (!same && before.referencePhoto) {
        same = *before.referencePhoto == *now.referencePhoto;
        before.referencePhoto->rest();
        now.referencePhoto->rest();
    }
    return same ? FrameMembers::Photo::AsBefore : FrameMembers::Photo::Own;
}

scene::Edit looksOf(const scene::SceneState& state) {
    return {scene::EditGroup{scene::lookEdits(state)}};
}

/// What a frame wears without what was there before.
void readLooks(ArchiveReader& archive, std::size_t number, scene::SceneState& state) {
    scene::SceneState bare;
    bare.labelSet = state.labelSet;
    bare.labels = state.labels;
    bare.instances = state.instances;
    bare.referencePhoto = state.referencePhoto;
    const std::string name = members::frameLooks(number);
    std::vector<std::byte> unpacked;
    const scene::Edit looks = scene::parse(archive.bytes(name, unpacked));
    scene::Scene dressed(std::move(bare));
    dressed.apply(looks);
    if (dressed->labels != state.labels || dressed->instances != state.instances ||
        dressed->referencePhoto != state.referencePhoto) {
        archive.fail(name, "holds something else");
    }
    state = *dressed;
}

void readFrame(ArchiveReader& archive, std::size_t number, const FrameMembers& there,
               scene::SceneState& state) {
    const Size size = state.size();
    if (there.labels) {
        state.labels = scene::LabelMap(archive.indices(members::frameLabels(number), size));
    }
    if (there.instances) {
        state.instances = scene::InstanceMap(readIds(archive, members::frameInstances(number),
                                                     members::frameInstancesHigh(number),
                                                     there.instancesHigh, size));
    }
    if (there.photo == FrameMembers::Photo::Own) {
        state.referencePhoto = scene::putAway(
            std::make_shared<const Image>(archive.photo(members::framePhoto(number))));
    } else if (there.photo == FrameMembers::Photo::None) {
        state.referencePhoto = nullptr;
    }
    if (there.looks) {
        readLooks(archive, number, state);
    }
}

} // namespace

std::vector<FrameMembers> listFrames(const Project& project) {
    std::vector<FrameMembers> frames;
    const scene::SceneState* before = &project.state;
    for (const scene::SceneState& now : project.laterFrames) {
        FrameMembers there;
        there.labels = now.labels != before->labels;
        there.instances = now.instances != before->instances;
        there.instancesHigh = there.instances && needsHighHalf(now.instances.toPlane());
        there.photo = photoOf(*before, now);
        there.looks = !scene::sameLooks(*before, now);
        frames.push_back(there);
        before = &now;
    }
    return frames;
}

void writeFrames(ArchiveWriter& archive, const Project& project,
                 const std::vector<FrameMembers>& frames) {
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const scene::SceneState& state = project.laterFrames[i];
        const std::size_t number = i + 1;
        if (frames[i].labels) {
            archive.add(members::frameLabels(number), png::encode(state.labels.toPlane()));
        }
        if (frames[i].instances) {
            writeIds(archive, state.instances.toPlane(), members::frameInstances(number),
                     members::frameInstancesHigh(number));
        }
        if (frames[i].photo == FrameMembers::Photo::Own) {
            archive.add(members::framePhoto(number), png::encode(*state.referencePhoto));
            state.referencePhoto->rest();
        }
        if (frames[i].looks) {
            archive.add(members::frameLooks(number), scene::serialise(looksOf(state)));
        }
    }
}

std::vector<scene::SceneState> readFrames(ArchiveReader& archive, const scene::SceneState& first,
                                          const std::vector<FrameMembers>& frames,
                                          const std::function<void()>& frameRead) {
    constexpr std::uint64_t handleBytes = 32; // of a tile of both maps
    const auto tiles = static_cast<std::uint64_t>(first.labels.tileCount());
    if (frames.size() * tiles * handleBytes > mostTableBytes) {
        archive.fail(members::manifest, "names more frames than memory can hold");
    }
    // One after the other, so that no two of them are there that are not packed. Equal tiles of
    // neighbours become one.
    scene::Sequence sequence(first);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        scene::SceneState state = sequence.frame(i);
        readFrame(archive, i + 1, frames[i], state);
        sequence.apply(scene::InsertFrames{i + 1, {std::move(state)}});
        frameRead();
    }
    std::vector<scene::SceneState> later = sequence.states();
    later.erase(later.begin());
    return later;
}

} // namespace underpaint::project
