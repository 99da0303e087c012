// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/png/png_codec.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/archive/zip_index.h"
#include "engine/project/archive/zip_writer.h"
#include "engine/project/file/project_file.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/journal/replay.h"
#include "engine/project/json.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/sequence_codec.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <functional>
#include <map>
#include <sstream>

using namespace underpaint;
using namespace underpaint::project;

namespace {

using Bytes = std::vector<std::byte>;

/// A scene after some random edits, with all of them as its history.
Project randomProject(std::uint64_t seed) {
    Random random(seed);
    scene::Scene scene =
        test::sampleScene({test::between(random, 1, 150), test::between(random, 1, 150)}, seed);
    Project project;
    for (int i = test::between(random, 0, 12); i > 0; --i) {
        const scene::Edit edit = test::randomEdit(*scene, random);
        scene.apply(edit);
        project.history.push_back({"step " + std::to_string(i), scene::serialise(edit)});
    }
    project.state = *scene;
    project.forgottenHistory = random.below(3);
    project.view["zoom"] = std::to_string(random.below(800));
    return project;
}

std::map<std::string, Bytes> membersOf(const Bytes& file) {
    std::map<std::string, Bytes> members;
    const ZipIndex zip(file, "sample");
    for (const ZipMember& member : zip.members()) {
        members[member.name] = {member.data.begin(), member.data.end()};
    }
    return members;
}

Bytes zipOf(const std::map<std::string, Bytes>& members) {
    std::ostringstream out;
    ZipWriter zip(out);
    for (const auto& [name, content] : members) {
        const Bytes& bytes = content;
        zip.add(name, [&bytes](const ByteSink& sink) { sink(bytes); });
    }
    zip.finish();
    const std::string text = out.str();
    const auto view = std::as_bytes(std::span(text));
    return {view.begin(), view.end()};
}

/// The sample with another manifest.
Bytes withManifest(const Bytes& file, const std::function<void(nlohmann::json&)>& change) {
    auto members = membersOf(file);
    auto manifest = nlohmann::json::parse(asText(members.at("manifest.json")));
    change(manifest);
    const std::string text = manifest.dump();
    const auto view = std::as_bytes(std::span(text));
    members["manifest.json"] = {view.begin(), view.end()};
    return zipOf(members);
}

void expectError(const Bytes& file, const std::string& part) {
    CHECK_ERROR(decodeProject(file, "p.underpaint"), part);
}

} // namespace

UNDERPAINT_TEST(projects_come_back_equal) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Project project = randomProject(seed);
        const Bytes file = encodeProject(project);
        const Project read = decodeProject(file, "sample");
        CHECK(read.state == project.state);
        CHECK(read.history == project.history);
        CHECK(read.view == project.view);
        CHECK_EQUAL(read.forgottenHistory, project.forgottenHistory);
        CHECK(read.thumbnail == labelThumbnail(project.state));
        CHECK(encodeProject(read) == file);
    }
}

UNDERPAINT_TEST(projects_of_many_frames_come_back_equal) {
    Random random(60);
    Project project;
    project.state = *test::sampleScene({150, 90}, 6);
    project.state.referencePhoto = std::make_shared<const Image>(20, 10, 3, 77);
    const std::size_t alone = encodeProject(project).size();
    scene::Sequence sequence(project.state);
    for (std::size_t i = 1; i < 60; ++i) {
        scene::Scene next(sequence.frame(i - 1));
        if (i % 2 == 0) {
            next.apply(test::randomPaint(*next, random, 0));
        }
        if (i % 20 == 3) {
            next.apply({scene::SetReferencePhoto{std::make_shared<const Image>(9, 9, 3, 5)}});
            next.apply({scene::SetSeed{i}});
        }
        if (i % 20 == 7) {
            next.apply({scene::SetReferencePhoto{nullptr}});
            next.apply({scene::SetStyle{{{7, scene::ClusterStyle{2}}}}});
        }
        if (i % 20 == 11) {
            next.apply({scene::SetStyle{{{7, std::nullopt}}}});
        }
        sequence.apply(scene::InsertFrames{i, {*next}});
    }
    setFrames(project, sequence);
    project.history.push_back(
        {"frame 40", scene::serialiseSequenceEdit(scene::FrameEdit{39, {scene::SetSeed{4}}}),
         scene::serialiseSequenceEdit(scene::FrameEdit{39, {scene::SetSeed{0}}})});
    const Bytes file = encodeProject(project);
    const Project read = decodeProject(file, "sample");
    CHECK(sequenceOf(read) == sequence);
    CHECK(read.history == project.history);
    CHECK(encodeProject(read) == file);
    // Its digest is taken on the way.
    std::ostringstream written;
    CHECK_EQUAL(writeProject(project, written), sha256(file));
    CHECK_EQUAL(written.str().size(), file.size());
    // What is as in the frame before is not there again: half of the frames are copies.
    const auto members = membersOf(file);
    CHECK(!members.contains("frames/2_labels.png"));
    CHECK(members.contains("frames/3_labels.png"));
    CHECK(file.size() < 40 * alone);
    CHECK(sequenceOf(read).mapBytes() < 40 * scene::Sequence(project.state).mapBytes());
    // One frame is the file that it always was.
    project.laterFrames.clear();
    project.history.clear();
    const auto manifest = membersOf(encodeProject(project)).at("manifest.json");
    CHECK(std::string(asText(manifest)).find("frames") == std::string::npos);
}

