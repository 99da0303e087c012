// SPDX-License-Identifier: GPL-3.0-or-later
// What instances wear: style, code and exemplar survive what is done to them.
#include "engine/scene/appearance_edits.h"
#include "engine/scene/brush.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/span_parts.h"
#include "tests/support/engine_test.h"

#include <memory>
#include <utility>

using namespace underpaint;
using namespace underpaint::scene;

namespace {

constexpr std::uint16_t car = 26;
constexpr std::uint16_t truck = 27;
constexpr std::uint32_t first = 26001;
constexpr std::uint32_t second = 26002;

Exemplar exemplarOf(const std::string& id, std::uint32_t instance, std::vector<Pin> pins) {
    Exemplar exemplar;
    exemplar.id = id;
    exemplar.photo = std::make_shared<Image>(8, 6, 3, std::uint8_t{9});
    exemplar.target = {ExemplarTarget::Kind::Instance, instance};
    exemplar.strength = 0.5F;
    exemplar.pins = std::move(pins);
    return exemplar;
}

/// Style, code and an exemplar with a pin at that pixel.
Appearance fullLook(std::uint32_t instance, const std::string& id, Point pin) {
    Appearance look;
    look.style = FeatureStyle{{0.5F, -0.25F, 1}};
    look.code.values = {1, 2};
    look.exemplars.emplace(id, exemplarOf(id, instance, {{pin, {3, 4}}}));
    return look;
}

/// A car of two parts, dressed, and another one in whatever.
Scene streetWith(const Appearance& worn, const Appearance& other = {}) {
    Scene scene(cityscapesLabels(), Size{200, 100}, 7);
    const Brush brush{BrushShape::Square, 10};
    scene.apply(paintStroke(*scene, brush, {30, 30}, {30, 30}, {car, first}));
    scene.apply(paintStroke(*scene, brush, {90, 30}, {90, 30}, {car, first}));
    scene.apply(paintStroke(*scene, brush, {150, 60}, {150, 60}, {car, second}));
    const Edit dressed = wear(*scene, {{first, worn}, {second, other}});
    if (!dressed.empty()) {
        scene.apply(dressed);
    }
    return scene;
}

Scene dressedStreet() {
    return streetWith(fullLook(first, "photo", {91, 31}));
}

/// Applies it, takes it back, and leads it through its file form.
SceneState after(Scene scene, const Edit& edit) {
    const SceneState before = scene.state();
    const Edit undo = scene.apply(parse(serialise(edit)));
    SceneState changed = scene.state();
    changed.check();
    scene.apply(parse(serialise(undo)));
    CHECK(*scene == before);
    return changed;
}

} // namespace

UNDERPAINT_TEST(a_copy_has_an_exemplar_of_its_own) {
    const Scene scene = dressedStreet();
    const auto along = [](Point pin) { return std::optional(Point{pin.x + 60, pin.y + 30}); };
    const SceneState copied = after(scene, copyAppearance(*scene, first, second, along));
    CHECK(copied.appearances.at(first) == scene->appearances.at(first));
    const Appearance& copy = copied.appearances.at(second);
    CHECK(copy.style == scene->appearances.at(first).style);
    CHECK(copy.code == scene->appearances.at(first).code);
    const Exemplar& exemplar = copy.exemplars.at("photo 2");
    CHECK(exemplar == exemplarOf("photo 2", second, {{{151, 61}, {3, 4}}}));
    CHECK_EQUAL(copied.allExemplars().size(), 2U);
    CHECK(copyAppearance(*scene, second, first).empty());
}

UNDERPAINT_TEST(a_look_of_styles_alone_is_written_as_it_always_was) {
    const Scene scene(cityscapesLabels(), Size{20, 10}, 7);
    const Edit styled = wear(*scene, {{first, {.style = ClusterStyle{2}}}, {second, {}}});
    CHECK(styled == (Edit{SetStyle{{{first, ClusterStyle{2}}}}}));
    const Edit coded = wear(*scene, {{first, {.style = {}, .code = {{1, 2}}}}});
    CHECK(std::holds_alternative<SetAppearance>(coded.kind));
    CHECK(wear(*scene, {{first, {}}}).empty());
}

UNDERPAINT_TEST(merged_instances_keep_exemplars_and_code) {
    const Scene scene = streetWith(fullLook(first, "photo", {91, 31}), {.style = ClusterStyle{4}});
    const SceneState merged = after(scene, mergeAppearance(*scene, first, second));
    CHECK(!merged.appearances.contains(first));
    const Appearance& kept = merged.appearances.at(second);
    CHECK(kept.style == Style(ClusterStyle{4}));
    CHECK((kept.code == LatentCode{{1, 2}}));
    CHECK(kept.exemplars.at("photo") == exemplarOf("photo", second, {{{91, 31}, {3, 4}}}));
    // Its own code is not overwritten, its style not made up.
    const Scene coded =
        streetWith(fullLook(first, "photo", {91, 31}), {.style = {}, .code = {{7}}});
    const Appearance own =
        after(coded, mergeAppearance(*coded, first, second)).appearances.at(second);
    CHECK((own.code == LatentCode{{7}}));
    CHECK(!own.style);
}

