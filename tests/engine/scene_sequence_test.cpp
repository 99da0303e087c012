// SPDX-License-Identifier: GPL-3.0-or-later
// Scenes one after the other: edits of frames, their inverses, and what frames share.
#include "engine/base/random.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/sequence.h"
#include "engine/scene/sequence_codec.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

using namespace underpaint;
using scene::EditFrames;
using scene::FrameEdit;
using scene::InsertFrames;
using scene::RemoveFrames;
using scene::Sequence;
using scene::SequenceEdit;

namespace {

std::vector<scene::SceneState> statesOf(const Sequence& sequence) {
    std::vector<scene::SceneState> states;
    for (std::size_t i = 0; i < sequence.frames(); ++i) {
        states.push_back(sequence.frame(i));
    }
    return states;
}

/// An edit that keeps size and classes.
scene::Edit paintEdit(const scene::SceneState& state, Random& random) {
    return test::randomPaint(state, random, 0);
}

/// Something in some of the frames.
SequenceEdit everyFrame(const Sequence& sequence, Random& random) {
    EditFrames all;
    for (std::size_t i = 0; i < sequence.frames(); ++i) {
        if (random.below(3) > 0) {
            all.edits.push_back({i, paintEdit(sequence.frame(i), random)});
        }
    }
    return all;
}

} // namespace

UNDERPAINT_TEST(edits_of_frames_are_undone_exactly) {
    Random random(11);
    Sequence sequence(test::sampleScene({150, 100}, 3));
    std::vector<std::vector<scene::SceneState>> history;
    std::vector<SequenceEdit> inverses;
    for (int i = 0; i < 60; ++i) {
        history.push_back(statesOf(sequence));
        const auto frames = static_cast<int>(sequence.frames());
        const auto frame = static_cast<std::size_t>(test::between(random, 0, frames - 1));
        SequenceEdit edit;
        switch (test::between(random, 0, 4)) {
        case 0:
            edit = InsertFrames{static_cast<std::size_t>(test::between(random, 0, frames)),
                                {sequence.frame(frame), sequence.frame(0)}};
            break;
        case 1:
            edit = RemoveFrames{frame, frames > 1 ? std::size_t{1} : std::size_t{0}};
            break;
        case 2:
            edit = everyFrame(sequence, random);
            break;
        default:
            edit = FrameEdit{frame, paintEdit(sequence.frame(frame), random)};
        }
        CHECK(scene::parseSequenceEdit(scene::serialiseSequenceEdit(edit)) == edit);
        inverses.push_back(sequence.apply(edit));
        CHECK_EQUAL(sequence.snapshot(0).state() == sequence.frame(0), true);
    }
    CHECK(sequence.frames() > 3);
    while (!inverses.empty()) {
        sequence.apply(inverses.back());
        inverses.pop_back();
        CHECK(statesOf(sequence) == history.back());
        history.pop_back();
    }
}

UNDERPAINT_TEST(frames_share_what_does_not_move) {
    const Size size{640, 448};
    Sequence sequence(test::sampleScene(size, 5));
    const std::size_t one = sequence.mapBytes();
    // Read from files: equal, but with tiles of their own.
    for (int i = 0; i < 30; ++i) {
        scene::SceneState state = sequence.frame(0);
        state.labels = scene::LabelMap(state.labels.toPlane());
        state.instances = scene::InstanceMap(state.instances.toPlane());
        state.labels.set(5 + i, 7, state.labelSet.classes().front().id);
        sequence.apply(InsertFrames{sequence.frames(), {state}});
    }
    CHECK_EQUAL(sequence.frames(), 31U);
    CHECK(sequence.mapBytes() < 4 * one);
    for (std::size_t i = 1; i < sequence.frames(); ++i) {
        CHECK(sequence.frame(i).labels.tileIdentity(20) ==
              sequence.frame(0).labels.tileIdentity(20));
    }
}

