// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a sequence that is edited, with a model whose every pixel is known: what is painted
// again, from where, and until when.
#include "engine/run/sequence/rolled_frames.h"
#include "engine/scene/fill.h"
#include "tests/engine/motion_samples.h"
#include "tests/engine/sequence_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

using namespace underpaint;
using run::RolledFrames;

namespace {

constexpr std::size_t keptEvery = 4;

scene::SceneState movingState(std::size_t frame) {
    const imaging::MovingFrame moving = test::MovingScene().frame(static_cast<int>(frame));
    scene::SceneState state;
    state.labelSet = test::movingClasses();
    state.labels = scene::LabelMap(moving.labels);
    state.instances = scene::InstanceMap(moving.instances);
    return state;
}

/// An editor of a sequence, and its model.
struct RolledStudio {
    scene::Sequence sequence;
    test::RolloutCalls calls;
    RolledFrames frames{keptEvery};

    explicit RolledStudio(std::size_t count) : sequence(movingState(0)) {
        for (std::size_t i = 1; i < count; ++i) {
            sequence.apply(scene::InsertFrames{i, {movingState(i)}});
        }
    }

    std::size_t painted() const { return calls.painted.size(); }
    /// Paints one; false where nothing lacks.
    bool step(std::optional<std::size_t> frame) {
        frames.follow(sequence, {});
        const auto next = frame ? frames.lacks(*frame) : frames.nextLacking(0);
        if (!next) {
            return false;
        }
        test::FadingRollout rollout(calls); // one that knows nothing yet
        frames.paint(rollout, *next, {});
        return true;
    }
    void bring(std::size_t frame) {
        while (step(frame)) {
        }
    }
    void bringAll() {
        while (step(std::nullopt)) {
        }
    }
    std::vector<Image> photos() {
        std::vector<Image> all;
        frames.follow(sequence, {});
        for (const auto& photo : frames.photos()) {
            all.push_back(photo ? *photo : Image());
        }
        return all;
    }
    void greenSky(std::size_t frame) {
        sequence.apply(scene::FrameEdit{
            frame, scene::fillRectangle(sequence.frame(frame), {20, 4, 40, 16}, {2, 2}, {}, 0)});
    }
    void allGreen(std::size_t from) {
        for (std::size_t i = from; i < sequence.frames(); ++i) {
            sequence.apply(scene::FrameEdit{
                i, scene::fillRectangle(sequence.frame(i), {0, 0, 128, 96}, {2, 2}, {}, 0)});
        }
    }
    /// Of one model in one go.
    std::vector<Image> inOneGo() {
        test::RolloutCalls others;
        test::FadingRollout rollout(others);
        std::vector<Image> all;
        for (std::size_t i = 0; i < sequence.frames(); ++i) {
            all.push_back(rollout.next(scene::SceneSnapshot(sequence.frame(i)), {}, {}, {}).photo);
        }
        return all;
    }
};

int largestDifference(const Image& a, const Image& b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        largest = std::max(largest, std::abs(a.values()[i] - b.values()[i]));
    }
    return largest;
}

} // namespace

UNDERPAINT_TEST(a_frame_is_painted_from_those_before_it) {
    RolledStudio studio(12);
    studio.bring(6);
    CHECK_EQUAL(studio.painted(), 7U);
    const auto whole = studio.inOneGo();
    auto photos = studio.photos();
    CHECK(photos[6] == whole[6] && photos[3] == whole[3] && photos[7].empty());
    // Going to and fro paints nothing again; onwards it takes up where it was.
    studio.bring(2);
    studio.bring(6);
    CHECK_EQUAL(studio.painted(), 7U);
    studio.bringAll();
    CHECK_EQUAL(studio.painted(), 12U);
    CHECK(studio.photos() == whole);
}

