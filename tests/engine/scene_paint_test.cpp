// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/brush.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/fill.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/instance_transform.h"
#include "engine/scene/instances.h"
#include "engine/scene/mask_spans.h"
#include "engine/scene/paint_guard.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <array>
#include <cstdlib>
#include <set>
#include <utility>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::between;
using underpaint::test::sampleScene;

namespace {

using Pixels = std::set<std::pair<int, int>>; // (y, x)

Pixels pixelsOf(const std::vector<PixelSpan>& spans) {
    Pixels pixels;
    for (const PixelSpan& span : spans) {
        for (int x = span.x; x < span.x + span.length; ++x) {
            pixels.emplace(span.y, x);
        }
    }
    return pixels;
}

/// The pixels that hang together with the first over sides and corners.
Pixels connectedPart(const Pixels& pixels) {
    Pixels part;
    std::vector<std::pair<int, int>> waiting{*pixels.begin()};
    while (!waiting.empty()) {
        const auto [y, x] = waiting.back();
        waiting.pop_back();
        if (!pixels.contains({y, x}) || !part.emplace(y, x).second) {
            continue;
        }
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                waiting.emplace_back(y + dy, x + dx);
            }
        }
    }
    return part;
}

Scene plainScene(Size size = {120, 90}) {
    return {cityscapesLabels(), size, 7};
}

std::vector<int> rowOf(const SceneState& scene, int y) {
    const LabelPlane plane = scene.labels.toPlane();
    return {plane.row(y).begin(), plane.row(y).end()};
}

} // namespace

UNDERPAINT_TEST(strokes_cover_every_position_of_the_brush_and_no_more) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Random random(seed);
        const Brush brush{seed % 2 == 0 ? BrushShape::Round : BrushShape::Square,
                          between(random, 1, 24)};
        const Point from{between(random, -30, 90), between(random, -30, 90)};
        const Point to{between(random, -30, 90), between(random, -30, 90)};
        Pixels expected;
        for (const Point at : linePoints(from, to)) {
            for (const auto& pixel : pixelsOf(strokeSpans(brush, at, at))) {
                expected.insert(pixel);
            }
        }
        CHECK(pixelsOf(strokeSpans(brush, from, to)) == expected);
    }
}

UNDERPAINT_TEST(strokes_of_fast_moves_have_no_gaps) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Random random(seed);
        Scene scene = plainScene({400, 300});
        const Brush brush{BrushShape::Round, between(random, 1, 6)};
        Point at{between(random, 0, 399), between(random, 0, 299)};
        Pixels painted;
        for (int move = 0; move < 10; ++move) {
            const Point next{between(random, 0, 399), between(random, 0, 299)};
            scene.apply(paintStroke(*scene, brush, at, next, {26, 26000}, {}, 1));
            at = next;
        }
        painted = pixelsOf(spansOf(scene->instances, 26000));
        CHECK(connectedPart(painted) == painted);
        CHECK_EQUAL(scene->labels.at(at), 26);
    }
}

UNDERPAINT_TEST(lines_touch_and_stay_near_the_ideal_one) {
    Random random(8);
    for (int round = 0; round < 200; ++round) {
        const Point a{between(random, -50, 50), between(random, -50, 50)};
        const Point b{between(random, -50, 50), between(random, -50, 50)};
        const std::vector<Point> line = linePoints(a, b);
        CHECK(line.front() == a);
        CHECK(line.back() == b);
        const int longest = std::max(std::abs(b.x - a.x), std::abs(b.y - a.y));
        CHECK_EQUAL(line.size(), static_cast<std::size_t>(longest) + 1);
        for (std::size_t i = 1; i < line.size(); ++i) {
            CHECK(std::abs(line[i].x - line[i - 1].x) <= 1);
            CHECK(std::abs(line[i].y - line[i - 1].y) <= 1);
            const double share = static_cast<double>(i) / longest;
            CHECK(std::abs(a.x + share * (b.x - a.x) - line[i].x) < 1);
            CHECK(std::abs(a.y + share * (b.y - a.y) - line[i].y) < 1);
        }
    }
}

