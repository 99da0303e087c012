// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instances.h"
#include "engine/scene/label_set.h"
#include "engine/scene/scene.h"
#include "engine/scene/style.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::sampleScene;

UNDERPAINT_TEST(label_set_of_cityscapes) {
    const LabelSet labels = cityscapesLabels();
    CHECK_EQUAL(labels.size(), 35U);
    CHECK_EQUAL(labels.idCount(), 35);
    CHECK((labels.at(7).colour == Colour{128, 64, 128}));
    CHECK((labels.at("car").colour == Colour{0, 0, 142}));
    CHECK_EQUAL(labels.at("car").id, 26);
    CHECK(labels.isThing(26));
    CHECK(!labels.isThing(23));
    CHECK_EQUAL(labels.findColour({70, 130, 180})->name, "sky");
    int things = 0;
    for (const LabelClass& label : labels.classes()) {
        things += label.thing ? 1 : 0;
    }
    CHECK_EQUAL(things, 10);
}

UNDERPAINT_TEST(label_sets_that_are_built_in) {
    const std::map<std::string, std::size_t> sizes = {{"cityscapes", 35}, {"camvid", 12},
                                                      {"ccp", 59},        {"facades", 12},
                                                      {"ade20k", 151},    {"coco-stuff", 183}};
    for (const std::string& name : builtinLabelSetNames()) {
        CHECK_EQUAL(builtinLabels(name).size(), sizes.at(name));
    }
    CHECK_EQUAL(camvidLabels().at("bicyclist").id, 10);
    CHECK(camvidLabels().isThing(10));
    CHECK_EQUAL(clothingLabels().at(42).name, "skirt");
    CHECK_EQUAL(clothingLabels().at("wedges").id, 58);
    CHECK_EQUAL(cocoStuffLabels().at(255).name, "unlabelled");
    CHECK_EQUAL(ade20kLabels().at(0).name, "other");
    CHECK_EQUAL(builtinLabels("generated-7").size(), 7U);
    CHECK_ERROR(builtinLabels("generated-"), "generated-N");
    CHECK_ERROR(builtinLabels("generated-70000"), "65536");
    CHECK_ERROR(builtinLabels("vistas"), "camvid");
}

UNDERPAINT_TEST(label_colours_can_be_told_apart) {
    for (const char* name : {"camvid", "ccp", "facades", "generated-512"}) {
        std::set<std::tuple<int, int, int>> colours;
        const LabelSet labels = builtinLabels(name);
        for (const LabelClass& label : labels.classes()) {
            colours.emplace(label.colour.red, label.colour.green, label.colour.blue);
        }
        CHECK_EQUAL(colours.size(), labels.size());
    }
}

UNDERPAINT_TEST(label_colours_interleave_bits_as_in_pascal_voc) {
    CHECK((interleavedColour(0) == Colour{0, 0, 0}));
    CHECK((interleavedColour(1) == Colour{128, 0, 0}));
    CHECK((interleavedColour(2) == Colour{0, 128, 0}));
    CHECK((interleavedColour(3) == Colour{128, 128, 0}));
    CHECK((interleavedColour(4) == Colour{0, 0, 128}));
    CHECK((interleavedColour(8) == Colour{64, 0, 0}));
    CHECK((interleavedColour(20) == Colour{0, 64, 128}));
}

UNDERPAINT_TEST(label_set_refuses_what_is_ambiguous) {
    CHECK_ERROR(LabelSet("s", {{1, "a", {}, false}, {1, "b", {}, false}}), "the id 1");
    CHECK_ERROR(LabelSet("s", {{1, "a", {}, false}, {2, "a", {}, false}}), "\"a\"");
    CHECK_ERROR(LabelSet("s", {{1, "", {}, false}}), "no name");
    const LabelSet labels("s", {{1, "a", {}, false}, {300, "b", {}, true}});
    CHECK_EQUAL(labels.idCount(), 301);
    CHECK_ERROR(labels.at(2), "id 2");
    CHECK_ERROR(labels.at("c"), "\"c\"");
    CHECK_ERROR(labels.renamed(1, "b"), "\"b\"");
    CHECK_ERROR(labels.recoloured(9, {}), "id 9");
    CHECK_EQUAL(labels.renamed(300, "bee").at(300).name, "bee");
    CHECK_EQUAL(labels.at(300).name, "b");
    CHECK(labels.find("c") == nullptr);
}

