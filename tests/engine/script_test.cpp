// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/script/script.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/project/file/project_file.h"
#include "engine/project/journal/replay.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/drawn_code.h"
#include "engine/scene/instances.h"
#include "tests/support/engine_test.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace underpaint;

namespace {

constexpr const char* model = "paints";

/// Classes 0 nothing, 1 sky, 2 road, 3 car (a thing), with two styles of cars.
project::Manifest sampleManifest() {
    project::Manifest manifest;
    manifest.id = "paints-1";
    manifest.name = model;
    manifest.labelChannels = 4;
    manifest.featNum = 2;
    manifest.classes = {{0, "nothing", {0, 0, 0}, false},
                        {1, "sky", {70, 130, 180}, false},
                        {2, "road", {128, 64, 128}, false},
                        {3, "car", {0, 0, 142}, true}};
    manifest.styles[3] = {{{0.5, -0.5}, 0.6, "red"}, {{-0.5, 0.5}, 0.4, "blue"}};
    return manifest;
}

/// Keeps what is written in memory, and paints nothing.
class SampleWorld final : public script::ScriptHost {
public:
    project::Project openProject(const std::filesystem::path& file) override {
        return project::decodeProject(content(file), file.string());
    }
    Image readPhoto(const std::filesystem::path& file) override {
        return imaging::decodePhoto(content(file), file.string());
    }
    void readMaps(const script::MapFiles& files, scene::SceneState& state) override {
        const auto labels = imaging::decodeStored(content(files.labels), files.labels.string());
        state.labels = scene::LabelMap(labels.indices);
        state.instances = scene::instancesFromLabels(state.labels);
    }
    scene::LabelSet labelSet(const std::string& name) override {
        return scene::builtinLabels(name);
    }
    project::Manifest manifest(const std::string& name) override {
        if (name != model && name != "paints-1") {
            throw Error("there is no such model", name);
        }
        return sampleManifest();
    }
    int codeSize(const std::string&) override { return 3; }
    scene::LatentCode encodeCode(const std::string&, const Image& photo) override {
        return {{static_cast<float>(photo.width()), 0, 0}};
    }
    std::map<std::uint32_t, std::vector<float>>
    encodeStyles(const std::string&, const Image&, const InstancePlane& instances) override {
        return {{instances.at(0, 0), {0.25F, 0.75F}}};
    }
    LabelPlane segment(const std::string&, const Image& photo) override {
        return {photo.width(), photo.height(), std::uint16_t{2}};
    }
    script::Report render(const scene::SceneState& state,
                          const script::RenderOrder& order) override {
        rendered.push_back(state);
        return {{"file", order.file.string()}};
    }
    void write(const std::filesystem::path& file, std::span<const std::byte> bytes) override {
        files[file.string()].assign(bytes.begin(), bytes.end());
    }

    std::span<const std::byte> content(const std::filesystem::path& file) const {
        const auto found = files.find(file.string());
        if (found == files.end()) {
            throw Error("cannot be opened", file.string());
        }
        return found->second;
    }

    std::map<std::string, std::vector<std::byte>> files;
    std::vector<scene::SceneState> rendered;
};

/// A run with all that came of it.
struct Outcome {
    std::shared_ptr<SampleWorld> owner = std::make_shared<SampleWorld>();
    std::vector<script::Report> reports;

    SampleWorld& world() const { return *owner; }
    const scene::SceneState& scene() const { return owner->rendered.back(); }
};

std::string whole(const std::string& commands) {
    return R"({"version": 1, "commands": [)" + commands + "]}";
}

constexpr const char* begin =
    R"({"do": "new", "model": "paints", "size": [40, 30], "fill": "sky"},)";
constexpr const char* render = R"(, {"do": "render", "to": "a.png"})";

void run(Outcome& outcome, const std::string& commands) {
    script::Script::parse(whole(commands), "test.json")
        .run(outcome.world(), {},
             [&](const script::Report& report) { outcome.reports.push_back(report); });
}

Outcome done(const std::string& commands) {
    Outcome outcome;
    run(outcome, begin + commands + render);
    return outcome;
}

std::uint16_t labelAt(const Outcome& outcome, int x, int y) {
    return outcome.scene().labels.at(x, y);
}

std::uint32_t instanceAt(const Outcome& outcome, int x, int y) {
    return outcome.scene().instances.at(x, y);
}

} // namespace

