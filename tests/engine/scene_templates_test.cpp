// SPDX-License-Identifier: GPL-3.0-or-later
// Templates of new scenes, drawn of the classes of every model that ships and of known sets.
#include "engine/imaging/template_classes.h"
#include "engine/project/package/model_labels.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instances.h"
#include "engine/scene/templates/scene_templates.h"
#include "tests/support/engine_test.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace underpaint;
using namespace underpaint::scene;

namespace {

constexpr Size templateSizes[] = {{64, 64},  {320, 240}, {240, 320}, {1024, 512},
                                  {96, 384}, {33, 47},   {1, 1},     {400, 30}};

/// By the name of the model or set.
std::map<std::string, LabelSet> knownLabelSets() {
    std::map<std::string, LabelSet> sets;
    const std::filesystem::path models[] = {UNDERPAINT_SOURCE_FOLDER "/models"};
    for (const project::PackageListing& listing : project::listPackages(models)) {
        const auto package = project::ModelPackage::open(listing.path);
        if (package.manifest().networks.contains("G")) {
            sets.emplace(listing.name, project::labelSetOf(package.manifest()));
        }
    }
    for (const std::string& name : builtinLabelSetNames()) {
        sets.emplace("set " + name, builtinLabels(name));
    }
    return sets;
}

std::set<std::string> offered(const LabelSet& labels) {
    const RoleClasses classes = imaging::templateClasses(labels);
    std::set<std::string> ids;
    for (const SceneTemplate& one : sceneTemplates()) {
        if (fits(one, classes)) {
            ids.emplace(one.id);
        }
    }
    return ids;
}

SceneState drawn(const SceneTemplate& one, const LabelSet& labels, Size size) {
    const TemplateMaps maps = drawTemplate(one, imaging::templateClasses(labels), size);
    SceneState state;
    state.labelSet = labels;
    state.labels = LabelMap(maps.labels);
    state.instances = InstanceMap(maps.instances);
    return state;
}

/// How many parts that hang together have the id.
int partsOf(const InstancePlane& instances, std::uint32_t id) {
    Plane<std::uint8_t> seen(instances.width(), instances.height());
    int parts = 0;
    for (int y = 0; y < instances.height(); ++y) {
        for (int x = 0; x < instances.width(); ++x) {
            if (instances.at(x, y) != id || seen.at(x, y) != 0) {
                continue;
            }
            ++parts;
            std::vector<Point> open{{x, y}};
            while (!open.empty()) {
                const Point at = open.back();
                open.pop_back();
                if (!Rect{0, 0, instances.width(), instances.height()}.contains(at) ||
                    instances.at(at.x, at.y) != id || seen.at(at.x, at.y) != 0) {
                    continue;
                }
                seen.at(at.x, at.y) = 1;
                open.insert(
                    open.end(),
                    {{at.x - 1, at.y}, {at.x + 1, at.y}, {at.x, at.y - 1}, {at.x, at.y + 1}});
            }
        }
    }
    return parts;
}

/// Of the class in the map.
int objectsOf(const SceneState& state, std::string_view name) {
    const std::uint16_t id = state.labelSet.at(name).id;
    int count = 0;
    for (const InstanceInfo& info : instancesIn(state)) {
        count += info.label == id && info.id >= instancesPerClass ? 1 : 0;
    }
    return count;
}

std::set<std::string> classesIn(const SceneState& state) {
    std::set<std::string> names;
    for (const InstanceInfo& info : instancesIn(state)) {
        names.insert(state.labelSet.at(info.label).name);
    }
    return names;
}

} // namespace

