// SPDX-License-Identifier: GPL-3.0-or-later
// An edit of one frame in the others, on scenes whose motion is known.
#include "engine/imaging/motion/carry_edit.h"
#include "tests/engine/motion_samples.h"
#include "tests/support/engine_test.h"

#include <map>
#include <set>
#include <vector>

using namespace underpaint;
using imaging::CarriedFrame;
using imaging::FrameMaps;
using imaging::KeyFrame;

namespace {

void fill(FrameMaps& maps, Rect rect, std::uint16_t label, std::uint32_t id) {
    for (int y = rect.y; y < rect.bottom(); ++y) {
        for (int x = rect.x; x < rect.right(); ++x) {
            maps.labels.at(x, y) = label;
            maps.instances.at(x, y) = id;
        }
    }
}

struct EditedScene {
    test::MovingScene scene;

    FrameMaps maps(int frame) const {
        imaging::MovingFrame moving = scene.frame(frame);
        return {moving.labels, moving.instances};
    }
    imaging::CarryRange range(std::size_t first, std::size_t last) const {
        return {first, last,
                [this](std::size_t frame) { return scene.frame(static_cast<int>(frame)); }};
    }
    std::map<std::size_t, CarriedFrame> carry(std::size_t first, std::size_t last,
                                              const std::vector<KeyFrame>& keys) const {
        std::map<std::size_t, CarriedFrame> carried;
        imaging::carryEdits(range(first, last), keys, [&](CarriedFrame frame) {
            CHECK(carried.emplace(frame.frame, std::move(frame)).second);
        });
        return carried;
    }
};

/// Share of equal labels.
double agreement(const LabelPlane& a, const LabelPlane& b) {
    double same = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        same += a.values()[i] == b.values()[i] ? 1 : 0;
    }
    return same / static_cast<double>(a.values().size());
}

} // namespace

UNDERPAINT_TEST(an_object_that_was_added_goes_along) {
    const EditedScene edited;
    const std::size_t key = 3;
    FrameMaps painted = edited.maps(3);
    fill(painted, {90, 60, 18, 12}, 4, 4005);
    const auto carried = edited.carry(0, 8, {{key, painted}});
    CHECK_EQUAL(carried.size(), 8U); // all but the key frame
    for (const auto& [number, frame] : carried) {
        const int way = static_cast<int>(number) - 3;
        FrameMaps expected = edited.maps(static_cast<int>(number));
        fill(expected, {90 - 2 * way, 60, 18, 12}, 4, 4005);
        CHECK(test::overlap(frame.maps.instances, expected.instances, 4005) > 0.85);
        CHECK(agreement(frame.maps.labels, expected.labels) > 0.99);
        // Nothing else changed, and where nothing changed nothing is said.
        CHECK(test::overlap(frame.maps.instances, expected.instances, 3000) > 0.95);
        CHECK_EQUAL(frame.confidence.at(2, 2), 0);
        CHECK(frame.confidence.at(99 - 2 * way, 66) > 0.5);
    }
}

UNDERPAINT_TEST(an_object_that_was_removed_is_gone_everywhere) {
    const EditedScene edited; // the object moves in a way of its own
    FrameMaps painted = edited.maps(2);
    for (std::size_t i = 0; i < painted.labels.values().size(); ++i) {
        if (painted.instances.values()[i] == 3000) {
            painted.labels.values()[i] = 1;
            painted.instances.values()[i] = 1;
        }
    }
    for (const auto& [number, frame] : edited.carry(0, 7, {{2, painted}})) {
        std::size_t left = 0;
        std::size_t road = 0;
        const FrameMaps before = edited.maps(static_cast<int>(number));
        for (std::size_t i = 0; i < before.labels.values().size(); ++i) {
            if (before.instances.values()[i] == 3000) {
                left += frame.maps.instances.values()[i] == 3000 ? 1 : 0;
                road += frame.maps.labels.values()[i] == 1 ? 1 : 0;
            }
        }
        CHECK_EQUAL(left, 0U);
        CHECK(road > 260); // of 280 pixels
        CHECK(test::overlap(frame.maps.instances, before.instances, 3001) == 1);
    }
}