UNDERPAINT_TEST(a_script_paints_what_it_says) {
    const Outcome outcome = done(R"(
        {"do": "rectangle", "class": "road", "box": [0, 20, 40, 10]},
        {"do": "ellipse", "class": "car", "box": [4, 18, 10, 6], "as": "left"},
        {"do": "polygon", "class": 3, "points": [[20, 18], [30, 18], [30, 24], [20, 24]]},
        {"do": "stroke", "class": "car", "instance": "left", "diameter": 3,
         "points": [[9, 20], [9, 10]]},
        {"do": "fill", "class": "nothing", "at": [0, 0]},
        {"do": "replace", "of": "road", "class": "sky", "lock": ["car"]})");
    CHECK_EQUAL(labelAt(outcome, 0, 0), 0);
    CHECK_EQUAL(labelAt(outcome, 0, 29), 1);
    CHECK_EQUAL(instanceAt(outcome, 9, 20), 3000U);
    CHECK_EQUAL(instanceAt(outcome, 9, 10), 3000U); // the stroke belongs to the named car
    CHECK_EQUAL(instanceAt(outcome, 25, 20), 3001U);
    CHECK_EQUAL(outcome.reports.size(), 8U);
    CHECK_EQUAL(outcome.reports[1]["command"].get<int>(), 2);
    CHECK_EQUAL(outcome.reports[1]["do"].get<std::string>(), "rectangle");
    CHECK_EQUAL(outcome.reports[1]["pixels"].get<int>(), 400);
    CHECK_EQUAL(outcome.reports[2]["instance"].get<int>(), 3000);
}

UNDERPAINT_TEST(a_script_paints_over_no_locked_class) {
    const Outcome outcome = done(R"(
        {"do": "rectangle", "class": "road", "box": [0, 0, 10, 10]},
        {"do": "rectangle", "class": "car", "box": [5, 5, 10, 10], "lock": ["road"]})");
    CHECK_EQUAL(labelAt(outcome, 6, 6), 2);
    CHECK_EQUAL(labelAt(outcome, 12, 12), 3);
    CHECK_EQUAL(outcome.reports[2]["pixels"].get<int>(), 75);
}

UNDERPAINT_TEST(a_script_treats_instances_as_wholes) {
    Outcome outcome = done(R"(
        {"do": "rectangle", "class": "car", "box": [0, 0, 4, 4], "as": "a"},
        {"do": "rectangle", "class": "car", "box": [10, 0, 4, 4], "as": "b"},
        {"do": "rectangle", "class": "car", "box": [20, 0, 4, 4], "as": "c"},
        {"do": "merge", "instances": ["a", "b"]},
        {"do": "move", "instances": ["c"], "by": [0, 10]},
        {"do": "describe"})");
    CHECK_EQUAL(instanceAt(outcome, 11, 1), 3000U);
    CHECK_EQUAL(instanceAt(outcome, 21, 1), 1U); // healed
    CHECK_EQUAL(instanceAt(outcome, 21, 11), 3002U);
    const script::Report& described = outcome.reports[6]["instances"];
    CHECK_EQUAL(described.size(), 3U);
    CHECK_EQUAL(described[1]["class"].get<std::string>(), "car");
    CHECK_EQUAL(described[1]["area"].get<int>(), 32);

    outcome = done(R"(
        {"do": "rectangle", "class": "car", "box": [0, 0, 4, 4], "as": "a"},
        {"do": "stroke", "class": "car", "instance": "a", "diameter": 2, "points": [[20, 20]]},
        {"do": "split", "instance": "a"},
        {"do": "relabel", "instances": [3001], "class": "road"},
        {"do": "delete", "instances": ["a"]})");
    CHECK_EQUAL(labelAt(outcome, 20, 20), 2);
    CHECK_EQUAL(labelAt(outcome, 1, 1), 1);
    CHECK_EQUAL(outcome.reports[3]["made"][0].get<int>(), 3001);
}

UNDERPAINT_TEST(a_script_turns_and_flips_around_the_middle) {
    const Outcome outcome = done(R"(
        {"do": "polygon", "class": "car", "points": [[10, 10], [17, 10], [10, 17]], "as": "a"},
        {"do": "move", "instances": ["a"], "flip": "horizontal"},
        {"do": "rectangle", "class": "car", "box": [30, 5, 2, 10], "as": "b"},
        {"do": "move", "instances": ["b"], "turn": 90})");
    CHECK_EQUAL(labelAt(outcome, 10, 16), 1);
    CHECK_EQUAL(labelAt(outcome, 17, 16), 3);
    CHECK_EQUAL(labelAt(outcome, 31, 6), 1);
    CHECK_EQUAL(instanceAt(outcome, 27, 10), 3001U);
    CHECK_EQUAL(instanceAt(outcome, 34, 9), 3001U);
}