UNDERPAINT_TEST(brushes_have_their_size) {
    CHECK(
        (strokeSpans({BrushShape::Round, 1}, {5, 6}, {5, 6}) == std::vector<PixelSpan>{{5, 6, 1}}));
    CHECK((strokeSpans({BrushShape::Square, 4}, {5, 6}, {5, 6}) ==
           std::vector<PixelSpan>{{3, 4, 4}, {3, 5, 4}, {3, 6, 4}, {3, 7, 4}}));
    CHECK((strokeSpans({BrushShape::Round, 3}, {5, 6}, {5, 6}) ==
           std::vector<PixelSpan>{{5, 5, 1}, {4, 6, 3}, {5, 7, 1}}));
    for (int diameter = 1; diameter <= 400; ++diameter) {
        const auto spans = strokeSpans({BrushShape::Round, diameter}, {0, 0}, {0, 0});
        CHECK_EQUAL(spans.size(), static_cast<std::size_t>(diameter));
        int widest = 0;
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const PixelSpan& mirrored = spans[spans.size() - 1 - i];
            CHECK(spans[i].length > 0);
            CHECK_EQUAL(spans[i].length, mirrored.length);
            widest = std::max(widest, spans[i].length);
        }
        CHECK_EQUAL(widest, diameter);
    }
    CHECK_ERROR(strokeSpans({BrushShape::Round, 0}, {}, {}), "0 pixels");
    CHECK_ERROR(strokeSpans({BrushShape::Round, 1}, {}, {2000000000, 0}), "too far");
}

UNDERPAINT_TEST(painting_keeps_locked_labels) {
    Scene scene = plainScene();
    scene.apply(fillRectangle(*scene, {40, 0, 10, 90}, {11, 11}));
    const SceneState before = scene.state();
    scene.apply(paintStroke(*scene, {BrushShape::Square, 20}, {0, 40}, {119, 40}, {26, 26000},
                            ProtectedLabels{11}));
    for (int y = 0; y < 90; ++y) {
        for (int x = 0; x < 120; ++x) {
            const bool painted = y >= 30 && y < 50 && (x < 40 || x >= 50);
            CHECK_EQUAL(scene->labels.at(x, y), painted ? 26 : before.labels.at(x, y));
            CHECK_EQUAL(scene->instances.at(x, y), painted ? 26000U : before.instances.at(x, y));
        }
    }
    CHECK_ERROR(fillRectangle(*scene, {0, 0, 1, 1}, {77, 77}), "id 77");
    CHECK(fillRectangle(*scene, {500, 500, 5, 5}, {26, 26}).empty());
}

UNDERPAINT_TEST(polygons_fill_by_the_even_odd_rule_with_their_outline) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Random random(seed);
        std::vector<Point> vertices(static_cast<std::size_t>(between(random, 1, 7)));
        for (Point& vertex : vertices) {
            vertex = {between(random, -10, 50), between(random, -10, 50)};
        }
        const Rect clip{0, 0, 40, 40};
        Pixels expected;
        for (std::size_t i = 0; i < vertices.size(); ++i) {
            for (const Point p : linePoints(vertices[i], vertices[(i + 1) % vertices.size()])) {
                if (clip.contains(p)) {
                    expected.emplace(p.y, p.x);
                }
            }
        }
        for (int y = 0; y < 40; ++y) {
            for (int x = 0; x < 40; ++x) {
                // A ray to the left crosses an odd number of sides.
                bool inside = false;
                for (std::size_t i = 0; i < vertices.size(); ++i) {
                    const Point a = vertices[i];
                    const Point b = vertices[(i + 1) % vertices.size()];
                    if ((a.y > y) != (b.y > y) &&
                        (b.x - a.x) * static_cast<double>(y - a.y) / (b.y - a.y) + a.x < x) {
                        inside = !inside;
                    }
                }
                if (inside) {
                    expected.emplace(y, x);
                }
            }
        }
        CHECK(pixelsOf(polygonSpans(vertices, clip)) == expected);
    }
    CHECK_ERROR(polygonSpans({}, {}), "no vertices");
}