UNDERPAINT_TEST(frames_take_little_memory_where_they_are_not_painted) {
    const Size size{480, 360};
    const auto moving = [&](std::uint64_t seed) {
        scene::SceneState state = *test::sampleScene(size, 1);
        Random random(seed);
        LabelPlane labels(size.width, size.height, state.labelSet.classes().front().id);
        for (int i = 0; i < 40; ++i) { // other tiles in every frame
            const int x = test::between(random, 0, size.width - 30);
            const int y = test::between(random, 0, size.height - 30);
            for (int row = y; row < y + 30; ++row) {
                std::fill_n(labels.row(row).begin() + x, 30, state.labelSet.classes().back().id);
            }
        }
        state.labels = scene::LabelMap(labels);
        state.instances = scene::instancesFromLabels(state.labels);
        state.appearances.clear();
        state.photoMaps.reset();
        return state;
    };
    Sequence sequence(moving(1));
    const std::size_t plain = sequence.mapBytes();
    for (std::uint64_t i = 2; i <= 20; ++i) {
        sequence.apply(InsertFrames{sequence.frames(), {moving(i)}});
    }
    const std::size_t packed = sequence.mapBytes();
    CHECK(packed < 20 * plain / 8);
    for (std::uint64_t i = 1; i <= 20; ++i) {
        CHECK(sequence.frame(i - 1).labels == moving(i).labels);
        CHECK(sequence.frame(i - 1).instances == moving(i).instances);
    }
    // Painting unpacks what it touches until another frame is painted in.
    Random random(3);
    std::vector<scene::SequenceEdit> inverses;
    for (std::size_t frame = 0; frame < sequence.frames(); ++frame) {
        inverses.push_back(
            sequence.apply(FrameEdit{frame, paintEdit(sequence.frame(frame), random)}));
    }
    CHECK(sequence.mapBytes() < packed + plain);
    while (!inverses.empty()) {
        sequence.apply(inverses.back());
        inverses.pop_back();
    }
    CHECK(sequence.mapBytes() < packed + plain);
    CHECK(sequence.frame(7).labels == moving(8).labels);
}

UNDERPAINT_TEST(photos_of_frames_take_no_memory) {
    const auto photoOf = [](int frame) {
        return std::make_shared<const Image>(120, 90, 3, static_cast<std::uint8_t>(frame));
    };
    std::vector<scene::SceneState> later;
    for (int i = 1; i <= 4; ++i) {
        later.push_back(*test::sampleScene({90, 60}, 3));
        later.back().referencePhoto = photoOf(i);
    }
    later[3].referencePhoto = later[2].referencePhoto;
    const std::vector<scene::SceneState> given = later;
    Sequence sequence(*test::sampleScene({90, 60}, 3), std::move(later));
    for (std::size_t i = 1; i <= 4; ++i) {
        CHECK(sequence.frame(i).referencePhoto->isAway());
        CHECK(sequence.frame(i) == given[i - 1]);
    }
    // One photo of two frames stays one.
    CHECK(sequence.frame(3).referencePhoto == sequence.frame(4).referencePhoto);
    // What is given to a frame later is put away when another one is edited.
    const auto inverse = sequence.apply(FrameEdit{2, {scene::SetReferencePhoto{photoOf(7)}}});
    sequence.apply(FrameEdit{1, {scene::SetReferencePhoto{photoOf(8)}}});
    CHECK(sequence.frame(2).referencePhoto->isAway());
    CHECK(*sequence.frame(2).referencePhoto == *photoOf(7));
    sequence.apply(inverse);
    CHECK(sequence.frame(2) == given[1]);
    // Small ones are not worth a file.
    auto small = std::make_shared<const Image>(20, 20, 3, std::uint8_t(1));
    CHECK(scene::putAway(small) == small);
    CHECK(scene::putAway(nullptr) == nullptr);
}

UNDERPAINT_TEST(frames_have_one_size_and_revisions_of_their_own) {
    Random random(4);
    Sequence sequence(test::sampleScene({90, 60}, 3));
    sequence.apply(InsertFrames{1, {sequence.frame(0), sequence.frame(0)}});
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 12; ++i) {
        const std::size_t frame = static_cast<std::size_t>(i) % 3;
        sequence.apply(FrameEdit{frame, paintEdit(sequence.frame(frame), random)});
        CHECK(seen.insert(sequence.snapshot(frame).revision()).second);
    }
    const auto before = statesOf(sequence);
    const std::uint64_t revision = sequence.revision();
    CHECK_ERROR(sequence.apply(FrameEdit{3, {}}), "no frame 4");
    CHECK_ERROR(sequence.apply(InsertFrames{4, {}}), "no frame 5");
    CHECK_ERROR(sequence.apply(RemoveFrames{1, 3}), "not that many");
    CHECK_ERROR(sequence.apply(RemoveFrames{0, 3}), "needs one");
    const scene::Scene other = test::sampleScene({80, 60}, 3);
    CHECK_ERROR(sequence.apply(InsertFrames{1, {*other}}), "one size");
    scene::ReplaceMaps larger;
    larger.labels = other->labels;
    larger.instances = other->instances;
    CHECK_ERROR(sequence.apply(FrameEdit{1, {larger}}), "one size");
    CHECK(statesOf(sequence) == before);
    CHECK_EQUAL(sequence.revision(), revision);
    CHECK_ERROR(sequence.snapshot(3), "no frame 4");
}