UNDERPAINT_TEST(a_script_dresses_instances) {
    const Outcome outcome = done(R"(
        {"do": "rectangle", "class": "car", "box": [0, 0, 4, 4]},
        {"do": "rectangle", "class": "car", "box": [10, 0, 4, 4]},
        {"do": "style", "class": "car", "style": "blue"},
        {"do": "style", "instances": [3001], "style": {"mixture": [1, 3]}},
        {"do": "style", "instances": [1], "style": {"features": [0.5, 1]}},
        {"do": "code", "seed": 9},
        {"do": "code", "instances": [3000], "values": [1, 2, 3]},
        {"do": "seed", "seed": 18446744073709551615})");
    const scene::SceneState& scene = outcome.scene();
    CHECK(*scene.styleOf(3000) == scene::Style(scene::ClusterStyle{1}));
    CHECK(*scene.styleOf(3001) == scene::Style(scene::MixtureStyle{{0.25F, 0.75F}}));
    CHECK(*scene.styleOf(1) == scene::Style(scene::FeatureStyle{{0.5F, 1}}));
    CHECK(scene.appearance.code == scene::drawnCode(9, 3));
    CHECK(scene.appearanceOf(3000)->code.values == std::vector<float>({1, 2, 3}));
    CHECK_EQUAL(scene.seed, 18446744073709551615ULL);
    CHECK_EQUAL(scene.modelId, "paints-1");

    const Outcome bare = done(R"(
        {"do": "rectangle", "class": "car", "box": [0, 0, 4, 4]},
        {"do": "rectangle", "class": "car", "box": [10, 0, 4, 4]},
        {"do": "style", "instances": [3000], "style": 1},
        {"do": "copy-look", "from": 3000, "to": [3001]},
        {"do": "style", "instances": [3000], "style": null},
        {"do": "drop-look", "instances": [1]})");
    CHECK(bare.scene().styleOf(3000) == nullptr);
    CHECK(*bare.scene().styleOf(3001) == scene::Style(scene::ClusterStyle{1}));
}

UNDERPAINT_TEST(a_script_takes_looks_from_photos) {
    Outcome outcome;
    outcome.world().files["look.png"] = imaging::encodePng(Image(20, 10, 3, std::uint8_t{9}));
    run(outcome, std::string(begin) + R"(
        {"do": "styles-from", "photo": "look.png"},
        {"do": "code", "photo": "look.png"},
        {"do": "rectangle", "class": "car", "box": [0, 0, 4, 4], "as": "a"},
        {"do": "exemplar", "photo": "look.png", "instance": "a", "strength": 0.5},
        {"do": "exemplar", "photo": "look.png", "id": "dusk"},
        {"do": "pins", "id": "dusk", "pins": [{"scene": [5, 6], "photo": [7, 8]}]},
        {"do": "exemplar-rules", "id": "dusk", "class": "sky", "temperature": 2, "texture": true},
        {"do": "photo", "photo": "look.png", "shows_scene": true},
        {"do": "keep", "on": true, "soft_edge": 3},
        {"do": "render", "to": "a.png"},
        {"do": "remove-exemplar", "id": "exemplar 1"},
        {"do": "render", "to": "b.png"})");
    const scene::SceneState& scene = outcome.world().rendered.front();
    CHECK(*scene.styleOf(1) == scene::Style(scene::FeatureStyle{{0.25F, 0.75F}}));
    CHECK_EQUAL(scene.appearance.code.values.front(), 20.0F);
    const scene::Exemplar& worn = *scene.findExemplar("exemplar 1");
    CHECK_EQUAL(worn.target.id, 3000U);
    CHECK(worn.within == scene::MatchWithin::Instance);
    CHECK_EQUAL(worn.strength, 0.5F);
    CHECK_EQUAL(worn.labels->at(0, 0), 2);
    const scene::Exemplar& dusk = *scene.findExemplar("dusk");
    CHECK(dusk.target.kind == scene::ExemplarTarget::Kind::Class);
    CHECK_EQUAL(dusk.pins.size(), 1U);
    CHECK_EQUAL(dusk.temperature, 2.0F);
    CHECK(dusk.texture && !worn.texture);
    CHECK(scene.keep.on);
    CHECK_EQUAL(scene.keep.feather, 3);
    CHECK(scene.photoMaps != nullptr);
    CHECK(outcome.scene().findExemplar("exemplar 1") == nullptr);
}