UNDERPAINT_TEST(flood_fill_takes_what_hangs_together) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Random random(seed);
        const Scene scene = sampleScene({90, 70}, seed);
        const Point start{between(random, 0, 89), between(random, 0, 69)};
        const FillMatch match = seed % 2 == 0 ? FillMatch::Label : FillMatch::LabelAndInstance;
        Pixels expected;
        std::vector<Point> waiting{start};
        while (!waiting.empty()) {
            const Point p = waiting.back();
            waiting.pop_back();
            if (!scene->bounds().contains(p) || scene->labels.at(p) != scene->labels.at(start) ||
                (match == FillMatch::LabelAndInstance &&
                 scene->instances.at(p) != scene->instances.at(start)) ||
                !expected.emplace(p.y, p.x).second) {
                continue;
            }
            for (const Point step : {Point{0, 1}, {1, 0}, {0, -1}, {-1, 0}}) {
                waiting.push_back({p.x + step.x, p.y + step.y});
            }
        }
        CHECK(pixelsOf(contiguousSpans(*scene, start, match)) == expected);
    }
    CHECK_ERROR(contiguousSpans(*plainScene(), {120, 0}, FillMatch::Label), "(120, 0)");
}

UNDERPAINT_TEST(class_fill_takes_every_pixel_of_the_class) {
    Scene scene = plainScene();
    scene.apply(fillRectangle(*scene, {0, 0, 5, 5}, {26, 26000}));
    scene.apply(fillRectangle(*scene, {100, 80, 5, 5}, {26, 26001}));
    scene.apply(fillClass(*scene, 26, {23, 23}));
    CHECK(spansOf(scene->labels, 26).empty());
    CHECK_EQUAL(pixelsOf(spansOf(scene->labels, 23)).size(), 50U);
    CHECK_EQUAL(pixelsOf(spansOf(scene->instances, 23)).size(), 50U);
}

UNDERPAINT_TEST(stamps_are_clipped) {
    Plane<std::uint8_t> mask(3, 2);
    mask.at(0, 0) = mask.at(2, 0) = mask.at(1, 1) = 255;
    Scene scene = plainScene({4, 3});
    scene.apply(stampMask(*scene, mask, {2, -1}, {26, 26003}));
    scene.apply(stampMask(*scene, mask, {-2, 1}, {11, 11}));
    CHECK((rowOf(*scene, 0) == std::vector<int>{7, 7, 7, 26}));
    CHECK((rowOf(*scene, 1) == std::vector<int>{11, 7, 7, 7}));
    CHECK((rowOf(*scene, 2) == std::vector<int>{7, 7, 7, 7}));
    CHECK(stampMask(*scene, mask, {100, 100}, {26, 26003}).empty());
    CHECK_ERROR(stampMask(*scene, Plane<std::uint8_t>(2, 2, 3, 1), {}, {7, 7}), "3 channels");
}

UNDERPAINT_TEST(relabelling_follows_the_rule_of_pix2pixhd) {
    Scene scene = plainScene();
    scene.apply(fillRectangle(*scene, {0, 0, 10, 10}, {26, 26000}));
    scene.apply(fillRectangle(*scene, {20, 0, 10, 10}, {24, 24000}));
    scene.apply(fillRectangle(*scene, {50, 50, 5, 5}, {24, 24000}));
    scene.apply({SetStyle{{{24000, FeatureStyle{{1, 0, -1}}}, {26000, ClusterStyle{3}}}}});
    const SceneState before = scene.state();

    // A person becomes a car: all its pixels, with the next id of cars; its features go along.
    const Edit undo = scene.apply(relabelLike(*scene, 24000, {5, 5}));
    CHECK_EQUAL(scene->labels.at(52, 52), 26);
    CHECK_EQUAL(scene->instances.at(25, 5), 26001U);
    CHECK_EQUAL(scene->instances.at(52, 52), 26001U);
    CHECK_EQUAL(scene->instances.at(5, 5), 26000U);
    CHECK(scene->styleOf(24000) == nullptr);
    CHECK((*scene->styleOf(26001) == Style{FeatureStyle{{1, 0, -1}}}));
    scene.apply(undo);
    CHECK(*scene == before);

    // It becomes road: a class only, whose style stays.
    scene.apply(relabelLike(*scene, 24000, {100, 80}));
    CHECK_EQUAL(scene->instances.at(25, 5), 7U);
    CHECK(scene->styleOf(7) == nullptr);
    // A cluster is one of the old class.
    scene.apply(relabelInstance(*scene, 26000, {24, 24005}));
    CHECK(scene->styleOf(24005) == nullptr);
    CHECK_EQUAL(scene->labels.at(5, 5), 24);
    CHECK_ERROR(relabelLike(*scene, 26000, {0, 0}), "26000");
    CHECK_ERROR(relabelValue(*scene, {-1, 0}), "(-1, 0)");
}

