// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of areas, cuts along lines, and instances that are split by them.
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/instances.h"
#include "engine/scene/span_parts.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <set>
#include <utility>
#include <vector>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::between;

namespace {

using Spans = std::vector<PixelSpan>;
using Pixels = std::set<std::pair<int, int>>; // (y, x)

constexpr std::uint16_t car = 26;

Spans rectangle(Rect rect) {
    Spans spans;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        spans.push_back({rect.x, y, rect.width});
    }
    return spans;
}

Pixels pixelsOf(const Spans& spans) {
    Pixels pixels;
    for (const PixelSpan& span : spans) {
        for (int x = span.x; x < span.x + span.length; ++x) {
            pixels.emplace(span.y, x);
        }
    }
    return pixels;
}

Scene sceneWithCar(Rect rect) {
    Scene scene(cityscapesLabels(), Size{60, 60}, 7);
    scene.apply(paintSpans(*scene, rectangle(rect), {car, 26000}));
    return scene;
}

} // namespace

UNDERPAINT_TEST(a_line_across_cuts_in_two) {
    const Spans area = rectangle({10, 10, 20, 10});
    const std::vector<Spans> parts = cutApart(area, {{17, 0}, {17, 40}});
    CHECK_EQUAL(parts.size(), std::size_t{2});
    // The pixels under the line, too, belong to one of them.
    CHECK_EQUAL(pixelsOf(parts[0]).size() + pixelsOf(parts[1]).size(), std::size_t{200});
    CHECK(pixelsOf(parts[0]).contains({15, 29}));
    CHECK(pixelsOf(parts[1]).contains({15, 10}));
}

UNDERPAINT_TEST(a_line_that_ends_inside_cuts_nothing) {
    const Spans area = rectangle({10, 10, 20, 10});
    CHECK(cutApart(area, {{17, 0}, {17, 15}}) == std::vector<Spans>{area});
    CHECK(cutApart(area, {{40, 40}, {50, 50}}) == std::vector<Spans>{area});
    CHECK(cutApart(area, {}) == std::vector<Spans>{area});
}

UNDERPAINT_TEST(pieces_that_the_line_misses_stay_with_the_largest) {
    Spans area = rectangle({10, 10, 20, 10});
    const Spans island = rectangle({10, 30, 4, 4});
    area.insert(area.end(), island.begin(), island.end());
    const std::vector<Spans> parts = cutApart(area, {{13, 0}, {13, 25}});
    CHECK_EQUAL(parts.size(), std::size_t{2});
    CHECK(pixelsOf(parts[0]).contains({31, 11}));
}

UNDERPAINT_TEST(cuts_neither_lose_nor_share_pixels) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Random random(seed);
        const Rect box{between(random, 0, 20), between(random, 0, 20), between(random, 1, 30),
                       between(random, 1, 30)};
        const Spans area = rectangle(box);
        std::vector<Point> line;
        for (int i = between(random, 1, 6); i > 0; --i) {
            line.push_back({between(random, -5, 60), between(random, -5, 60)});
        }
        std::size_t pixels = 0;
        Pixels all;
        for (const Spans& part : cutApart(area, line)) {
            const Pixels own = pixelsOf(part);
            pixels += own.size();
            all.insert(own.begin(), own.end());
        }
        CHECK_EQUAL(pixels, all.size());
        CHECK(all == pixelsOf(area));
    }
}

UNDERPAINT_TEST(split_parts_get_ids_and_the_style) {
    Scene scene = sceneWithCar({10, 10, 20, 10});
    scene.apply({SetStyle{{{26000, ClusterStyle{2}}}}});
    const SceneState before = scene.state();
    const auto parts = cutApart(spansOf(scene->instances, 26000), {{17, 0}, {17, 40}});
    const InstanceSplit split = splitInstance(*scene, 26000, parts);
    CHECK(split.made == std::vector<std::uint32_t>{26001});
    const Edit undo = scene.apply(split.edit);
    CHECK_EQUAL(instanceIn(*scene, 26000)->area + instanceIn(*scene, 26001)->area, 200);
    CHECK_EQUAL(scene->labels.at(11, 11), car);
    CHECK(*scene->styleOf(26001) == Style(ClusterStyle{2}));
    scene.apply(undo);
    CHECK(*scene == before);
    CHECK(splitInstance(*scene, 26000, parts, {car}).made.empty());
    CHECK_ERROR(splitInstance(*scene, 26009, parts), "26009");
}