UNDERPAINT_TEST(frames_that_lie_are_refused) {
    Project project = randomProject(4);
    project.history.clear();
    scene::Scene next(project.state);
    next.apply({scene::SetSeed{project.state.seed + 1}});
    next.apply({scene::SetReferencePhoto{std::make_shared<const Image>(4, 4, 3, 5)}});
    scene::LabelMap labels = next->labels;
    labels.set(0, 0, labels.at(0, 0) == 7 ? 11 : 7);
    next.apply({scene::ReplaceMaps{labels, next->instances, {}}});
    project.laterFrames = {*next, *next};
    const Bytes file = encodeProject(project);
    CHECK(decodeProject(file, "").laterFrames == project.laterFrames);
    const auto expect = [&](const std::string& part,
                            const std::function<void(nlohmann::json&)>& change) {
        expectError(withManifest(file, change), part);
    };
    expect("/frames", [](auto& m) { m["frames"] = 3; });
    expect("/frames/0", [](auto& m) { m["frames"][0] = 3; });
    expect("/frames/1", [](auto& m) { m["frames"][1].erase("looks"); });
    expect("surprise", [](auto& m) { m["frames"][1]["surprise"] = true; });
    expect("/frames/0/photo", [](auto& m) { m["frames"][0]["photo"] = "ghost"; });
    expect("frames/3_labels.png", [](auto& m) { m["frames"][1]["labels"] = true; });
    expect("frames/3_photo.png", [](auto& m) { m["frames"][1]["photo"] = "own"; });
    expect("lower half", [](auto& m) { m["frames"][1]["instances_high"] = true; });
    expect("too many", [](auto& m) {
        m["frames"] = std::vector<nlohmann::json>(scene::maxFrames, m["frames"][1]);
    });
    auto members = membersOf(file);
    members.at("frames/2_labels.png") = png::encode(LabelPlane(3, 3));
    expectError(zipOf(members), "frames/2_labels.png");
    members = membersOf(file);
    members.at("frames/2_labels.png") =
        png::encode(LabelPlane(project.state.size().width, project.state.size().height, 1, 999));
    expectError(zipOf(members), "999");
    members = membersOf(file);
    members.at("frames/2_looks.bin") = scene::serialise(
        {scene::ReplaceMaps{scene::LabelMap({4, 4}, 7), scene::InstanceMap({4, 4}, 7), {}}});
    expectError(zipOf(members), "frames/2_looks.bin");
    members.at("frames/2_looks.bin") = scene::serialise({scene::RenameLabel{7, "lane"}});
    expectError(zipOf(members), "one label set");
    members.at("frames/2_looks.bin").clear();
    expectError(zipOf(members), "damaged");
    Random random(5);
    for (int i = 0; i < 400; ++i) {
        Bytes changed = file;
        changed[random.below(file.size())] ^= static_cast<std::byte>(1 + random.below(255));
        try {
            (void)sequenceOf(decodeProject(changed, "p.underpaint"));
        } catch (const Error&) {
            // The only permitted way to fail.
        }
    }
}

UNDERPAINT_TEST(project_of_an_empty_scene) {
    Project project;
    project.state.labelSet = scene::camvidLabels();
    CHECK(decodeProject(encodeProject(project), "sample").state == project.state);
}

UNDERPAINT_TEST(project_keeps_extreme_values) {
    Project project;
    project.state = *test::sampleScene({70, 3}, 5);
    project.state.seed = UINT64_MAX;
    project.state.instances.set(69, 2, UINT32_MAX);
    project.state.appearances[UINT32_MAX].style = scene::FeatureStyle{{-0.1F, 3.4e38F, 1e-42F}};
    project.state.appearance.code.values = {0.3F, -7.25F};
    const Project read = decodeProject(encodeProject(project), "sample");
    CHECK(read.state == project.state);
}