UNDERPAINT_TEST(templates_are_offered_where_their_classes_are) {
    const auto sets = knownLabelSets();
    using Ids = std::set<std::string>;
    CHECK(offered(sets.at("nature")) == (Ids{"horizon", "valley", "shore"}));
    CHECK(offered(sets.at("street")) == (Ids{"horizon", "street"}));
    CHECK(offered(sets.at("facades")) == Ids{"facade"});
    CHECK(offered(sets.at("fashion")) == Ids{"portrait"});
    // By other words: sidewalk, vegetation, terrain.
    CHECK(offered(sets.at("set cityscapes")) == (Ids{"horizon", "street"}));
    CHECK(offered(LabelSet("own", {{3, "Clouds", {}, false},
                                   {7, "lawn", {}, false},
                                   {9, "hills", {}, false},
                                   {11, "Lake", {}, false}})) ==
          (Ids{"horizon", "valley", "shore"}));
    CHECK(offered(generatedLabels(20)).empty());
    CHECK(offered(LabelSet()).empty());
    CHECK(findTemplate("shore") != nullptr);
    CHECK(findTemplate("empty") == nullptr);
}

UNDERPAINT_TEST(templates_cover_every_pixel_with_classes_in_all_sizes) {
    for (const auto& [name, labels] : knownLabelSets()) {
        const std::set<std::string> ids = offered(labels);
        for (const std::string& id : ids) {
            for (const Size size : templateSizes) {
                const SceneState state = drawn(*findTemplate(id), labels, size);
                state.check();
                CHECK(state.size() == size);
                // What no call drew would be class 0; no template draws what says nothing, but
                // as the background of a person.
                const std::set<std::string> shown = classesIn(state);
                CHECK(id == "portrait" || !shown.contains("unlabelled"));
                CHECK(size.area() < 4096 || shown.size() > 3);
            }
        }
    }
}

UNDERPAINT_TEST(things_of_templates_are_objects_of_their_own) {
    for (const auto& [name, labels] : knownLabelSets()) {
        const std::set<std::string> ids = offered(labels);
        for (const std::string& id : ids) {
            for (const Size size : {Size{64, 64}, Size{320, 240}, Size{240, 320}, Size{512, 256}}) {
                const SceneState state = drawn(*findTemplate(id), labels, size);
                const InstancePlane instances = state.instances.toPlane();
                for (const InstanceInfo& info : instancesIn(state)) {
                    const bool thing = labels.isThing(info.label) && info.label != 0;
                    CHECK_EQUAL(classOfInstance(info.id), std::uint32_t{info.label});
                    CHECK_EQUAL(info.id >= instancesPerClass, thing);
                    CHECK(!thing || partsOf(instances, info.id) == 1);
                }
            }
        }
    }
    const auto sets = knownLabelSets();
    const SceneState street = drawn(*findTemplate("street"), sets.at("street"), {512, 384});
    CHECK(objectsOf(street, "car") >= 5);
    CHECK(objectsOf(street, "pedestrian") >= 3);
    const SceneState facade = drawn(*findTemplate("facade"), sets.at("facades"), {256, 256});
    CHECK(objectsOf(facade, "window") >= 12);
    const SceneState person = drawn(*findTemplate("portrait"), sets.at("fashion"), {176, 256});
    CHECK_EQUAL(objectsOf(person, "coat"), 1);
    CHECK_EQUAL(objectsOf(person, "shoes"), 2);
}

UNDERPAINT_TEST(templates_are_the_same_each_time_and_in_each_size) {
    const LabelSet labels = knownLabelSets().at("nature");
    for (const char* id : {"horizon", "valley", "shore"}) {
        const SceneState small = drawn(*findTemplate(id), labels, {128, 96});
        CHECK(small == drawn(*findTemplate(id), labels, {128, 96}));
        const SceneState large = drawn(*findTemplate(id), labels, {384, 288});
        int same = 0;
        for (int y = 0; y < 96; ++y) {
            for (int x = 0; x < 128; ++x) {
                same += small.labels.at(x, y) == large.labels.at(3 * x + 1, 3 * y + 1) ? 1 : 0;
            }
        }
        CHECK(same > 128 * 96 * 95 / 100);
    }
}
