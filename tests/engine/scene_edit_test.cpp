// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/brush.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/edit.h"
#include "engine/scene/edit_codec.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <limits>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::between;
using underpaint::test::randomEdit;
using underpaint::test::randomPaint;
using underpaint::test::sampleScene;

namespace {

/// Both maps without any sharing, to compare against later.
struct DeepCopy {
    explicit DeepCopy(const SceneState& scene)
        : state(scene), labels(scene.labels.toPlane()), instances(scene.instances.toPlane()) {
        state.labels = {};
        state.instances = {};
    }

    bool matches(const SceneState& scene) const {
        SceneState rest = scene;
        rest.labels = {};
        rest.instances = {};
        return rest == state && scene.labels.toPlane() == labels &&
               scene.instances.toPlane() == instances;
    }

    SceneState state;
    LabelPlane labels;
    InstancePlane instances;
};

SceneState stateWithExemplar() {
    SceneState state = sampleScene({80, 60}, 3).state();
    state.appearance.exemplars.clear();
    for (auto& [instance, worn] : state.appearances) {
        worn.exemplars.clear();
    }
    std::erase_if(state.appearances, [](const auto& worn) { return worn.second.empty(); });
    Exemplar exemplar;
    exemplar.id = "photo";
    exemplar.photo = std::make_shared<Image>(10, 8, 3, std::uint8_t{1});
    exemplar.pins = {{{70, 50}, {9, 7}}, {{1, 1}, {0, 0}}};
    state.addExemplar(exemplar);
    return state;
}

} // namespace

UNDERPAINT_TEST(edits_undone_in_reverse_restore_every_byte) {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        Random random(seed);
        Scene scene = sampleScene({between(random, 1, 180), between(random, 1, 180)}, seed);
        const DeepCopy original(*scene);
        std::vector<Edit> inverses;
        std::vector<DeepCopy> states;
        for (int step = 0; step < 40; ++step) {
            states.emplace_back(*scene);
            const std::uint64_t revision = scene.revision();
            inverses.push_back(randomEdit(*scene, random).apply(scene));
            CHECK_EQUAL(scene.revision(), revision + 1);
            scene->check();
        }
        for (std::size_t i = inverses.size(); i-- > 0;) {
            const std::uint64_t revision = scene.revision();
            scene.apply(inverses[i]);
            CHECK(states[i].matches(*scene));
            CHECK_EQUAL(scene.revision(), revision + 1);
        }
        CHECK(original.matches(*scene));
    }
}

UNDERPAINT_TEST(edits_redone_are_the_inverse_of_the_inverse) {
    Random random(77);
    Scene scene = sampleScene({150, 90}, 7);
    for (int step = 0; step < 150; ++step) {
        const Edit edit = randomEdit(*scene, random);
        const Edit undo = scene.apply(edit);
        const DeepCopy after(*scene);
        const Edit redo = scene.apply(undo);
        scene.apply(redo);
        CHECK(after.matches(*scene));
        if (std::holds_alternative<PaintPixels>(edit.kind)) {
            CHECK(redo == edit);
        }
    }
}

UNDERPAINT_TEST(snapshots_never_change) {
    Random random(5);
    Scene scene = sampleScene({200, 150}, 5);
    std::vector<std::pair<SceneSnapshot, DeepCopy>> kept;
    for (int step = 0; step < 120; ++step) {
        kept.emplace_back(scene.snapshot(), DeepCopy(*scene));
        CHECK_EQUAL(kept.back().first.revision(), scene.revision());
        scene.apply(randomEdit(*scene, random));
    }
    for (const auto& [snapshot, copy] : kept) {
        CHECK(copy.matches(*snapshot));
    }
}

