// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/scene_findings.h"

#include "engine/base/random.h"
#include "engine/scene/instances.h"
#include "tests/support/engine_test.h"

#include <algorithm>

namespace scene_findings_test {

using namespace underpaint;
using imaging::SceneFinding;
using Kind = imaging::SceneFinding::Kind;

namespace {

constexpr std::uint16_t grass = 0;
constexpr std::uint16_t sky = 1;
constexpr std::uint16_t cow = 2;

scene::SceneState meadow() {
    const scene::LabelSet classes("meadow", {{grass, "grass", {0, 200, 0}, false},
                                             {sky, "sky", {0, 0, 200}, false},
                                             {cow, "cow", {90, 40, 0}, true}});
    scene::SceneState state = scene::Scene(classes, {40, 30}, grass).state();
    state.labels.fill({0, 0, 40, 10}, sky);
    state.instances = scene::instancesFromLabels(state.labels);
    return state;
}

void addCow(scene::SceneState& state, const Rect& rect, std::uint32_t id) {
    state.labels.fill(rect, cow);
    state.instances.fill(rect, id);
}

} // namespace

UNDERPAINT_TEST(a_tidy_scene_has_no_findings) {
    scene::SceneState state = meadow();
    addCow(state, {5, 15, 8, 6}, 2000);
    addCow(state, {13, 15, 8, 6}, 2001); // beside it: two, each whole
    CHECK(imaging::findingsIn(state, {}).empty());
}

UNDERPAINT_TEST(findings_say_what_and_where) {
    scene::SceneState state = meadow();
    addCow(state, {5, 15, 8, 6}, 2000);
    addCow(state, {30, 20, 6, 6}, 2000);     // the same one, elsewhere
    addCow(state, {20, 25, 3, 3}, 2001);     // small
    state.labels.fill({10, 3, 2, 1}, grass); // a speckle in the sky
    const auto findings = imaging::findingsIn(state, {.unknown = {sky}});
    CHECK_EQUAL(findings.size(), 4U);
    CHECK(findings[0].kind == Kind::UnknownClass && findings[0].label == sky);
    CHECK_EQUAL(findings[0].pixels, 398);
    CHECK(findings[0].box == (Rect{0, 0, 40, 10}));
    CHECK(findings[1].kind == Kind::Scattered && findings[1].instance == 2000);
    CHECK_EQUAL(findings[1].pieces, 2U);
    CHECK(findings[1].box == (Rect{5, 15, 31, 11}));
    CHECK(findings[2].kind == Kind::Small && findings[2].instance == 2001);
    CHECK_EQUAL(findings[2].pixels, 9);
    CHECK(findings[3].kind == Kind::Speckle && findings[3].label == grass);
    CHECK(findings[3].box == (Rect{10, 3, 2, 1}));
}

UNDERPAINT_TEST(speckles_become_what_is_around_them) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        scene::SceneState state = meadow();
        addCow(state, {5, 15, 12, 10}, 2000);
        const scene::SceneState clean = state;
        Random random(seed);
        for (int i = 0; i < 6; ++i) { // apart from each other, and inside of one area
            const int x = 2 + 6 * i;
            const int y = i % 2 == 0 ? 4 : 27;
            state.labels.fill({x, y, 1 + static_cast<int>(random.below(2)), 1},
                              i % 2 == 0 ? grass : sky);
        }
        state.labels.fill({8, 18, 2, 2}, grass);
        state.instances.fill({8, 18, 2, 2}, scene::stuffInstance(grass));
        const auto findings = imaging::findingsIn(state, {});
        CHECK_EQUAL(std::ranges::count(findings, Kind::Speckle, &SceneFinding::kind), 7);
        scene::Scene scene(state);
        scene.apply({scene::EditGroup{imaging::withoutSpeckles(state, findings)}});
        CHECK(scene->labels == clean.labels);
        CHECK_EQUAL(scene->instances.at(8, 18), 2000U);
        CHECK(imaging::findingsIn(*scene, {}).empty());
    }
}

UNDERPAINT_TEST(one_class_over_all_of_the_map_is_no_speckle_to_be_removed) {
    const scene::LabelSet classes("one", {{grass, "grass", {0, 200, 0}, false}});
    const scene::SceneState tiny = scene::Scene(classes, {2, 1}, grass).state();
    const auto findings = imaging::findingsIn(tiny, {});
    CHECK_EQUAL(findings.size(), 1U);
    CHECK(imaging::withoutSpeckles(tiny, findings).empty());
}

} // namespace scene_findings_test