UNDERPAINT_TEST(a_script_undoes_and_saves_what_the_editor_opens) {
    Outcome outcome;
    run(outcome, std::string(begin) + R"(
        {"do": "rectangle", "class": "road", "box": [0, 0, 10, 10]},
        {"do": "rename-class", "class": "road", "name": "street"},
        {"do": "recolour-class", "class": "street", "colour": [1, 2, 3]},
        {"do": "undo", "steps": 3},
        {"do": "redo", "steps": 2},
        {"do": "save", "to": "a.underpaint"},
        {"do": "rectangle", "class": "car", "box": [0, 0, 2, 2]},
        {"do": "open", "project": "a.underpaint"},
        {"do": "write-labels", "to": "labels.png"},
        {"do": "write-instances", "to": "instances.png"},
        {"do": "undo", "steps": 2},
        {"do": "render", "to": "a.png"})");
    const project::Project project =
        project::decodeProject(outcome.world().content("a.underpaint"), "a.underpaint");
    CHECK_EQUAL(project.history.size(), 2U);
    CHECK_EQUAL(project.state.labels.at(9, 9), 2);
    CHECK_EQUAL(project.state.labelSet.at(2).name, "street");
    CHECK(!project.thumbnail.empty());
    // Its history can be done to another scene.
    scene::SceneState other;
    other.labelSet = outcome.scene().labelSet;
    other.labels = scene::LabelMap({20, 20}, 1);
    other.instances = scene::instancesFromLabels(other.labels);
    scene::Scene replayed(std::move(other));
    CHECK_EQUAL(project::replayHistory(replayed, project.history).applied, 2U);
    CHECK_EQUAL(replayed->labels.at(9, 9), 2);
    // What was saved came back, and what was done before it can be undone.
    const auto labels = imaging::decodeStored(outcome.world().content("labels.png"), "labels.png");
    CHECK_EQUAL(labels.indices.at(1, 1), 2);
    CHECK_EQUAL(labelAt(outcome, 1, 1), 1);
}

UNDERPAINT_TEST(the_same_script_writes_the_same_bytes) {
    const std::string commands = std::string(begin) + R"(
        {"do": "ellipse", "class": "car", "box": [4, 8, 10, 6]},
        {"do": "style", "class": "car", "style": 1},
        {"do": "save", "to": "a.underpaint"})";
    Outcome one;
    Outcome other;
    run(one, commands);
    run(other, commands);
    CHECK(one.world().files == other.world().files);
}

UNDERPAINT_TEST(a_script_imports_maps_into_a_scene_or_as_one) {
    Outcome outcome;
    outcome.world().files["map.png"] = imaging::encodePng(LabelPlane(8, 6, std::uint16_t{2}));
    run(outcome, R"({"do": "import", "labels": "map.png", "classes": "camvid"},
                    {"do": "seed", "seed": 4},
                    {"do": "render", "to": "a.png"})");
    CHECK(outcome.scene().size() == Size({8, 6}));
    run(outcome, std::string(begin) + R"({"do": "import", "labels": "map.png"},
                    {"do": "undo"}, {"do": "render", "to": "a.png"},
                    {"do": "redo"}, {"do": "render", "to": "b.png"})");
    CHECK(outcome.world().rendered[1].size() == Size({40, 30}));
    CHECK(outcome.scene().size() == Size({8, 6}));
}

UNDERPAINT_TEST(a_script_brings_a_scene_to_another_model) {
    Outcome outcome;
    run(outcome, R"({"do": "new", "classes": "camvid", "size": [8, 8], "fill": "road"},
                    {"do": "model", "model": "paints"},
                    {"do": "render", "to": "a.png"},
                    {"do": "undo"},
                    {"do": "render", "to": "b.png"})");
    CHECK_EQUAL(outcome.world().rendered[0].labels.at(0, 0), 2);
    CHECK_EQUAL(outcome.world().rendered[0].modelId, "paints-1");
    CHECK_EQUAL(outcome.world().rendered[1].labelSet.name(), scene::camvidLabels().name());
}