UNDERPAINT_TEST(deleting_an_instance_heals_the_hole) {
    // Sky above, road below; the car stands on the border between them, another car touches it.
    Scene scene(cityscapesLabels(), Size{40, 40}, 23);
    scene.apply(fillRectangle(*scene, {0, 20, 40, 20}, {7, 7}));
    const SceneState street = scene.state();
    scene.apply(fillRectangle(*scene, {10, 15, 10, 10}, {26, 26000}));
    scene.apply({SetStyle{{{26000, ClusterStyle{2}}}}});
    const SceneState one = scene.state();
    CHECK(*[&] {
        Scene copy(one);
        copy.apply(deleteInstance(*copy, 26000));
        return copy;
    }() == street);

    scene.apply(fillRectangle(*scene, {20, 15, 10, 10}, {26, 26001}));
    const Edit undo = scene.apply(deleteInstance(*scene, 26000));
    CHECK(!instanceIn(*scene, 26000));
    CHECK_EQUAL(instanceIn(*scene, 26001)->area, 100);
    CHECK_EQUAL(scene->labels.at(19, 16), 23);
    CHECK_EQUAL(scene->labels.at(19, 23), 7);
    scene.apply(undo);
    CHECK_EQUAL(instanceIn(*scene, 26000)->area, 100);
    CHECK((*scene->styleOf(26000) == Style{ClusterStyle{2}}));
    CHECK_ERROR(deleteInstance(*scene, 99), "99");
}

UNDERPAINT_TEST(deleting_what_only_things_surround_heals_from_them) {
    Scene scene(cityscapesLabels(), Size{30, 30}, 7);
    scene.apply(fillRectangle(*scene, {5, 5, 20, 20}, {26, 26000}));
    scene.apply(fillRectangle(*scene, {10, 10, 5, 5}, {24, 24000}));
    scene.apply(fillRectangle(*scene, {0, 0, 2, 2}, {24, 24000}));
    scene.apply(deleteInstance(*scene, 24000));
    CHECK_EQUAL(scene->labels.at(0, 0), 7);
    CHECK_EQUAL(instanceIn(*scene, 26000)->area, 400);

    Scene covered(cityscapesLabels(), Size{9, 9}, 26);
    covered.apply(deleteInstance(*covered, 26, {23, 23}));
    CHECK_EQUAL(pixelsOf(spansOf(covered->labels, 23)).size(), 81U);
}

namespace {

/// Overlapping, partly outside of a map of 60x40.
std::vector<PixelSpan> randomSpans(Random& random) {
    std::vector<PixelSpan> spans;
    for (int i = between(random, 0, 60); i > 0; --i) {
        spans.push_back({between(random, -5, 62), between(random, -2, 41), between(random, 1, 12)});
    }
    return spans;
}

} // namespace

UNDERPAINT_TEST(selections_are_sets_of_pixels) {
    constexpr Rect bounds{0, 0, 60, 40};
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Random random(seed);
        const PixelSelection a(randomSpans(random), bounds);
        const PixelSelection b(randomSpans(random), bounds);
        const std::vector<PixelSpan> clipped = a.clipped(b.spans());
        const PixelSelection inside = a.intersected(b);
        CHECK(clipped == inside.spans());
        CHECK(a.inverted(bounds).inverted(bounds) == a);
        CHECK(a.without(b) == a.intersected(b.inverted(bounds)));
        CHECK(a.united(b).area() == a.area() + b.area() - inside.area());
        CHECK(a.united(b).spans() == normalised(a.united(b).spans(), bounds));
        for (int y = -1; y <= 40; ++y) {
            for (int x = -1; x <= 60; ++x) {
                const Point p{x, y};
                CHECK(a.united(b).contains(p) == (a.contains(p) || b.contains(p)));
                CHECK(a.without(b).contains(p) == (a.contains(p) && !b.contains(p)));
                CHECK(!a.contains(p) || a.box().contains(p));
            }
        }
    }
}

