// SPDX-License-Identifier: GPL-3.0-or-later
// Scenes one after the other: edits of frames, their inverses, and what frames share.
#include "engine/base/random.h"
#include "engine/scene/sequence.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <set>
#include <vector>

using namespace underpaint;
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
        switch (test::between(random, 0, 3)) {
        case 0:
            edit = InsertFrames{static_cast<std::size_t>(test::between(random, 0, frames)),
                                {sequence.frame(frame), sequence.frame(0)}};
            break;
        case 1:
            edit = RemoveFrames{frame, frames > 1 ? std::size_t{1} : std::size_t{0}};
            break;
        default:
            edit = FrameEdit{frame, paintEdit(sequence.frame(frame), random)};
        }
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