UNDERPAINT_TEST(edits_of_several_frames_are_all_or_none) {
    Random random(9);
    Sequence sequence(test::sampleScene({90, 60}, 3));
    sequence.apply(InsertFrames{1, {sequence.frame(0), sequence.frame(0)}});
    const auto before = statesOf(sequence);
    const scene::Edit seed{scene::SetSeed{5}};
    const scene::Edit wrong{scene::RemoveExemplar{"none"}};
    CHECK_ERROR(sequence.apply(EditFrames{{{0, seed}, {1, wrong}}}), "none");
    CHECK_ERROR(sequence.apply(EditFrames{{{1, seed}, {0, seed}}}), "out of order");
    CHECK_ERROR(sequence.apply(EditFrames{{{0, seed}, {7, seed}}}), "no frame 8");
    const std::uint16_t id = sequence.frame(0).labelSet.classes().front().id;
    const scene::Edit rename{scene::RenameLabel{id, "other"}};
    CHECK_ERROR(sequence.apply(EditFrames{{{0, rename}, {2, rename}}}), "one label set");
    CHECK_ERROR(sequence.apply(FrameEdit{1, rename}), "one label set");
    CHECK(statesOf(sequence) == before);
    const SequenceEdit all = EditFrames{{{0, rename}, {1, rename}, {2, rename}}};
    const SequenceEdit inverse = sequence.apply(all);
    CHECK_EQUAL(sequence.frame(2).labelSet.at(id).name, "other");
    sequence.apply(inverse);
    CHECK(statesOf(sequence) == before);
}

UNDERPAINT_TEST(gestures_merge_within_their_frames) {
    Sequence sequence(test::sampleScene({90, 60}, 3));
    sequence.apply(InsertFrames{1, {sequence.frame(0)}});
    const auto applied = [&](const SequenceEdit& edit) {
        return scene::AppliedSequenceEdit{edit, sequence.apply(edit)};
    };
    const auto seed = [](std::uint64_t value) { return scene::Edit{scene::SetSeed{value}, 7}; };
    const auto start = statesOf(sequence);
    scene::AppliedSequenceEdit drag = applied(EditFrames{{{0, seed(1)}, {1, seed(1)}}});
    CHECK(drag.merge(applied(EditFrames{{{0, seed(2)}, {1, seed(3)}}})));
    const auto end = statesOf(sequence);
    CHECK(!drag.merge(applied(FrameEdit{1, seed(4)})));
    sequence.apply(FrameEdit{1, seed(3)});
    sequence.apply(drag.inverse);
    CHECK(statesOf(sequence) == start);
    sequence.apply(drag.edit);
    CHECK(statesOf(sequence) == end);
    scene::AppliedSequenceEdit one = applied(FrameEdit{0, seed(8)});
    CHECK(!one.merge(applied(FrameEdit{1, seed(9)})));
    CHECK(one.merge(applied(FrameEdit{0, seed(10)})));
}

UNDERPAINT_TEST(recorded_edits_of_frames_are_checked) {
    Random random(12);
    Sequence sequence(test::sampleScene({70, 40}, 8));
    const scene::Edit paint = paintEdit(sequence.frame(0), random);
    // A scene alone is written as ever.
    CHECK(scene::serialiseSequenceEdit(FrameEdit{0, paint}) == scene::serialise(paint));
    const std::vector<SequenceEdit> edits = {
        FrameEdit{3, paint}, InsertFrames{1, {sequence.frame(0), sequence.frame(0)}},
        RemoveFrames{2, 9}, EditFrames{{{0, paint}, {4, paint}}}};
    for (const SequenceEdit& edit : edits) {
        const auto bytes = scene::serialiseSequenceEdit(edit);
        CHECK(scene::parseSequenceEdit(bytes) == edit);
        for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 16) {
            CHECK_ERROR(scene::parseSequenceEdit(std::span(bytes).first(length)), "damaged");
        }
        for (int i = 0; i < 200; ++i) {
            auto changed = bytes;
            changed[random.below(bytes.size())] ^= static_cast<std::byte>(1 + random.below(255));
            CHECK_ERROR(scene::parseSequenceEdit(changed), "record");
        }
    }
    CHECK_ERROR(scene::parseSequenceEdit(
                    scene::serialiseSequenceEdit(EditFrames{{{4, paint}, {0, paint}}})),
                "out of order");
    CHECK_ERROR(scene::parseSequenceEdit(
                    scene::serialiseSequenceEdit(RemoveFrames{scene::maxFrames + 1, 1})),
                "larger");
}
