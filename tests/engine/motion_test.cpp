// SPDX-License-Identifier: GPL-3.0-or-later
// Flow, warps, confidence, cuts, identities, smoothing and flicker on scenes whose motion is known.
#include "engine/imaging/motion/affine_motion.h"
#include "engine/imaging/motion/frame_motion.h"
#include "engine/imaging/motion/instance_tracker.h"
#include "engine/imaging/motion/label_guide.h"
#include "engine/imaging/motion/optical_flow.h"
#include "engine/imaging/motion/outline_blend.h"
#include "engine/imaging/motion/scene_cut.h"
#include "engine/imaging/motion/temporal_smoother.h"
#include "engine/imaging/motion/warp.h"
#include "engine/metrics/flicker.h"
#include "tests/engine/motion_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace underpaint;
using imaging::FlowField;
using imaging::FrameMotion;
using imaging::MovingFrame;
using imaging::Share;

namespace {

FlowField uniform(Size size, float u, float v) {
    FlowField flow(size.width, size.height, 2, u);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            flow.at(x, y, 1) = v;
        }
    }
    return flow;
}

/// Mean length of the difference to a translation, away from the border.
double meanError(const FlowField& flow, float u, float v) {
    constexpr int border = 12;
    double sum = 0;
    int count = 0;
    for (int y = border; y < flow.height() - border; ++y) {
        for (int x = border; x < flow.width() - border; ++x) {
            sum += std::hypot(flow.at(x, y, 0) - u, flow.at(x, y, 1) - v);
            ++count;
        }
    }
    return sum / count;
}

} // namespace

UNDERPAINT_TEST(flow_finds_a_known_translation) {
    const Size size{128, 96};
    const Image first = test::texture(size, 0, 0);
    const Image second = test::texture(size, 5, -3); // everything went 5 left and 3 down
    const FlowField flow = imaging::opticalFlow(first, second);
    CHECK(meanError(flow, -5, 3) < 0.2);
    CHECK(imaging::opticalFlow(first, second) == flow);
    CHECK(meanError(imaging::opticalFlow(first, first), 0, 0) < 0.01);
    // Pictures that are smaller than the search likes, and grey ones.
    CHECK(imaging::opticalFlow(Image(5, 3, 3, 9), Image(5, 3, 3, 9)).size() == (Size{5, 3}));
    CHECK(imaging::opticalFlow(Image(200, 1, 1, 9), Image(200, 1, 1, 9)).size() == (Size{200, 1}));
    CHECK_ERROR(imaging::opticalFlow(first, Image(3, 3, 3, 0)), "different sizes");
    CHECK_ERROR(imaging::opticalFlow({}, {}), "different sizes");
}

UNDERPAINT_TEST(warps_bring_a_frame_back) {
    const Size size{64, 48};
    const Image first = test::texture(size, 0, 0);
    const Image second = test::texture(size, 5, -3);
    for (const auto between : {imaging::Between::Bilinear, imaging::Between::Bicubic}) {
        const Image moved = imaging::warped(second, uniform(size, -5, 3), between);
        for (int y = 4; y < 40; ++y) {
            for (int x = 8; x < 60; ++x) {
                CHECK_EQUAL(moved.at(x, y, 1), first.at(x, y, 1));
            }
        }
    }
    LabelPlane labels(4, 2);
    labels.at(3, 1) = 7;
    const LabelPlane moved = imaging::warped(labels, uniform({4, 2}, 1.4F, 1));
    CHECK_EQUAL(moved.at(2, 0), 7);
    CHECK_EQUAL(moved.at(0, 0), 0);
    CHECK_ERROR(imaging::warped(labels, uniform({3, 2}, 0, 0)), "another size");

    // A half pixel of a straight line: between the neighbours, and not beyond them.
    Image ramp(6, 1, 1, 0);
    for (int x = 0; x < 6; ++x) {
        ramp.at(x, 0) = static_cast<std::uint8_t>(40 * x);
    }
    for (const auto between : {imaging::Between::Bilinear, imaging::Between::Bicubic}) {
        CHECK_EQUAL(imaging::warped(ramp, uniform({6, 1}, 0.5F, 0), between).at(2, 0), 100);
    }
}