UNDERPAINT_TEST(instance_ids_follow_cityscapes) {
    CHECK_EQUAL(classOfInstance(26), 26U);
    CHECK_EQUAL(classOfInstance(26017), 26U);
    CHECK_EQUAL(stuffInstance(26), 26U);
    CHECK_EQUAL(stuffInstance(1000), 1000000U);
    CHECK_EQUAL(classOfInstance(stuffInstance(65535)), 65535U);

    InstanceMap map(Size{100, 100}, 7);
    CHECK_EQUAL(nextInstanceId(map, 26), 26000U);
    map.set(70, 70, 26000);
    CHECK_EQUAL(nextInstanceId(map, 26), 26001U);
    map.set(99, 99, 26004);
    map.set(0, 0, 27000);
    CHECK_EQUAL(nextInstanceId(map, 26), 26005U);
    map.set(0, 1, 26999);
    CHECK_EQUAL(nextInstanceId(map, 26), 26001U);
    for (int k = 0; k < 1000; ++k) {
        map.set(k % 100, 10 + k / 100, static_cast<std::uint32_t>(26000 + k));
    }
    CHECK_ERROR(nextInstanceId(map, 26), "1000 instances");
    CHECK_ERROR(nextInstanceId(map, 0), "class 0");
}

UNDERPAINT_TEST(instance_map_of_a_label_map) {
    LabelMap labels(Size{300, 100}, 7);
    labels.fill({10, 10, 200, 20}, 2000);
    const InstanceMap instances = instancesFromLabels(labels);
    CHECK_EQUAL(instances.at(0, 0), 7U);
    CHECK_EQUAL(instances.at(150, 20), 2000000U);
    CHECK_EQUAL(instances.size().width, 300);
}

UNDERPAINT_TEST(instances_have_class_area_and_box) {
    const SceneSnapshot snapshot = sampleScene({150, 130}, 4).snapshot();
    const std::vector<InstanceInfo> infos = instancesIn(snapshot);
    // The same by the plain definition.
    std::map<std::uint32_t, InstanceInfo> expected;
    std::map<std::uint32_t, std::map<std::uint16_t, int>> votes;
    for (int y = 0; y < 130; ++y) {
        for (int x = 0; x < 150; ++x) {
            InstanceInfo& info = expected[snapshot->instances.at(x, y)];
            ++info.area;
            info.box = info.box.united({x, y, 1, 1});
            ++votes[snapshot->instances.at(x, y)][snapshot->labels.at(x, y)];
        }
    }
    CHECK_EQUAL(infos.size(), expected.size());
    CHECK(infos.size() > 3);
    for (const InstanceInfo& info : infos) {
        CHECK_EQUAL(info.area, expected.at(info.id).area);
        CHECK(info.box == expected.at(info.id).box);
        for (const auto& [label, count] : votes.at(info.id)) {
            CHECK(votes.at(info.id).at(info.label) >= count);
        }
        CHECK(instanceIn(*snapshot, info.id) == info);
    }
    CHECK(!instanceIn(*snapshot, 4000000));
}

UNDERPAINT_TEST(style_mixtures_are_normalised) {
    CHECK((normalisedMixture({1, 3}) == MixtureStyle{{0.25F, 0.75F}}));
    CHECK_ERROR(normalisedMixture({0, 0}), "weights of 0");
    CHECK_ERROR(normalisedMixture({1, -1}), "negative");
    CHECK_ERROR(normalisedMixture({}), "no weights");
    CHECK_ERROR(normalisedMixture({NAN, 1}), "finite");
    CHECK_ERROR(checkStyle(MixtureStyle{{1, 1}}), "sum to 1");
    CHECK_ERROR(checkStyle(FeatureStyle{{std::numeric_limits<float>::infinity()}}), "finite");
    CHECK_ERROR(checkStyle(FeatureStyle{}), "no features");
    checkStyle(normalisedMixture({0.1F, 0.2F, 0.3F}));
    checkStyle(ClusterStyle{4});
}

UNDERPAINT_TEST(scene_refuses_what_does_not_fit_together) {
    const LabelSet labels = camvidLabels();
    CHECK_ERROR(Scene(labels, Size{4, 4}, 12), "label 12");
    SceneState state;
    state.labelSet = labels;
    state.labels = LabelMap(Size{4, 4}, 3);
    state.instances = InstanceMap(Size{4, 5}, 3);
    CHECK_ERROR(SceneSnapshot(state), "4x5");
    state.instances = InstanceMap(Size{4, 4}, 3);
    state.labels.set(2, 1, 99);
    CHECK_ERROR(Scene(state), "(2, 1) has the label 99");
    state.labels.set(2, 1, 11);
    CHECK_EQUAL(SceneSnapshot(state, 5).revision(), 5U);
}