UNDERPAINT_TEST(edits_that_are_parsed_do_the_same) {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        Random random(seed);
        Scene scene = sampleScene({120, 140}, seed);
        Scene replayed = scene;
        for (int step = 0; step < 30; ++step) {
            const Edit edit = randomEdit(*scene, random);
            const std::vector<std::byte> bytes = serialise(edit);
            const Edit parsed = parse(bytes);
            CHECK(parsed == edit);
            CHECK(serialise(parsed) == bytes);
            const Edit undo = scene.apply(edit);
            CHECK(parse(serialise(undo)) == undo);
            CHECK(replayed.apply(parsed) == undo);
            CHECK(*replayed == *scene);
        }
    }
}

UNDERPAINT_TEST(paint_edits_of_a_stroke_merge_into_one) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Random random(seed);
        Scene scene = sampleScene({150, 100}, seed);
        const Scene before = scene;
        AppliedEdit stroke;
        for (int step = 0; step < 12; ++step) {
            AppliedEdit dab;
            dab.edit = randomPaint(*scene, random, 9);
            dab.inverse = scene.apply(dab.edit);
            if (step == 0) {
                stroke = dab;
            } else {
                CHECK(stroke.merge(dab));
            }
        }
        Scene merged = before;
        CHECK(merged.apply(stroke.edit) == stroke.inverse);
        CHECK(*merged == *scene);
        CHECK(parse(serialise(stroke.edit)) == stroke.edit);
        scene.apply(stroke.inverse);
        CHECK(*scene == *before);
    }
}

UNDERPAINT_TEST(value_edits_of_a_drag_merge_into_one) {
    const SceneState start = stateWithExemplar();
    Exemplar weaker = *start.findExemplar("photo");
    weaker.strength = 0.25F;
    const Exemplar strong = *start.findExemplar("photo");
    const std::vector<std::pair<Edit::Kind, Edit::Kind>> drags = {
        {SetStyle{{{26001, ClusterStyle{1}}, {26002, std::nullopt}}},
         SetStyle{{{26001, FeatureStyle{{1, 2, 3}}}, {26002, ClusterStyle{0}}}}},
        {SetLatent{{{1, 2}}}, SetLatent{{{3}}}},
        {SetSeed{1}, SetSeed{2}},
        {SetExemplar{weaker}, SetExemplar{strong}},
        {SetPins{"photo", {}}, SetPins{"photo", {{{3, 3}, {1, 1}}}}},
        {SetExemplarRules{"photo", {}, MatchWithin::Class, 0.5F, 1},
         SetExemplarRules{
             "photo", {ExemplarTarget::Kind::Instance, 7}, MatchWithin::Instance, 0.2F, 2}},
        {SetExemplarMaps{"photo", std::make_shared<LabelPlane>(10, 8)},
         SetExemplarMaps{.exemplarId = "photo",
                         .hidden = std::make_shared<Image>(10, 8, 1, std::uint8_t{1})}},
        {RenameLabel{26, "auto"}, RenameLabel{26, "automobile"}},
        {RecolourLabel{26, {1, 2, 3}}, RecolourLabel{26, {4, 5, 6}}},
    };
    for (const auto& [first, second] : drags) {
        Scene scene(start);
        AppliedEdit drag{{first, 4}, {}};
        drag.inverse = scene.apply(drag.edit);
        AppliedEdit next{{second, 4}, {}};
        next.inverse = scene.apply(next.edit);
        CHECK(drag.merge(next));
        Scene merged(start);
        merged.apply(drag.edit);
        CHECK(*merged == *scene);
        scene.apply(drag.inverse);
        CHECK(*scene == start);
    }
}