UNDERPAINT_TEST(project_keeps_what_instances_wear) {
    Project project;
    project.state = *test::sampleScene({70, 30}, 5);
    const auto manifest = [&] {
        return std::string(asText(membersOf(encodeProject(project)).at("manifest.json")));
    };
    // Where nothing wears a code the file is the one of programs that knew none.
    CHECK(manifest().find("codes") == std::string::npos);
    scene::Exemplar exemplar;
    exemplar.id = "of one instance";
    exemplar.photo = std::make_shared<const Image>(4, 4, 3, std::uint8_t{9});
    exemplar.target = {scene::ExemplarTarget::Kind::Instance, 26003};
    exemplar.pins = {{{3, 4}, {1, 2}}};
    project.state.addExemplar(exemplar);
    project.state.appearances[26003].code.values = {1, -2};
    project.state.appearances[26004].code.values = {3};
    project.state.appearances[26004].style = scene::ClusterStyle{1};
    CHECK(manifest().find("codes") != std::string::npos);
    CHECK(decodeProject(encodeProject(project), "sample").state == project.state);
}

UNDERPAINT_TEST(project_keeps_the_pictures_of_exemplars_once) {
    Project project;
    project.state = *scene::Scene(scene::cityscapesLabels(), {20, 10}, 7);
    scene::Exemplar exemplar;
    exemplar.id = "a";
    exemplar.photo = std::make_shared<const Image>(8, 6, 3, std::uint8_t{9});
    exemplar.labels = std::make_shared<const LabelPlane>(8, 6, 26);
    project.state.addExemplar(exemplar);
    const auto manifest = [&] {
        return std::string(asText(membersOf(encodeProject(project)).at("manifest.json")));
    };
    // Without any rules the file is the one of programs that knew of none.
    for (const char* key : {"within", "temperature", "texture", "hidden", "pictures_of"}) {
        CHECK(manifest().find(key) == std::string::npos);
    }
    exemplar.instances = std::make_shared<const InstancePlane>(8, 6, 66001);
    exemplar.hidden = std::make_shared<const Image>(8, 6, 1, std::uint8_t{255});
    exemplar.within = scene::MatchWithin::Instance;
    exemplar.temperature = 0.5F;
    exemplar.texture = true;
    for (const char* id : {"b", "c"}) {
        exemplar.id = id;
        exemplar.photo = std::make_shared<const Image>(*exemplar.photo);
        exemplar.target = {scene::ExemplarTarget::Kind::Instance,
                           static_cast<std::uint32_t>(26000 + id[0])};
        project.state.addExemplar(exemplar);
    }
    const Bytes file = encodeProject(project);
    CHECK(membersOf(file).contains("exemplars/1_instances_high.png"));
    CHECK(!membersOf(file).contains("exemplars/2.png"));
    const Project read = decodeProject(file, "sample");
    CHECK(read.state == project.state);
    CHECK(read.state.findExemplar("b")->photo == read.state.findExemplar("c")->photo);
    const auto spoiled = [&](const std::function<void(nlohmann::json&)>& change) {
        return withManifest(file, [&](nlohmann::json& all) { change(all["exemplars"][2]); });
    };
    expectError(spoiled([](nlohmann::json& one) { one["pictures_of"] = 2; }), "pictures_of");
    expectError(spoiled([](nlohmann::json& one) { one["pictures_of"] = 99; }), "pictures_of");
    expectError(spoiled([](nlohmann::json& one) { one["labels"] = true; }), "pictures_of");
    expectError(spoiled([](nlohmann::json& one) { one.erase("pictures_of"); }), "is missing");
    expectError(spoiled([](nlohmann::json& one) { one["within"] = "street"; }), "within");
    expectError(spoiled([](nlohmann::json& one) { one["temperature"] = 0; }), "temperature");
    expectError(spoiled([](nlohmann::json& one) { one["texture"] = 1; }), "texture");
    expectError(
        withManifest(file, [](nlohmann::json& all) { all["exemplars"][1]["labels"] = false; }),
        "no label map");
}