UNDERPAINT_TEST(flows_are_chained) {
    const Size size{20, 10};
    const FlowField both = imaging::chainedFlow(uniform(size, 2, 1), uniform(size, 0.5F, -3));
    CHECK_CLOSE(both.at(9, 5, 0), 2.5, 1e-5);
    CHECK_CLOSE(both.at(9, 5, 1), -2, 1e-5);
}

UNDERPAINT_TEST(what_is_hidden_or_gone_is_not_trusted) {
    const Size size{40, 30};
    const Share sure = imaging::flowConfidence(uniform(size, 3, 0), uniform(size, -3, 0));
    CHECK_EQUAL(sure.at(10, 10), 1);
    CHECK_EQUAL(sure.at(39, 10), 0); // it left the picture
    const Share other = imaging::flowConfidence(uniform(size, 3, 0), uniform(size, 1, 0));
    CHECK_EQUAL(*std::ranges::max_element(other.values()), 0);

    // An object moves 6 to the right over ground that stands still: what it uncovers was not to be
    // seen before, what it covers is not to be seen now.
    FlowField toBefore = uniform(size, 0, 0);
    FlowField toNow = uniform(size, 0, 0);
    for (int y = 8; y < 20; ++y) {
        for (int x = 10; x < 22; ++x) {
            toBefore.at(x + 6, y, 0) = -6;
            toNow.at(x, y, 0) = 6;
        }
    }
    const Share seen = imaging::flowConfidence(toBefore, toNow);
    CHECK_EQUAL(seen.at(12, 12), 0);
    CHECK_EQUAL(seen.at(20, 12), 1);
    CHECK_EQUAL(seen.at(30, 12), 1);
    CHECK_EQUAL(imaging::flowConfidence(toNow, toBefore).at(25, 12), 0);

    const test::MovingScene scene{.camera = {0, 0}, .object = {4, 0}};
    const FrameMotion motion = imaging::motionSince(scene.frame(0), scene.frame(1));
    const Point now = scene.objectAt(1);
    CHECK_CLOSE(motion.flow.at(now.x + 10, now.y + 7, 0), -4, 1);
    CHECK(motion.confidence.at(now.x + 10, now.y + 7) > 0.9);
}

UNDERPAINT_TEST(maps_alone_show_how_objects_move) {
    test::MovingScene scene{.camera = {0, 0}, .object = {4, 2}};
    MovingFrame before = scene.frame(0);
    MovingFrame now = scene.frame(1);
    before.guide = {};
    now.guide = {};
    const FrameMotion motion = imaging::motionSince(before, now);
    const Point at = scene.objectAt(1);
    CHECK_CLOSE(motion.flow.at(at.x + 10, at.y + 7, 0), -4, 1);
    CHECK_CLOSE(motion.flow.at(at.x + 10, at.y + 7, 1), -2, 1);
    CHECK_CLOSE(motion.flow.at(28, 70, 0), 0, 1); // the other object stands still

    // Where everything moves alike, areas without anything in them move along.
    test::MovingScene turning{.camera = {4, 1}, .object = {0, 0}};
    MovingFrame first = turning.frame(0);
    MovingFrame second = turning.frame(1);
    first.guide = {};
    second.guide = {};
    const FrameMotion all = imaging::motionSince(first, second);
    CHECK(meanError(all.flow, 4, 1) < 1);
    CHECK_CLOSE(all.flow.at(64, 12, 0), 4, 1); // of the sky, far from everything
    // The same area has the same brightness whatever is around it.
    const Image guide = imaging::labelGuide(now.labels, now.instances);
    const Image earlier = imaging::labelGuide(before.labels, before.instances);
    const Point was = scene.objectAt(0);
    CHECK_EQUAL(guide.at(at.x + 10, at.y + 7), earlier.at(was.x + 10, was.y + 7));
    CHECK_ERROR(
        imaging::motionSince(before, MovingFrame{LabelPlane(4, 4), InstancePlane(4, 4), {}}),
        "4x4");
}