UNDERPAINT_TEST(an_edit_is_painted_from_the_nearest_kept_frame_until_it_has_faded) {
    RolledStudio studio(32);
    studio.bringAll();
    const auto before = studio.photos();
    studio.greenSky(10);
    // Neither the frame nor those after it are what they have to be, as long as nobody knows how
    // far the change goes.
    auto now = studio.photos();
    CHECK(now[9] == before[9] && now[10].empty() && now[11].empty() && now[31].empty());
    std::size_t start = studio.painted();
    studio.bring(10);
    CHECK_EQUAL(studio.painted() - start, 3U); // 8 is kept: 8, 9 and the frame itself
    CHECK(studio.photos()[10] != before[10] && studio.photos()[11].empty());
    start = studio.painted();
    studio.bringAll();
    const std::size_t after = studio.painted() - start;
    CHECK(after >= 4 && after <= 12); // a half of a half … of 40 grey levels
    now = studio.photos();
    const auto whole = studio.inOneGo();
    for (std::size_t i = 0; i < 32; ++i) {
        CHECK(!now[i].empty() && largestDifference(now[i], whole[i]) <= 1);
    }
    CHECK(now[31] == before[31]);
    // What is taken back is painted again, and no more than it takes.
    studio.greenSky(10); // the same: nothing new
    start = studio.painted();
    studio.bringAll();
    CHECK_EQUAL(studio.painted(), start);
}

UNDERPAINT_TEST(two_edits_at_once_both_go_on) {
    RolledStudio studio(32);
    studio.bringAll();
    studio.greenSky(4);
    studio.greenSky(9);
    studio.bringAll();
    const auto whole = studio.inOneGo();
    const auto now = studio.photos();
    for (std::size_t i = 0; i < 32; ++i) {
        CHECK(!now[i].empty() && largestDifference(now[i], whole[i]) <= 1);
    }
}

UNDERPAINT_TEST(another_scene_is_rolled_out_by_itself) {
    RolledStudio studio(16);
    studio.allGreen(9);
    studio.bring(12);
    CHECK_EQUAL(studio.painted(), 4U); // 9 to 12
    const auto photos = studio.photos();
    CHECK(photos[8].empty() && !photos[9].empty());
    CHECK_EQUAL(photos[9].at(50, 50, 0), 60 + 40 * 2); // nothing of the frame before is in it
    studio.bringAll();
    CHECK_EQUAL(studio.painted(), 17U); // 12 once more, on the way from what is kept to 13
    // Where the cut goes, the frame is painted from those before.
    studio.sequence.apply(scene::RemoveFrames{9, 7});
    studio.sequence.apply(scene::InsertFrames{9, {movingState(9)}});
    studio.bringAll();
    CHECK(largestDifference(studio.photos()[9], studio.inOneGo()[9]) <= 1);
}

UNDERPAINT_TEST(frames_that_come_and_go_change_those_behind_them_only) {
    RolledStudio studio(24);
    studio.bringAll();
    const auto before = studio.photos();
    studio.sequence.apply(scene::RemoveFrames{10, 2});
    std::size_t start = studio.painted();
    const auto left = studio.photos();
    CHECK(left[9] == before[9] && left[10].empty());
    studio.bringAll();
    CHECK(studio.painted() - start <= 14);
    auto now = studio.photos();
    auto whole = studio.inOneGo();
    for (std::size_t i = 0; i < 22; ++i) {
        CHECK(!now[i].empty() && largestDifference(now[i], whole[i]) <= 1);
    }
    scene::SceneState same = studio.sequence.frame(4);
    studio.sequence.apply(scene::InsertFrames{5, {std::move(same)}});
    studio.bringAll();
    now = studio.photos();
    whole = studio.inOneGo();
    for (std::size_t i = 0; i < 23; ++i) {
        CHECK(!now[i].empty() && largestDifference(now[i], whole[i]) <= 1);
    }
}

UNDERPAINT_TEST(what_is_kept_of_frames_takes_no_memory) {
    RolledStudio studio(12);
    studio.bringAll();
    studio.frames.follow(studio.sequence, {});
    for (const auto& photo : studio.frames.photos()) {
        CHECK(photo->isAway());
    }
}

UNDERPAINT_TEST(a_frame_that_was_stopped_is_asked_for_again) {
    RolledStudio studio(8);
    studio.bring(4);
    CancelToken cancel;
    cancel.cancel();
    test::FadingRollout rollout(studio.calls);
    bool cancelled = false;
    try {
        studio.frames.paint(rollout, 5, cancel);
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled && studio.photos()[5].empty());
    studio.bringAll();
    CHECK(studio.photos() == studio.inOneGo());
}