UNDERPAINT_TEST(project_keeps_what_classes_become) {
    Project project;
    project.state = *test::sampleScene({70, 30}, 5);
    const auto manifest = [&] {
        return std::string(asText(membersOf(encodeProject(project)).at("manifest.json")));
    };
    // Where nothing was chosen the file is the one of programs that knew of no choices.
    CHECK(manifest().find("class_choices") == std::string::npos);
    project.state.classChoices[{"Cityscapes", "street"}] = {{"rail track", "tree"}, {"truck", ""}};
    project.state.classChoices[{"town \"7\"", "street"}] = {{"a", "b"}};
    const Bytes file = encodeProject(project);
    CHECK(manifest().find("class_choices") != std::string::npos);
    CHECK(decodeProject(file, "sample").state == project.state);
    const auto spoiled = [&](const std::function<void(nlohmann::json&)>& change) {
        return withManifest(file, [&](nlohmann::json& all) { change(all["class_choices"]); });
    };
    expectError(spoiled([](nlohmann::json& list) { list = 3; }), "is no list");
    expectError(spoiled([](nlohmann::json& list) { list[0]["classes"] = {}; }), "is no object");
    expectError(spoiled([](nlohmann::json& list) { list[0]["classes"]["truck"] = 3; }), "no text");
    expectError(spoiled([](nlohmann::json& list) { list[0].erase("to"); }), "lacks \"to\"");
    expectError(spoiled([](nlohmann::json& list) { list[1] = list[0]; }), "twice");
}

UNDERPAINT_TEST(project_maps_are_pictures_for_other_programs) {
    Project project;
    project.state = *scene::Scene(scene::cityscapesLabels(), {20, 10}, 7);
    project.state.instances.set(3, 4, 26003);
    project.thumbnail = Image(5, 4, 3, 99);
    const auto members = membersOf(encodeProject(project));
    CHECK(png::decode(members.at("labels.png"), {20, 10}, "").indices ==
          project.state.labels.toPlane());
    CHECK_EQUAL(png::decode(members.at("instances.png"), {20, 10}, "").indices.at(3, 4), 26003);
    CHECK(png::decode(members.at("thumbnail.png"), {5, 4}, "").colours == project.thumbnail);
    CHECK(!members.contains("instances_high.png"));
    project.state.instances.set(3, 4, 66001);
    CHECK(membersOf(encodeProject(project)).contains("instances_high.png"));
}

UNDERPAINT_TEST(project_forgets_the_oldest_history) {
    Project project;
    project.forgottenHistory = 2;
    const Bytes edit = scene::serialise({scene::SetSeed{1}});
    for (int i = 0; i < 5; ++i) {
        project.history.push_back({std::string(maxHistoryBytes / 4, char('a' + i)), edit});
    }
    const Project read = decodeProject(encodeProject(project), "sample");
    CHECK_EQUAL(read.history.size(), 3U);
    CHECK_EQUAL(read.history.back().text.front(), 'e');
    CHECK_EQUAL(read.forgottenHistory, 4U);
}