UNDERPAINT_TEST(edits_of_different_gestures_or_objects_do_not_merge) {
    const auto style = [](std::uint32_t id) { return SetStyle{{{id, ClusterStyle{1}}}}; };
    Edit edit{style(7), 1};
    CHECK(edit.mergesWith({style(7), 1}));
    CHECK(!edit.mergesWith({style(7), 2}));
    CHECK(!edit.mergesWith({style(7), 0}));
    CHECK(!edit.mergesWith({style(8), 1}));
    CHECK(!edit.mergesWith({SetSeed{3}, 1}));
    CHECK(!(Edit{style(7), 0}.mergesWith({style(7), 0})));
    CHECK(!(Edit{SetModel{"a"}, 1}.mergesWith({SetModel{"b"}, 1})));
    CHECK(!edit.merge({style(8), 1}));
    CHECK((edit == Edit{style(7), 1}));

    // The first strength of a new exemplar belongs to adding it: undoing both is no single edit.
    const SceneState start = stateWithExemplar();
    Exemplar other = *start.findExemplar("photo");
    other.id = "other";
    Scene scene(start);
    AppliedEdit added{{SetExemplar{other}, 4}, {}};
    added.inverse = scene.apply(added.edit);
    other.strength = 0.5F;
    AppliedEdit weakened{{SetExemplar{other}, 4}, {}};
    weakened.inverse = scene.apply(weakened.edit);
    const AppliedEdit before = added;
    CHECK(!added.merge(weakened));
    CHECK(added.edit == before.edit);
    CHECK(added.inverse == before.inverse);
}

UNDERPAINT_TEST(edits_that_do_not_fit_change_nothing) {
    const SceneState start = stateWithExemplar();
    Scene scene(start);
    const auto refuses = [&](const Edit::Kind& kind, const char* part) {
        CHECK_ERROR(scene.apply({kind}), part);
        CHECK(*scene == start);
        CHECK_EQUAL(scene.revision(), 0U);
    };
    refuses(PaintPixels{{{79, 0, 2, 7}}, {}}, "(79, 0)");
    refuses(PaintPixels{{{0, 60, 1, 7}}, {}}, "80x60");
    refuses(PaintPixels{{}, {{-1, 0, 1, 7}}}, "(-1, 0)");
    refuses(PaintPixels{{}, {{5, 0, std::numeric_limits<int>::max(), 7}}}, "(5, 0)");
    refuses(PaintPixels{{{0, 0, 1, 7}, {1, 0, 1, 35}}, {}}, "label 35");
    refuses(PaintPixels{{{4, 0, 2, 7}, {5, 0, 2, 8}}, {}}, "sorted");
    refuses(PaintPixels{{{0, 0, 1, 7}, {1, 0, 1, 7}}, {}}, "sorted");
    refuses(SetStyle{{{5, ClusterStyle{1}}, {6, FeatureStyle{}}}}, "no features");
    refuses(SetStyle{{{5, ClusterStyle{1}}, {5, ClusterStyle{2}}}}, "sorted");
    refuses(SetLatent{{{std::numeric_limits<float>::quiet_NaN()}}}, "finite");
    refuses(SetExemplar{}, "no id");
    Exemplar exemplar = *start.findExemplar("photo");
    exemplar.target = {ExemplarTarget::Kind::Class, 35};
    refuses(SetExemplar{exemplar}, "class 35");
    exemplar.target = {};
    exemplar.strength = 2;
    refuses(SetExemplar{exemplar}, "strength");
    exemplar.strength = 1;
    exemplar.temperature = std::numeric_limits<float>::quiet_NaN();
    refuses(SetExemplar{exemplar}, "temperature");
    exemplar.temperature = 1;
    exemplar.pins.resize(mostPins + 1);
    refuses(SetExemplar{exemplar}, "65 pins");
    refuses(SetExemplarRules{"none", {}, MatchWithin::Class, 1, 1}, "\"none\"");
    refuses(SetExemplarRules{"photo", {}, MatchWithin::Class, -1, 1}, "strength");
    refuses(SetExemplarRules{"photo", {}, MatchWithin::Class, 1, 11}, "temperature");
    refuses(SetExemplarRules{"photo", {ExemplarTarget::Kind::Class, 35}, {}, 1, 1}, "class 35");
    refuses(SetExemplarMaps{"photo", std::make_shared<LabelPlane>(10, 9)}, "10x9");
    refuses(SetExemplarMaps{"photo", {}, std::make_shared<InstancePlane>(10, 8)}, "no label map");
    refuses(SetExemplarMaps{.exemplarId = "photo", .hidden = std::make_shared<Image>(10, 8, 3, 0)},
            "mask");
    refuses(RemoveExemplar{"none"}, "\"none\"");
    refuses(SetPins{"none", {}}, "\"none\"");
    refuses(SetPins{"photo", {{{80, 0}, {0, 0}}}}, "(80, 0)");
    refuses(SetPins{"photo", {{{0, 0}, {10, 0}}}}, "(10, 0)");
    refuses(RenameLabel{26, "road"}, "\"road\"");
    refuses(RenameLabel{35, "x"}, "id 35");
    refuses(RecolourLabel{35, {}}, "id 35");
    refuses(ReplaceMaps{LabelMap(Size{4, 4}, 7), InstanceMap(Size{4, 5}), std::nullopt}, "4x5");
    refuses(ReplaceMaps{LabelMap(Size{4, 4}, 99), InstanceMap(Size{4, 4}), std::nullopt}, "99");
    refuses(ReplaceLabelSet{LabelSet("none", {})}, "not in the label set");
    refuses(SetReferencePhoto{std::make_shared<Image>()}, "empty");
    refuses(EditGroup{{{SetSeed{5}}, {RenameLabel{26, "auto"}}, {SetPins{"none", {}}}}}, "none");
    refuses(EditGroup{{{SetSeed{5}}, {EditGroup{}}}}, "another group");
}