UNDERPAINT_TEST(what_is_painted_on_the_ground_moves_with_it) {
    const EditedScene edited;
    FrameMaps painted = edited.maps(0);
    fill(painted, {80, 70, 30, 16}, 2, 2);
    for (const auto& [number, frame] : edited.carry(0, 5, {{0, painted}})) {
        FrameMaps expected = edited.maps(static_cast<int>(number));
        fill(expected, {80 - 2 * static_cast<int>(number), 70, 30, 16}, 2, 2);
        CHECK(test::overlap(frame.maps.instances, expected.instances, 2) > 0.85);
    }
}

UNDERPAINT_TEST(an_object_that_was_moved_leaves_its_old_place) {
    const EditedScene edited;
    FrameMaps painted = edited.maps(1);
    const Point at = edited.scene.objectAt(1);
    fill(painted, {at.x, at.y, 20, 14}, 1, 1);
    fill(painted, {90, 20, 20, 14}, 3, 3000);
    const auto carried = edited.carry(1, 5, {{1, painted}});
    for (const auto& [number, frame] : carried) {
        FrameMaps expected = edited.maps(static_cast<int>(number));
        const Point now = edited.scene.objectAt(static_cast<int>(number));
        fill(expected, {now.x, now.y, 20, 14}, 1, 1);
        fill(expected, {90 - 2 * (static_cast<int>(number) - 1), 20, 20, 14}, 3, 3000);
        CHECK(test::overlap(frame.maps.instances, expected.instances, 3000) > 0.8);
    }
}

UNDERPAINT_TEST(a_second_key_frame_corrects_the_first) {
    const EditedScene edited;
    FrameMaps early = edited.maps(0);
    fill(early, {60, 20, 16, 12}, 4, 4005);
    // In truth the new object moves against the background, and grows.
    FrameMaps late = edited.maps(8);
    fill(late, {80, 24, 24, 16}, 4, 4005);
    const auto carried = edited.carry(0, 10, {{0, early}, {8, late}});
    CHECK_EQUAL(carried.size(), 9U);
    for (int number = 1; number < 8; ++number) {
        const double way = number / 8.0;
        FrameMaps expected = edited.maps(number);
        const auto at = [way](double a, double b) {
            return static_cast<int>(a + way * (b - a) + 0.5);
        };
        fill(expected, {at(60, 80), at(20, 24), at(16, 24), at(12, 16)}, 4, 4005);
        CHECK(test::overlap(carried.at(static_cast<std::size_t>(number)).maps.instances,
                            expected.instances, 4005) > 0.7);
    }
    // One that only the later frame has is there from the middle on.
    FrameMaps none = edited.maps(0);
    const auto appearing = edited.carry(0, 8, {{0, none}, {8, late}});
    const auto has = [&](std::size_t number) {
        const auto ids = appearing.at(number).maps.instances.values();
        return std::set<std::uint32_t>(ids.begin(), ids.end()).contains(4005);
    };
    CHECK(!has(3) && has(4) && has(7));
}

UNDERPAINT_TEST(edits_are_not_carried_past_what_shows_them) {
    const EditedScene edited{{.camera = {30, 0}, .object = {0, 0}}};
    // An object that leaves the picture leaves it whole.
    FrameMaps painted = edited.maps(0);
    fill(painted, {4, 70, 12, 10}, 4, 4005);
    const auto carried = edited.carry(0, 2, {{0, painted}});
    const auto ids = carried.at(2).maps.instances.values();
    CHECK(!std::set<std::uint32_t>(ids.begin(), ids.end()).contains(4005));

    CHECK_ERROR(edited.carry(0, 2, {}), "key frames");
    CHECK_ERROR(edited.carry(0, 2, {{3, painted}}), "key frames");
    CHECK_ERROR(edited.carry(0, 2, {{1, painted}, {1, painted}}), "key frames");
    CHECK_ERROR(edited.carry(0, 2, {{1, FrameMaps{LabelPlane(4, 4), InstancePlane(4, 4)}}}),
                "different sizes");
    CancelToken cancel;
    cancel.cancel();
    bool cancelled = false;
    try {
        imaging::carryEdits(
            edited.range(0, 2), {{0, painted}}, [](const CarriedFrame&) {}, cancel);
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled);
}