UNDERPAINT_TEST(damaged_projects_are_refused) {
    const Bytes file = encodeProject(randomProject(3));
    for (std::size_t length = 0; length < file.size(); length += 1 + length / 64) {
        expectError({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)},
                    "p.underpaint");
    }
    // A changed byte may hide in padding; what is read must be consistent, and nothing may crash.
    Random random(11);
    int refused = 0;
    for (int i = 0; i < 1500; ++i) {
        Bytes changed = file;
        changed[random.below(file.size())] ^= static_cast<std::byte>(1 + random.below(255));
        try {
            decodeProject(changed, "p.underpaint").state.check();
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(refused > 500);
}

UNDERPAINT_TEST(projects_that_lie_are_refused) {
    Project project = randomProject(4);
    project.state.referencePhoto = nullptr;
    const Bytes file = encodeProject(project);
    const auto expect = [&](const std::string& part,
                            const std::function<void(nlohmann::json&)>& change) {
        expectError(withManifest(file, change), part);
    };
    CHECK(decodeProject(withManifest(file, [](auto&) {}), "").state == project.state);
    expect("format version", [](auto& m) { m["format_version"] = 2; });
    expect("no project", [](auto& m) { m["format"] = "other"; });
    expect("/surprise", [](auto& m) { m["surprise"] = 1; });
    expect("seed", [](auto& m) { m["seed"] = -1; });
    expect("seed", [](auto& m) { m.erase("seed"); });
    expect("/width", [](auto& m) { m["width"] = 40000; });
    expect("pixels", [](auto& m) { m["width"] = m["width"].template get<int>() + 1; });
    expect("/latent/0", [](auto& m) { m["latent"] = {1e300}; });
    expect("/colour", [](auto& m) { m["labels"]["classes"][0]["colour"] = {1, 2}; });
    expect("label", [](auto& m) { m["labels"]["classes"] = nlohmann::json::array(); });
    expect("two classes have the id",
           [](auto& m) { m["labels"]["classes"].push_back(m["labels"]["classes"][0]); });
    expect("/styles/0", [](auto& m) { m["styles"] = {{{"instance", 1}}}; });
    expect("two styles", [](auto& m) {
        m["styles"] = {{{"instance", 1}, {"cluster", 1}}, {{"instance", 1}, {"cluster", 2}}};
    });
    expect("weights", [](auto& m) { m["styles"] = {{{"instance", 1}, {"mixture", {2, 3}}}}; });
    expect("is missing", [](auto& m) { m["photo"] = true; });
    expect("damaged", [](auto& m) { m["history"]["entries"] = 99; });
    expect("/view", [](auto& m) { m["view"] = {{"a", 1}}; });
    expectError({}, "no project");
}

UNDERPAINT_TEST(projects_do_not_unpack_beyond_their_size) {
    Project project;
    project.state = *scene::Scene(scene::camvidLabels(), {8, 8}, 1);
    auto members = membersOf(encodeProject(project));
    Bytes& map = members.at("labels.png");
    map[18] = std::byte{0x70}; // 8 x 8 pixels become 28680 x 28680
    map[22] = std::byte{0x70};
    const Bytes file =
        withManifest(zipOf(members), [](auto& m) { m["width"] = m["height"] = 28680; });
    expectError(file, "more pixels than the file can hold");
}

UNDERPAINT_TEST(a_history_is_replayed_where_it_fits) {
    const auto entry = [](const char* text, scene::Edit::Kind kind) {
        return HistoryEntry{text, scene::serialise({std::move(kind)})};
    };
    const std::vector<HistoryEntry> history = {
        entry("inside", scene::PaintPixels{{{2, 2, 5, 4}}, {}}),
        entry("outside", scene::PaintPixels{{{60, 2, 5, 4}}, {}}),
        entry("maps", scene::EditGroup{{{scene::SetSeed{1}},
                                        {scene::ReplaceMaps{scene::LabelMap({4, 4}, 1),
                                                            scene::InstanceMap({4, 4}, 1),
                                                            {}}}}}),
        entry("pins", scene::SetPins{"none", {}}),
        entry("seed", scene::SetSeed{8}),
    };
    scene::Scene scene(scene::camvidLabels(), {20, 20}, 1);
    const ReplayResult result = replayHistory(scene, history);
    CHECK_EQUAL(result.applied, 2U);
    CHECK_EQUAL(result.skipped.size(), 3U);
    CHECK_EQUAL(result.skipped[0].index, 1U);
    CHECK_EQUAL(result.skipped[1].reason, "loads other maps");
    CHECK_EQUAL(result.skipped[2].text, "pins");
    CHECK_EQUAL(scene->labels.at(2, 2), 4);
    CHECK_EQUAL(scene->seed, 8U);
    CHECK_EQUAL(scene->size().width, 20);
}

UNDERPAINT_TEST(the_history_of_a_frame_is_replayed) {
    const auto entry = [](scene::SequenceEdit edit) {
        return HistoryEntry{"step", scene::serialiseSequenceEdit(edit)};
    };
    const auto seed = [](std::uint64_t value) { return scene::Edit{scene::SetSeed{value}}; };
    const scene::SceneState state = *scene::Scene(scene::camvidLabels(), {20, 20}, 1);
    const scene::Edit paint{scene::PaintPixels{{{2, 2, 5, 4}}, {}}};
    const std::vector<HistoryEntry> history = {
        entry(scene::FrameEdit{0, paint}), // of what is frame 3 in the end
        entry(scene::InsertFrames{0, {state, state}}),
        entry(scene::FrameEdit{1, seed(7)}),
        entry(scene::EditFrames{{{0, seed(5)}, {2, seed(6)}}}),
        entry(scene::InsertFrames{1, {state}}),
        entry(scene::RemoveFrames{1, 1}),
    };
    const auto replayed = [&](std::size_t frame) {
        scene::Scene scene(state);
        const ReplayResult result = replayHistory(scene, history, frame);
        CHECK(result.skipped.empty());
        return std::pair(scene->seed, result.applied);
    };
    CHECK(replayed(0) == std::pair(std::uint64_t{5}, std::size_t{1}));
    CHECK(replayed(1) == std::pair(std::uint64_t{7}, std::size_t{1}));
    CHECK(replayed(2) == std::pair(std::uint64_t{6}, std::size_t{2}));
}

UNDERPAINT_TEST(projects_with_names_that_are_no_text_are_refused) {
    Project project;
    project.state.labelSet = scene::LabelSet("set", {{0, "\xff\xfe", {}, false}});
    CHECK_ERROR(encodeProject(project), "UTF-8");
}