UNDERPAINT_TEST(parts_of_a_split_instance_look_like_it) {
    const Scene scene = dressedStreet();
    const InstanceSplit split =
        splitInstance(*scene, first, partsOf(spansOf(scene->instances, first)));
    CHECK_EQUAL(split.made.size(), 1U);
    const SceneState parts = after(scene, split.edit);
    const Appearance& part = parts.appearances.at(split.made[0]);
    CHECK(parts.appearances.at(first) == scene->appearances.at(first));
    CHECK(part.style == scene->appearances.at(first).style);
    CHECK(part.code == scene->appearances.at(first).code);
    const Exemplar& exemplar = part.exemplars.at("photo 2");
    CHECK(exemplar.target == (ExemplarTarget{ExemplarTarget::Kind::Instance, split.made[0]}));
    // The pin is on one of both parts.
    const bool onPart = parts.instances.at(91, 31) == split.made[0];
    CHECK_EQUAL(exemplar.pins.size(), onPart ? 1U : 0U);
}

UNDERPAINT_TEST(a_deleted_instance_takes_its_look_along) {
    const Scene scene = dressedStreet();
    const SceneState gone = after(scene, deleteInstance(*scene, first));
    CHECK(gone.appearances.empty());
    CHECK(gone.allExemplars().empty());
}

UNDERPAINT_TEST(a_relabelled_instance_keeps_what_means_the_same) {
    const Scene scene = dressedStreet();
    const std::uint32_t id = truck * 1000;
    const SceneState trucks = after(scene, relabelInstance(*scene, first, {truck, id}));
    CHECK(!trucks.appearances.contains(first));
    const Appearance& look = trucks.appearances.at(id);
    CHECK(look.style == scene->appearances.at(first).style);
    CHECK((look.code == LatentCode{{1, 2}}));
    CHECK(look.exemplars.at("photo") == exemplarOf("photo", id, {{{91, 31}, {3, 4}}}));

    Appearance clustered = fullLook(first, "photo", {91, 31});
    clustered.style = ClusterStyle{3};
    const Scene other = streetWith(clustered);
    const Appearance moved =
        after(other, relabelInstance(*other, first, {truck, id})).appearances.at(id);
    CHECK(!moved.style);
    CHECK((moved.code == LatentCode{{1, 2}}));
    CHECK_EQUAL(moved.exemplars.size(), 1U);
    // What becomes part of a class as a whole looks like the class.
    CHECK(after(scene, relabelInstance(*scene, first, {7, 7})).appearances.empty());
}

UNDERPAINT_TEST(exemplars_of_instances_are_found_by_their_ids) {
    const Scene scene = dressedStreet();
    CHECK(scene->findExemplar("photo") == &scene->appearances.at(first).exemplars.at("photo"));
    const SceneState pinned = after(scene, {SetPins{"photo", {{{1, 2}, {0, 0}}}}});
    CHECK_EQUAL(pinned.findExemplar("photo")->pins.front().scene.x, 1);
    CHECK(after(scene, {RemoveExemplar{"photo"}}).allExemplars().empty());
    // Another target, another wearer.
    const SceneState moved = after(scene, {SetExemplar{exemplarOf("photo", second, {})}});
    CHECK(moved.appearances.at(first).exemplars.empty());
    CHECK(moved.appearances.at(second).exemplars.contains("photo"));
    // Maps that are too small for a pin drop it, and undo brings it back.
    const SceneState small =
        after(scene, {ReplaceMaps{LabelMap({20, 20}, 7), InstanceMap({20, 20}, 7), std::nullopt}});
    CHECK(small.findExemplar("photo")->pins.empty());
}

UNDERPAINT_TEST(exemplars_with_the_same_photo_are_recorded_once) {
    SetAppearance edit;
    auto photo = std::make_shared<Image>(40, 30, 3, std::uint8_t{9});
    auto instances = std::make_shared<InstancePlane>(40, 30, 26001);
    for (std::uint32_t instance = 1; instance <= 5; ++instance) {
        Exemplar exemplar = exemplarOf("photo " + std::to_string(instance), instance, {});
        // Equal, not the same: what a file was read into.
        exemplar.photo = std::make_shared<Image>(*photo);
        exemplar.labels = std::make_shared<LabelPlane>(40, 30, 26);
        exemplar.instances = instances;
        exemplar.within = MatchWithin::Instance;
        exemplar.temperature = 2;
        Appearance look;
        look.exemplars.emplace(exemplar.id, exemplar);
        edit.entries.push_back({instance, look});
    }
    const std::vector<std::byte> bytes = serialise({edit});
    CHECK(bytes.size() < 2 * 40 * 30 * (3 + 2 + 3));
    const Edit parsed = parse(bytes);
    CHECK(parsed == Edit{edit});
    const auto& entries = std::get<SetAppearance>(parsed.kind).entries;
    CHECK(entries[0].look.exemplars.begin()->second.photo ==
          entries[4].look.exemplars.begin()->second.photo);
}

UNDERPAINT_TEST(the_smallest_exemplar_is_read_back) {
    Appearance look;
    Exemplar exemplar;
    exemplar.id = "a";
    exemplar.photo = std::make_shared<Image>(1, 1, 1, std::uint8_t{9});
    exemplar.target = {ExemplarTarget::Kind::Instance, 1};
    look.exemplars.emplace("a", exemplar);
    const Edit edit{SetAppearance{{{1, look}}}};
    CHECK(parse(serialise(edit)) == edit);
}

UNDERPAINT_TEST(looks_that_do_not_fit_are_refused) {
    Scene scene = dressedStreet();
    const SceneState before = scene.state();
    const auto refused = [&](SetAppearance edit, const char* why) {
        CHECK_ERROR(scene.apply({std::move(edit)}), why);
        CHECK(*scene == before);
    };
    refused({{{second, fullLook(second, "photo", {1, 1})}}}, "same id");
    refused({{{second, fullLook(first, "other", {1, 1})}}}, "something else");
    refused({{{second, fullLook(second, "other", {500, 1})}}}, "(500, 1)");
    refused({{{second, {}}, {first, {}}}}, "sorted");
}