UNDERPAINT_TEST(damaged_scripts_are_explained_before_anything_is_done) {
    const std::vector<std::pair<std::string, std::string>> heads = {
        {"", "test.json: is not valid JSON"},
        {R"({"version": 1, "commands": [)", "test.json: is not valid JSON"},
        {std::string(100, '['), "test.json: is nested too deeply"},
        {"{\"version\": 1, \"commands\": [\"\xff\"]}", "test.json: is not valid JSON"},
        {"[]", "test.json: is no object"},
        {R"({"commands": []})", "test.json, field version: is missing"},
        {R"({"version": 2, "commands": []})", "test.json, field version: is 2"},
        {R"({"version": 1})", "field commands: is missing"},
        {R"({"version": 1, "commands": {}})", "field commands: is an object, not a list"},
        {R"({"version": 1, "commands": [], "model": "x"})", "field \"model\": is not known"},
        {R"({"version": 1, "version": 1, "commands": []})", "\"version\" twice"}};
    for (const auto& [text, says] : heads) {
        CHECK_ERROR(script::Script::parse(text, "test.json"), says);
    }
    const std::vector<std::pair<std::string, std::string>> commands = {
        {"5", "test.json, command 2: is 5, not an object"},
        {"{}", "test.json, command 2, field do: is missing"},
        {R"({"do": 1})", "command 2, field do: is 1, not a text"},
        {R"({"do": "paint"})", "command 2, field do: is \"paint\", which is no command"},
        {R"({"do": "undo", "step": 1})", "command 2 (undo), field \"step\": is not known here"},
        {R"({"do": "undo", "steps": 0})", "command 2 (undo), field steps: is 0"},
        {R"({"do": "undo", "steps": 1.5})", "field steps: is 1.5, not a whole number"},
        {R"({"do": "new", "model": "m"})", "command 2 (new), field size: is missing"},
        {R"({"do": "new", "size": [4, 4]})", "field classes: is missing"},
        {R"({"do": "new", "model": "m", "classes": "c", "size": [4, 4]})", "does not go with"},
        {R"({"do": "new", "model": "m", "size": "big"})", "field size: is \"big\", not a list"},
        {R"({"do": "new", "model": "m", "size": [4]})", "field size: has 1 values, not 2"},
        {R"({"do": "new", "model": "m", "size": [0, 4]})", "field size/0: is 0"},
        {R"({"do": "new", "model": "m", "size": [4, 4], "template": "moon"})", "field template"},
        {R"({"do": "stroke", "class": "car", "diameter": 3, "points": []})", "field points: has 0"},
        {R"({"do": "stroke", "class": "car", "diameter": 3, "points": [[1, "x"]]})",
         "field points/0/1: is \"x\""},
        {R"({"do": "stroke", "class": "car", "diameter": 3, "points": [[1, 9999999]]})",
         "field points/0/1: is 9999999"},
        {R"({"do": "stroke", "class": "car", "diameter": 0, "points": [[1, 1]]})", "diameter"},
        {R"({"do": "stroke", "class": "car", "diameter": 3, "shape": "star", "points": [[1, 1]]})",
         "field shape: is \"star\". It can be round, square"},
        {R"({"do": "stroke", "class": 70000, "diameter": 3, "points": [[1, 1]]})", "field class"},
        {R"({"do": "rectangle", "class": "car", "box": [1, 1, 0, 1]})", "field box/2: is 0"},
        {R"({"do": "polygon", "class": "car", "points": [[1, 1], [2, 2]]})", "needs 3"},
        {R"({"do": "rectangle", "class": "car", "box": [1, 1, 1, 1], "as": "new"})", "field as"},
        {R"({"do": "seed", "seed": -1})", "field seed: is -1"},
        {R"({"do": "seed", "seed": 1e3})", "field seed: is 1000.0"},
        {R"({"do": "delete", "instances": []})", "field instances: names no instance"},
        {R"({"do": "delete", "instances": [4, 4]})", "field instances/1: is named twice"},
        {R"({"do": "merge", "instances": [4]})", "Name two or more"},
        {R"({"do": "style", "style": 1})", "field instances: is missing"},
        {R"({"do": "style", "class": "car", "style": []})", "which is no style"},
        {R"({"do": "style", "class": "car", "style": {"mixture": [0, 0]}})", "style/mixture"},
        {R"({"do": "style", "class": "car", "style": 0.5})", "field style: is 0.5"},
        {R"({"do": "code", "seed": 1, "values": [1]})", "one of three ways"},
        {R"({"do": "code", "values": []})", "field values: has no number"},
        {R"({"do": "move", "instances": [4], "scale": 0})", "field scale"},
        {R"({"do": "keep", "on": 1})", "not true or false"},
        {R"({"do": "recolour-class", "class": 1, "colour": [1, 2, 256]})", "colour/2"},
        {R"({"do": "pins", "id": "a", "pins": [{"scene": [1, 1]}]})", "field photo: is missing"},
        {R"({"do": "exemplar", "photo": "a.png", "class": 1, "instance": 2})", "does not go"},
        {R"({"do": "save", "to": "a.png"})", "command 2 (save), field to: does not end in"},
        {R"({"do": "save", "to": ""})", "not the name of a file"},
        {R"({"do": "save", "to": "a\u0000.underpaint"})", "not the name of a file"},
        {R"({"do": "import", "labels": "a.png", "format": "jpeg"})", "field format"}};
    for (const auto& [text, says] : commands) {
        CHECK_ERROR(script::Script::parse(whole(begin + text), "test.json"), says);
    }
}