UNDERPAINT_TEST(cuts_are_told_from_motion) {
    const test::MovingScene scene{.camera = {4, 1}};
    const LabelPlane first = scene.frame(0).labels;
    CHECK_EQUAL(imaging::labelChange(first, first), 0.0);
    CHECK(imaging::labelChange(first, scene.frame(1).labels) < 0.1);
    const LabelPlane other(first.width(), first.height(), 1);
    const double change = imaging::labelChange(first, other);
    CHECK(change > imaging::usualCut);
    CHECK_CLOSE(change, imaging::labelChange(other, first), 1e-9);
    CHECK_EQUAL(imaging::labelChange(first, LabelPlane(3, 3)), 1.0);
    CHECK_EQUAL(imaging::labelChange(LabelPlane(3, 3, 1), LabelPlane(3, 3, 2)), 1.0);
}

UNDERPAINT_TEST(objects_keep_their_numbers) {
    const test::MovingScene scene;
    imaging::InstanceTracker tracker;
    std::vector<InstancePlane> seen;
    for (int i = 0; i < 4; ++i) {
        MovingFrame frame = scene.frame(i);
        // Numbered in another order in every other frame, as deriving them does.
        for (std::uint32_t& id : frame.instances.values()) {
            id = i % 2 == 1 && id >= 3000 ? 6001 - id : id;
        }
        FrameMotion motion;
        if (i > 0) {
            motion = imaging::motionSince(scene.frame(i - 1), scene.frame(i));
        }
        seen.push_back(
            tracker.follow({frame.labels, frame.instances}, i > 0 ? &motion.flow : nullptr));
        CHECK(seen.back() == scene.frame(i).instances);
    }
    // Another object that comes under a number that was used gets one of its own.
    MovingFrame frame = scene.frame(4);
    for (std::uint32_t& id : frame.instances.values()) {
        id = id == 3000 ? 1 : id;
    }
    for (int y = 2; y < 9; ++y) {
        for (int x = 100; x < 110; ++x) {
            frame.labels.at(x, y) = 3;
            frame.instances.at(x, y) = 3000;
        }
    }
    const FrameMotion motion = imaging::motionSince(scene.frame(3), scene.frame(4));
    const InstancePlane last = tracker.follow({frame.labels, frame.instances}, &motion.flow);
    CHECK_EQUAL(last.at(105, 5), 3002U);
}

UNDERPAINT_TEST(smoothing_halves_flicker_and_keeps_motion) {
    const test::MovingScene scene;
    metrics::Flicker rough;
    metrics::Flicker smooth;
    metrics::Flicker ideal;
    Image roughBefore;
    Image smoothBefore;
    double distance = 0; // of what is smoothed from the scene without noise
    for (int i = 0; i < 8; ++i) {
        const MovingFrame now = scene.frame(i);
        const Image painted = test::withNoise(now.guide, 24, static_cast<unsigned>(i));
        Image smoothed = painted;
        if (i > 0) {
            const FrameMotion motion = imaging::motionSince(scene.frame(i - 1), now);
            smoothed = imaging::smoothedPhoto(painted, smoothBefore, motion, 0.8);
            rough.add(roughBefore, painted, motion);
            smooth.add(smoothBefore, smoothed, motion);
            ideal.add(scene.frame(i - 1).guide, now.guide, motion);
            CHECK(imaging::smoothedPhoto(painted, smoothBefore, motion, 0) == painted);
        }
        if (i == 7) {
            for (std::size_t k = 0; k < smoothed.values().size(); ++k) {
                distance += std::abs(smoothed.values()[k] - now.guide.values()[k]);
            }
            distance /= static_cast<double>(smoothed.values().size());
        }
        roughBefore = painted;
        smoothBefore = smoothed;
    }
    CHECK_EQUAL(rough.pairs(), 7U);
    CHECK(rough.coverage() > 0.7 && rough.coverage() <= 1);
    CHECK(ideal.levels() < 1.5);
    CHECK(rough.levels() > 10);
    CHECK(smooth.levels() < 0.5 * rough.levels());
    CHECK(distance < 8); // the noise alone is 12: nothing drags behind
    metrics::Flicker wrong;
    CHECK_ERROR(wrong.add(Image(3, 3, 3, 0), roughBefore, {}), "different sizes");
}