UNDERPAINT_TEST(a_guard_paints_what_is_allowed_and_different) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Random random(seed);
        const Scene scene = sampleScene({60, 40}, seed);
        const Rect bounds = scene->bounds();
        const ProtectedLabels labels{scene->labels.at(5, 5)};
        const std::set<std::uint32_t> instances{scene->instances.at(40, 30)};
        const PixelSelection selection(randomSpans(random), bounds);
        const PaintGuard guard(labels, instances, selection);
        const PixelSelection wanted(randomSpans(random), bounds);
        const PaintValue value{scene->labels.at(20, 20), scene->instances.at(20, 20)};
        const Edit edit = guard.paint(*scene, wanted.spans(), value, 9);
        CHECK(edit.gesture == 9);
        Scene painted(scene.state());
        if (!edit.empty()) {
            painted.apply(edit);
        }
        long long changed = 0;
        for (int y = 0; y < bounds.height; ++y) {
            for (int x = 0; x < bounds.width; ++x) {
                const Point p{x, y};
                const bool allowed = wanted.contains(p) && guard.allows(*scene, p);
                const PaintValue old{scene->labels.at(p), scene->instances.at(p)};
                const PaintValue now{painted->labels.at(p), painted->instances.at(p)};
                CHECK(now == (allowed ? value : old));
                changed += now == old ? 0 : 1;
            }
        }
        long long covered = 0;
        for (const LabelRun& run : std::get<PaintPixels>(edit.kind).labels) {
            covered += run.length;
        }
        CHECK(covered == changed);
    }
}

UNDERPAINT_TEST(connected_masks_stop_at_gaps) {
    Plane<std::uint8_t> mask(9, 5);
    for (int x = 0; x < 9; ++x) {
        mask.at(x, 2) = x == 4 ? 0 : 1;
    }
    mask.at(3, 3) = 1;
    mask.at(4, 4) = 1; // touches a corner only
    CHECK(pixelsOf(connectedSpans(mask, {0, 2})) ==
          (Pixels{{2, 0}, {2, 1}, {2, 2}, {2, 3}, {3, 3}}));
    CHECK(connectedSpans(mask, {4, 2}).empty());
    CHECK_ERROR(connectedSpans(mask, {9, 2}), "outside");
    CHECK(maskSpans(mask, {10, 20}).size() == 4);
}

UNDERPAINT_TEST(ellipses_touch_their_rectangle_and_are_symmetric) {
    for (const Rect rect : {Rect{3, 4, 20, 10}, Rect{0, 0, 1, 7}, Rect{5, 5, 9, 9}}) {
        const Pixels pixels = pixelsOf(ellipseSpans(rect, {0, 0, 60, 40}));
        Rect box;
        for (const auto& [y, x] : pixels) {
            box = box.united({x, y, 1, 1});
            CHECK(pixels.contains({y, 2 * rect.x + rect.width - 1 - x}));
            CHECK(pixels.contains({2 * rect.y + rect.height - 1 - y, x}));
        }
        CHECK(box == rect);
    }
}

UNDERPAINT_TEST(instances_move_heal_and_respect_the_guard) {
    Scene scene = plainScene();
    scene.apply(fillRectangle(*scene, {20, 20, 10, 8}, {26, 26000}));
    scene.apply(fillRectangle(*scene, {60, 20, 10, 8}, {26, 26001}));
    const SceneState before = scene.state();
    const ProtectedLabels labels;
    const std::set<std::uint32_t> locked{26001};
    const PixelSelection everywhere;
    const PaintGuard guard(labels, locked, everywhere);

    const PaintPixels moved = transformInstances(before, {26000}, {1, 0, 0, 1, 35, 4}, guard);
    scene.apply({moved});
    CHECK(scene->labels.at(22, 22) == 7);
    CHECK(scene->instances.at(22, 22) == 7);
    const auto first = instanceIn(*scene, 26000);
    // Half of it lies behind the locked one.
    CHECK(first && first->area == 10 * 8 - 5 * 4);
    CHECK((instanceIn(*scene, 26001)->area == 80));

    // A quarter turn four times is where one began; so is a double flip.
    SceneState turned = before;
    for (int i = 0; i < 4; ++i) {
        const std::set<std::uint32_t> none;
        const PaintGuard free(labels, none, everywhere);
        const PaintPixels turn = transformInstances(turned, {26000}, {0, -1, 1, 0, 49, -1}, free);
        turn.paint(turned.labels, turned.instances);
        const auto info = instanceIn(turned, 26000);
        CHECK(info && info->area == 80);
    }
    CHECK(turned.labels == before.labels && turned.instances == before.instances);
    CHECK(labelOfInstance(before, 26001) == std::optional<std::uint16_t>(26));
    CHECK(!labelOfInstance(before, 26007));
    CHECK_ERROR(transformInstances(before, {26000}, {0, 0, 0, 1, 0, 0}, guard), "flat");
}