UNDERPAINT_TEST(a_script_stops_where_it_does_not_fit_the_scene) {
    const std::vector<std::pair<std::string, std::string>> commands = {
        {R"({"do": "stroke", "class": "cat", "diameter": 3, "points": [[1, 1]]})",
         "test.json, command 2 (stroke), field class: the scene has no class \"cat\". Its classes "
         "are nothing, sky"},
        {R"({"do": "rectangle", "class": 9, "box": [1, 1, 2, 2]})", "no class 9"},
        {R"({"do": "rectangle", "class": 1, "box": [1, 1, 2, 2], "lock": ["x"]})", "field lock"},
        {R"({"do": "rectangle", "class": 3, "box": [1, 1, 2, 2], "instance": 1})",
         "field instance: 1 is not of the class car, but of sky"},
        {R"({"do": "rectangle", "class": 3, "box": [1, 1, 2, 2], "instance": "my"})",
         "no command has called an instance \"my\""},
        {R"({"do": "rectangle", "class": 0, "box": [1, 1, 2, 2], "instance": "new"})",
         "command 2 (rectangle)"},
        {R"({"do": "fill", "class": 1, "at": [40, 1]})", "field at: lies outside"},
        {R"({"do": "delete", "instances": [3000]})", "no pixel of the scene has the instance id"},
        {R"({"do": "undo"})", "field steps: asks for 1, but only 0 can be undone"},
        {R"({"do": "redo"})", "only 0 were undone"},
        {R"({"do": "open", "project": "none.underpaint"})",
         "command 2 (open), none.underpaint: cannot be opened"},
        {R"({"do": "style", "class": "sky", "style": 0})", "the class has 0 styles"},
        {R"({"do": "style", "class": "sky", "style": "red"})", "has no style \"red\""},
        {R"({"do": "style", "class": "sky", "style": {"features": [1]}})", "has 1 numbers"},
        {R"({"do": "code", "values": [1]})", "codes of the model have 3"},
        {R"({"do": "keep", "on": true})", "field on: there is no photo"},
        {R"({"do": "remove-exemplar", "id": "x"})", "It has none"},
        {R"({"do": "model", "model": "other"})", "command 2 (model), other"},
        {R"({"do": "import", "labels": "map.png", "model": "paints"})", "field model"},
        {R"({"do": "rename-class", "class": "sky", "name": "car"})", "command 2 (rename-class)"}};
    for (const auto& [text, says] : commands) {
        Outcome outcome;
        CHECK_ERROR(run(outcome, begin + text), says);
        CHECK_EQUAL(outcome.reports.size(), 1U);
    }
    Outcome nothing;
    CHECK_ERROR(run(nothing, R"({"do": "undo"})"),
                "command 1 (undo): there is no scene yet. Begin with new, open or import");
    CHECK_ERROR(run(nothing, R"({"do": "new", "classes": "camvid", "size": [4, 4]},
                                {"do": "style", "class": "sky", "style": 1})"),
                "the scene has no model");
    CHECK_ERROR(run(nothing, R"({"do": "import", "labels": "a.png"})"), "field classes");
}

UNDERPAINT_TEST(a_script_can_be_cancelled_between_commands) {
    Outcome outcome;
    const CancelToken cancel;
    const auto script = script::Script::parse(
        whole(begin + std::string(R"({"do": "seed", "seed": 1})")), "test.json");
    bool stopped = false;
    try {
        script.run(outcome.world(), cancel, [&](const script::Report&) { cancel.cancel(); });
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
}