UNDERPAINT_TEST(what_is_new_is_not_smoothed) {
    const Size size{64, 48};
    const FrameMotion still{uniform(size, 0, 0), Share(64, 48, 1)};
    const Image dark(64, 48, 3, 20);
    Image lit(64, 48, 3, 30);
    for (int y = 0; y < 48; ++y) {
        for (int x = 40; x < 64; ++x) {
            lit.at(x, y, 0) = 240; // the light of something else
        }
    }
    const Image smoothed = imaging::smoothedPhoto(lit, dark, still, 1);
    CHECK_EQUAL(smoothed.at(58, 20, 0), 240);
    CHECK_EQUAL(smoothed.at(10, 20, 0), 21); // 95 % of what was there
    CHECK_ERROR(imaging::smoothedPhoto(lit, Image(3, 3, 3, 0), still, 1), "different sizes");
}

UNDERPAINT_TEST(an_affine_motion_is_found_among_mistakes) {
    FlowField flow(40, 40, 2, 0);
    Plane<std::uint8_t> mask(40, 40, 1);
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            flow.at(x, y, 0) = 0.1F * static_cast<float>(x) + 2;
            flow.at(x, y, 1) = -0.05F * static_cast<float>(x) + 0.1F * static_cast<float>(y) - 1;
            if ((x + 3 * y) % 7 == 0) {
                flow.at(x, y, 0) = -9;
            }
        }
    }
    double sure = 0;
    const imaging::AffineMotion motion =
        imaging::fittedMotion(flow, Share(40, 40, 0.5F), mask, sure);
    CHECK_CLOSE(sure, 0.5, 1e-6);
    CHECK_CLOSE(motion.x(10, 20), 13, 0.3);
    CHECK_CLOSE(motion.y(10, 20), 20.5, 0.3);
    const imaging::AffineMotion back = motion.inverse();
    CHECK_CLOSE(back.x(motion.x(7, 9), motion.y(7, 9)), 7, 1e-6);
    // What is stiff turns and grows less.
    const auto stiff = imaging::fittedMotion(flow, Share(40, 40, 1), mask, sure, 200);
    CHECK(std::abs(stiff.values[0] - 1) < 0.02);
    // Nothing is sure: it stays.
    const auto none = imaging::fittedMotion(flow, Share(40, 40, 0), mask, sure);
    CHECK_CLOSE(none.x(7, 9), 7, 1e-9);
    CHECK_EQUAL(sure, 0);
}

UNDERPAINT_TEST(outlines_change_on_the_way) {
    std::vector<Point> small;
    std::vector<Point> large;
    for (int y = 0; y < 21; ++y) {
        for (int x = 0; x < 21; ++x) {
            if (x >= 6 && x < 15 && y >= 6 && y < 15) {
                small.push_back({x, y});
            }
            large.push_back({x + 20, y});
        }
    }
    const Size size{60, 30};
    CHECK(imaging::blendedOutline(small, large, 0, size) == small);
    CHECK(imaging::blendedOutline(small, large, 1, size) == large);
    const std::vector<Point> half = imaging::blendedOutline(small, large, 0.5, size);
    // Of a side of 15, in the middle.
    CHECK(half.size() > 160 && half.size() < 290);
    CHECK(std::ranges::find(half, Point{20, 10}) != half.end());
    CHECK(std::ranges::find(half, Point{6, 6}) == half.end());
    CHECK(imaging::blendedOutline({}, large, 0.7, size) == large);
}