UNDERPAINT_TEST(edit_group_is_one_step) {
    Scene scene(stateWithExemplar());
    const SceneState start = scene.state();
    // Smaller maps drop the pin at (70, 50); undoing the group brings it back.
    const Edit load{EditGroup{
        {{ReplaceMaps{LabelMap(Size{20, 20}, 3), InstanceMap(Size{20, 20}), camvidLabels()}},
         {SetSeed{8}},
         {RecolourLabel{3, {9, 9, 9}}}}}};
    const Edit undo = scene.apply(load);
    CHECK_EQUAL(scene.revision(), 1U);
    CHECK_EQUAL(scene->findExemplar("photo")->pins.size(), 1U);
    CHECK_EQUAL(scene->labelSet.name(), "CamVid");
    CHECK(parse(serialise(undo)) == undo);
    scene.apply(undo);
    CHECK(*scene == start);
}

UNDERPAINT_TEST(paint_edits_are_compact) {
    Scene scene(cityscapesLabels(), Size{4096, 4096}, 7);
    const Brush brush{BrushShape::Round, 64};
    Edit stroke = paintStroke(*scene, brush, {500, 500}, {500, 500}, {26, 26000}, {}, 1);
    CHECK(serialise(stroke).size() < 64 * 8);
    Edit undo = scene.apply(stroke);
    CHECK(undo.byteSize() < 64 * 48 + sizeof(Edit));
    for (int x = 501; x < 1500; ++x) {
        const Edit dab = paintStroke(*scene, brush, {x - 1, 500}, {x, 500}, {26, 26000}, {}, 1);
        const Edit inverse = scene.apply(dab);
        CHECK(stroke.merge(dab));
        Edit joined = inverse;
        CHECK(joined.merge(undo));
        undo = joined;
    }
    // A thousand dabs along a line are still one run per row.
    CHECK_EQUAL(std::get<PaintPixels>(stroke.kind).labels.size(), 64U);
    CHECK_EQUAL(std::get<PaintPixels>(undo.kind).labels.size(), 64U);
    CHECK(serialise(stroke).size() < 64 * 10);
    // The dabs touched 2 rows of tiles over 1,063 columns.
    CHECK(scene->labels.byteSize() <
          LabelMap(Size{4096, 4096}).byteSize() +
              static_cast<std::size_t>(2 * 18) * sizeof(TileHandle<std::uint16_t>::Cells));
}
