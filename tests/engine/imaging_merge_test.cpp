// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/whole_file.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/class_table.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_check.h"
#include "engine/imaging/dataset_convert.h"
#include "engine/imaging/dataset_merge.h"
#include "engine/imaging/dataset_record.h"
#include "engine/imaging/foreign_classes.h"
#include "engine/imaging/foreign_label_set.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/mapped_exemplars.h"
#include "engine/imaging/mapped_instances.h"
#include "engine/imaging/mapped_scene.h"
#include "engine/imaging/understood_share.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

namespace fs = std::filesystem;

void writeMergeText(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

/// What a class of `from` becomes in `to`, by name; "" = nothing.
std::string becomes(const std::string& name, const scene::LabelSet& to,
                    ClassMatch match = ClassMatch::SameMeaning) {
    const scene::LabelSet from("one", {{7, name, {}, false}});
    const ClassMapping mapping = mapClasses(from, to);
    const MappedClass& one = mapping.classes.front();
    if (one.match != match) {
        return "by " + std::string(classMatchName(one.match));
    }
    return one.to ? to.at(*one.to).name : "";
}

/// A street of other words than CamVid's: thing and ids differ, one class has no partner.
scene::LabelSet otherStreets() {
    return {"others",
            {{0, "void", {0, 0, 0}, false},
             {1, "Sidewalk", {244, 35, 232}, false},
             {2, "road", {128, 64, 128}, false},
             {3, "truck", {0, 0, 70}, true},
             {4, "dragon", {0, 255, 0}, true}}};
}

/// `pairs` pairs of a part, the left half of class `left`, the right half of class `right`.
void addPairs(const fs::path& folder, const std::string& phase,
              const std::vector<std::string>& stems, std::uint16_t left, std::uint16_t right) {
    for (const std::string& stem : stems) {
        LabelPlane labels(16, 8, left);
        for (int y = 0; y < 8; ++y) {
            for (int x = 8; x < 16; ++x) {
                labels.at(x, y) = right;
            }
        }
        fs::create_directories(folder / (phase + "_img"));
        fs::create_directories(folder / (phase + "_label"));
        writePhoto(folder / (phase + "_img") / (stem + ".png"),
                   Image(16, 8, 3, static_cast<std::uint8_t>(40 + left)));
        writeLabels(folder / (phase + "_label") / (stem + ".png"), labels);
    }
}

/// Two sets whose file names collide: CamVid's classes, and others with a dragon.
class TwoSets {
public:
    TwoSets() {
        writeMergeText(a() / "labels.json", labelSetJson(scene::camvidLabels()));
        addPairs(a(), "train", {"0001", "0002"}, 3, 8);
        addPairs(a(), "val", {"0001"}, 3, 8);
        writeMergeText(b() / "labels.json", labelSetJson(otherStreets()));
        addPairs(b(), "train", {"0001"}, 1, 3);
        addPairs(b(), "val", {"0002"}, 4, 2);
    }

    fs::path a() const { return m_folder / "a"; }
    fs::path b() const { return m_folder / "b"; }
    fs::path file(const std::string& name) const { return m_folder / name; }

    std::vector<SurveyedSet> survey(const scene::LabelSet& target, double weight = 1) const {
        std::vector<SurveyedSet> sets;
        sets.push_back(surveySet({a(), "a", {}, weight}, target));
        sets.push_back(surveySet({b(), "b", {}, 1}, target));
        return sets;
    }

private:
    test::TemporaryFolder m_folder;
};

/// The name of the set in which a file turns out to be written, and how often it was read for that.
std::string setOf(const fs::path& path, const scene::LabelSet& own, int* readings = nullptr) {
    try {
        const auto found = readInTheirClasses(
            path, own, {}, [&](const scene::LabelSet& set, const ImportOptions& options) {
                if (readings != nullptr) {
                    ++*readings;
                }
                return importLabels(path, {}, set, options);
            });
        return found.foreign ? found.foreign->name() : "own";
    } catch (const Error&) {
        return "refused";
    }
}

} // namespace

UNDERPAINT_TEST(classes_find_their_partners_by_name_and_meaning) {
    const scene::LabelSet camvid = scene::camvidLabels();
    CHECK_EQUAL(becomes("car", camvid, ClassMatch::SameName), "car");
    CHECK_EQUAL(becomes("CARS", camvid, ClassMatch::SameName), "car");
    CHECK_EQUAL(becomes("sidewalk", camvid), "pavement");
    CHECK_EQUAL(becomes("Person", camvid), "pedestrian");
    CHECK_EQUAL(becomes("traffic sign", camvid), "sign");
    CHECK_EQUAL(becomes("sky-other-merged", camvid), "sky");
    CHECK_EQUAL(becomes("wall-brick", camvid, ClassMatch::Kin), "building");
    CHECK_EQUAL(becomes("sidewalk;pavement", camvid), "pavement");
    CHECK_EQUAL(becomes("truck", camvid, ClassMatch::Kin), "car");
    CHECK_EQUAL(becomes("vegetation", camvid, ClassMatch::Kin), "tree");
    CHECK_EQUAL(becomes("void", camvid, ClassMatch::Nothing), "unlabelled");
    CHECK_EQUAL(becomes("various", camvid, ClassMatch::Nothing), "unlabelled");
    CHECK_EQUAL(becomes("dragon", camvid, ClassMatch::None), "");
    // The nearest of what there is: a bus before a car.
    const scene::LabelSet buses("buses", {{0, "car", {}, true}, {1, "bus", {}, true}});
    CHECK_EQUAL(becomes("truck", buses, ClassMatch::Kin), "bus");
    const scene::LabelSet town("town", {{0, "car", {}, true}, {1, "various", {}, false}});
    CHECK_EQUAL(becomes("void", town, ClassMatch::Nothing), "various");
    // Nothing becomes nothing where the target has no such class.
    CHECK_EQUAL(becomes("void", buses, ClassMatch::Nothing), "");
    for (const std::string& name : scene::builtinLabelSetNames()) {
        const scene::LabelSet set = scene::builtinLabels(name);
        CHECK(mapClasses(set, set).unchanged(set));
    }
    CHECK(!mapClasses(scene::cityscapesLabels(), camvid).unchanged(camvid));
}

UNDERPAINT_TEST(labels_without_a_partner_become_unlabelled) {
    const ClassMapping mapping = mapClasses(otherStreets(), scene::camvidLabels());
    LabelPlane labels(3, 2);
    const std::vector<std::uint16_t> values{0, 1, 2, 3, 4, 999};
    std::copy(values.begin(), values.end(), labels.values().begin());
    const LabelPlane mapped = mappedLabels(labels, mapping, 11);
    const std::vector<std::uint16_t> wanted{11, 4, 3, 8, 11, 11};
    CHECK(std::equal(wanted.begin(), wanted.end(), mapped.values().begin()));
}

UNDERPAINT_TEST(objects_stay_objects_when_their_class_changes) {
    const scene::LabelSet from = otherStreets();
    const scene::LabelSet to = scene::camvidLabels();
    // Two trucks that touch, a dragon, road.
    LabelPlane before(8, 1, 3);
    InstancePlane ids(8, 1, 3000);
    for (int x = 2; x < 4; ++x) {
        ids.at(x, 0) = 3001;
    }
    for (int x = 4; x < 8; ++x) {
        before.at(x, 0) = x < 6 ? 4 : 2;
        ids.at(x, 0) = x < 6 ? 4000 : 2;
    }
    const LabelPlane after = mappedLabels(before, mapClasses(from, to), 11);
    const MappedInstances mapped = mappedInstances(ids, before, from, after, to);
    const std::vector<std::uint32_t> wanted{8000, 8000, 8001, 8001, 11, 11, 3, 3};
    CHECK(std::equal(wanted.begin(), wanted.end(), mapped.ids.values().begin()));
    CHECK(mapped.renamed == (std::map<std::uint32_t, std::uint32_t>{{3000, 8000}, {3001, 8001}}));
    // Without instances the two are one part.
    const MappedInstances derived = mappedInstances({}, before, from, after, to);
    CHECK_EQUAL(derived.ids.at(0, 0), 8000U);
    CHECK_EQUAL(derived.ids.at(3, 0), 8000U);
    CHECK_EQUAL(derived.ids.at(7, 0), 3U);
}

UNDERPAINT_TEST(objects_of_stuff_stay_objects_when_their_class_changes) {
    const scene::LabelSet from = otherStreets();
    const scene::LabelSet to = scene::camvidLabels();
    // Road (2) with two parts that someone made objects, of which one lies in another set's number.
    const LabelPlane before(4, 1, 2);
    InstancePlane ids(4, 1, 2);
    ids.at(1, 0) = 2000;
    ids.at(2, 0) = 2001;
    ids.at(3, 0) = 7005;
    const LabelPlane after = mappedLabels(before, mapClasses(from, to), 11);
    const MappedInstances mapped =
        mappedInstances(ids, before, from, after, to, 1, StuffObjects::Kept);
    const std::vector<std::uint32_t> wanted{3, 3000, 3001, 3};
    CHECK(std::equal(wanted.begin(), wanted.end(), mapped.ids.values().begin()));
    CHECK(mapped.renamed == (std::map<std::uint32_t, std::uint32_t>{{2000, 3000}, {2001, 3001}}));
    // A file's numbers may mean something else.
    CHECK_EQUAL(mappedInstances(ids, before, from, after, to).ids.at(1, 0), 3U);
}

UNDERPAINT_TEST(tables_of_classes_come_back_as_they_were_changed) {
    const scene::LabelSet target = scene::camvidLabels();
    const TwoSets two;
    std::vector<SurveyedSet> sets = two.survey(target);
    std::string table = classTableText(classTableOf(sets, target), target);
    // The classes with the most pixels stand first, and the dragon is shouted out.
    CHECK(table.find("b,dragon,25.000,,NO PARTNER\n") != std::string::npos);
    CHECK(table.find("b,truck,25.000,car,nearest\n") != std::string::npos);
    useClassTable(parseClassTable(table, "t.csv"), "t.csv", target, sets);
    CHECK(sets[1].mapping.find(3)->match == ClassMatch::Kin);
    // As a German spreadsheet saves it, with changes.
    const std::string spreadsheet = "\xEF\xBB\xBF"
                                    "becomes;set;class\r\n"
                                    ";b;void\r\n\"Pavement\";b;Sidewalk\r\nroad;b;road\r\n"
                                    "-;b;truck\r\ncar;b;dragon\r\n;;\r\n# a remark;;\r\n";
    std::vector<SurveyedSet> one{sets[1]};
    useClassTable(parseClassTable(spreadsheet, "t.csv"), "t.csv", target, one);
    CHECK(one[0].mapping.find(1)->to == 4);
    CHECK(!one[0].mapping.find(3)->to);
    CHECK(one[0].mapping.find(3)->match == ClassMatch::Chosen);
    CHECK(one[0].mapping.find(4)->to == 8);
}

UNDERPAINT_TEST(tables_that_say_something_else_are_refused) {
    const scene::LabelSet target = scene::camvidLabels();
    const TwoSets two;
    std::vector<SurveyedSet> sets{surveySet({two.b(), "b", {}, 1}, target)};
    const std::string head = "set,class,becomes\n";
    const std::string whole = "b,void,\nb,Sidewalk,pavement\nb,road,road\nb,truck,car\n";
    const auto refused = [&](const std::string& table, const std::string& why) {
        CHECK_ERROR(useClassTable(parseClassTable(table, "t.csv"), "t.csv", target, sets), why);
    };
    refused(head + whole, "does not say what the class \"dragon\" of b becomes");
    refused(head + whole + "b,dragon,lizard\n", "line 6: there is no class \"lizard\"");
    refused(head + whole + "b,drake,\n", "line 6: the set b has no class \"drake\"");
    refused(head + whole + "b,road,car\n", "line 6: the class \"road\" of b stands there twice");
    refused(head + whole + "c,dragon,\n", "which is not merged");
    refused("", "has no column");
    refused("class,percent\n", "has no column \"becomes\"");
    refused(head, "says of no class");
    refused(head + "b,,road\n", "line 2 names no class");
    refused(head + "b,\"road,road\n", "line 2 has a quote that does not end");
    refused(std::string("PK\x03\x04") + head, "no table in plain text");
    refused(head + std::string(3, '\0'), "no table in plain text");
}

UNDERPAINT_TEST(sets_are_called_by_names_that_differ) {
    const auto names = setNames({"x/camvid", "y/town/", "y/camvid"});
    CHECK_EQUAL(names.size(), 3U);
    CHECK_EQUAL(names[0], "x_camvid");
    CHECK_EQUAL(names[1], "y_town");
    CHECK_EQUAL(names[2], "y_camvid");
    CHECK_EQUAL(setNames({"x/camvid", "y/town"})[1], "town");
    CHECK_EQUAL(setNames({"x/#1"})[0], "set#1"); // no remark in a table
    CHECK_ERROR(setNames({"x/camvid", "x/../x/camvid"}), "named twice");
}

UNDERPAINT_TEST(merged_sets_keep_names_phases_and_weights) {
    const scene::LabelSet target = scene::camvidLabels();
    const TwoSets two;
    const std::vector<SurveyedSet> sets = two.survey(target, 2);
    const auto lost = lostClasses(sets);
    CHECK_EQUAL(lost.size(), 1U);
    CHECK_EQUAL(lost[0].name, "dragon");
    CHECK_EQUAL(lost[0].pixels, 64);
    const fs::path out = two.file("merged");
    const MergeReport report = mergeDatasets(sets, target, out);
    CHECK(report.passed());
    CHECK_EQUAL(report.written, 5);
    CHECK_EQUAL(report.sets[0].pairs.at("train"), 2);
    CHECK_EQUAL(report.sets[1].pairs.at("val"), 1);
    CHECK_CLOSE(report.sets[0].shareOfDraws, 0.8, 1e-9);
    // Both photos called 0001 survive, each with its own labels.
    CHECK_EQUAL(readPhoto(out / "train_img/a/0001.png").at(0, 0), 43);
    CHECK_EQUAL(readPhoto(out / "train_img/b/0001.png").at(0, 0), 41);
    CHECK_EQUAL(readIndices(out / "train_label/a/0001.png").at(15, 0), 8);
    CHECK_EQUAL(readIndices(out / "train_label/b/0001.png").at(0, 0), 4);  // sidewalk
    CHECK_EQUAL(readIndices(out / "train_label/b/0001.png").at(15, 0), 8); // truck
    CHECK_EQUAL(readIndices(out / "val_label/b/0002.png").at(0, 0), 11);   // dragon
    CHECK(!fs::exists(out / "train_inst"));                                // no set has objects
    CHECK(!fs::exists(out / "train_label/b/0002.png"));

    const DatasetReport check = checkDataset(out);
    CHECK(check.passed());
    CHECK_EQUAL(check.items, 5);
    const auto record = datasetRecordOf(out);
    CHECK(record.has_value());
    CHECK_CLOSE(drawWeightOf(record->weights, "a/0001"), 2, 0);
    CHECK_CLOSE(drawWeightOf(record->weights, "b/0001"), 1, 0);
    CHECK_CLOSE(drawWeightOf(record->weights, "elsewhere"), 1, 0);

    // Another layout of it keeps the weights.
    DatasetConvertOptions convert;
    convert.to = DatasetLayout::Cityscapes;
    CHECK(convertDataset(out, two.file("converted"), convert).passed());
    CHECK(datasetRecordOf(two.file("converted"))->weights == record->weights);
}

UNDERPAINT_TEST(objects_are_merged_where_one_set_has_any) {
    const scene::LabelSet target = scene::camvidLabels();
    const TwoSets two;
    // The trucks of b are two that touch; a has a car of one pixel, which is dust.
    for (const std::string item : {"train_inst/0001.png", "val_inst/0002.png"}) {
        const bool trucks = item.starts_with("train");
        InstancePlane ids(16, 8, trucks ? 1U : 4000U);
        for (int y = 0; y < 8; ++y) {
            for (int x = 8; x < 16; ++x) {
                ids.at(x, y) = trucks ? (y < 4 ? 3000U : 3001U) : 2U;
            }
        }
        fs::create_directories((two.b() / item).parent_path());
        writeInstances(two.b() / item, ids);
    }
    LabelPlane dusty = readIndices(two.a() / "train_label/0001.png");
    dusty.at(2, 2) = 8;
    writeLabels(two.a() / "train_label/0001.png", dusty);
    const fs::path out = two.file("merged");
    CHECK(mergeDatasets(two.survey(target), target, out).passed());
    const InstancePlane ofB = readInstanceIds(out / "train_inst/b/0001.png");
    CHECK_EQUAL(ofB.at(15, 0), 8000U);
    CHECK_EQUAL(ofB.at(15, 7), 8001U);
    CHECK_EQUAL(ofB.at(0, 0), 4U);
    const InstancePlane ofA = readInstanceIds(out / "train_inst/a/0001.png");
    CHECK_EQUAL(ofA.at(15, 0), 8000U);
    CHECK_EQUAL(ofA.at(2, 2), 8U);
    CHECK(checkDataset(out).passed());
}

UNDERPAINT_TEST(a_merge_goes_on_where_it_was_and_not_in_another_way) {
    const scene::LabelSet target = scene::camvidLabels();
    const TwoSets two;
    const fs::path out = two.file("merged");
    mergeDatasets(two.survey(target), target, out);
    fs::remove(out / "train_label/b/0001.png");
    // Weights may change.
    const MergeReport again = mergeDatasets(two.survey(target, 3), target, out);
    CHECK_EQUAL(again.written, 1);
    CHECK_EQUAL(again.skipped, 4);
    CHECK_CLOSE(datasetRecordOf(out)->weights.at("a"), 3, 0);
    std::vector<SurveyedSet> other = two.survey(target);
    other[1].mapping.classes[4].to = 8;
    CHECK_ERROR(mergeDatasets(other, target, out), "another table");
    CHECK_ERROR(mergeDatasets(two.survey(target), target, two.a()), "folder of one of them");
}

UNDERPAINT_TEST(a_target_without_a_class_for_nothing_says_what_lacks) {
    const TwoSets two;
    const scene::LabelSet target("few", {{0, "road", {1, 1, 1}, false},
                                         {1, "car", {2, 2, 2}, true},
                                         {2, "pavement", {3, 3, 3}, false}});
    CHECK_ERROR(mergeDatasets(two.survey(target), target, two.file("merged")), "dragon of b");
    CHECK(!fs::exists(two.file("merged")));
    std::vector<SurveyedSet> sets = two.survey(target);
    sets[1].mapping.classes[4].to = 1;
    CHECK(mergeDatasets(sets, target, two.file("merged")).passed());
}

UNDERPAINT_TEST(weights_in_a_record_are_read_back_or_refused) {
    const scene::LabelSet set = scene::camvidLabels();
    const DatasetRecord record{DatasetLayout::Ours, false, {{"a", 0.5}, {"b", 4}}};
    CHECK(parseDatasetRecord(recordedLabelSetJson(set, record)) == record);
    CHECK(parseLabelSet(recordedLabelSetJson(set, record), "labels.json") == set);
    for (const char* weights : {"3", "[]", R"({"a": 0})", R"({"a": -1})", R"({"a": "2"})",
                                R"({"a": 1e300})", R"({"a": null})"}) {
        CHECK_ERROR(parseDatasetRecord(R"({"_written": {"layout": "ours", "weights": )" +
                                           std::string(weights) + "}}",
                                       "x/labels.json"),
                    "x/labels.json");
    }
}

UNDERPAINT_TEST(exemplars_come_into_other_classes) {
    using Target = scene::ExemplarTarget;
    const scene::LabelSet from = otherStreets();
    const scene::LabelSet to = scene::camvidLabels();
    scene::SceneState state;
    state.labelSet = from;
    state.labels = scene::LabelMap(Size{4, 1}, 3);
    state.instances = scene::InstanceMap(Size{4, 1}, 3007);
    LabelPlane labels(3, 1, 1);
    labels.at(1, 0) = 3;
    labels.at(2, 0) = 4;
    scene::Exemplar exemplar;
    exemplar.photo = std::make_shared<const Image>(3, 1, 3, std::uint8_t{9});
    exemplar.labels = std::make_shared<const LabelPlane>(labels);
    exemplar.strength = 0.5F;
    const std::map<std::string, Target> targets{{"all", {}},
                                                {"dragons", {Target::Kind::Class, 4}},
                                                {"one", {Target::Kind::Instance, 3007}},
                                                {"trucks", {Target::Kind::Class, 3}}};
    for (const auto& [id, target] : targets) {
        exemplar.id = id;
        exemplar.target = target;
        state.addExemplar(exemplar);
    }
    auto mapped = mappedScene(state, from, to);
    const MappedExemplars exemplars(state, *mapped);
    scene::EditGroup group{exemplars.before()};
    group.edits.push_back({mapped->maps});
    group.edits.insert(group.edits.end(), exemplars.after().begin(), exemplars.after().end());
    scene::Scene scene(state);
    const scene::Edit undo = scene.apply({group});
    CHECK(scene->findExemplar("dragons") == nullptr);
    CHECK((scene->findExemplar("trucks")->target == Target{Target::Kind::Class, 8}));
    CHECK_EQUAL(scene->findExemplar("trucks")->strength, 0.5F);
    const scene::Exemplar worn = exemplars.moved(state.appearances.at(3007)).exemplars.at("one");
    for (const scene::Exemplar* one : {scene->findExemplar("all"), &worn}) {
        CHECK_EQUAL(one->labels->at(0, 0), 4);
        CHECK_EQUAL(one->labels->at(1, 0), 8);
        CHECK_EQUAL(one->labels->at(2, 0), 11);
    }
    scene::SceneState planned = state;
    takeClasses(planned, *mapped);
    CHECK(planned.appearance == scene->appearance);
    CHECK(planned.labels == scene->labels);
    const std::uint32_t one = mapped->renamed.at(3007);
    CHECK_EQUAL(planned.appearances.at(one).exemplars.at("one").labels->at(1, 0), 8);
    planned.check();
    scene.apply(undo);
    CHECK(*scene == state);
}

UNDERPAINT_TEST(scenes_and_imports_are_mapped_by_the_same_rule) {
    const scene::LabelSet from = otherStreets();
    const scene::LabelSet to = scene::camvidLabels();
    scene::SceneState state;
    state.labelSet = from;
    LabelPlane labels(4, 1, 1);
    InstancePlane ids(4, 1, 1);
    labels.at(1, 0) = 3;
    ids.at(1, 0) = 3007;
    labels.at(2, 0) = 4;
    ids.at(2, 0) = 4;
    state.labels = scene::LabelMap(labels);
    state.instances = scene::InstanceMap(ids);
    const auto mapped = mappedScene(state, from, to);
    CHECK(mapped.has_value());
    const LabelPlane after = mapped->maps.labels.toPlane();
    CHECK_EQUAL(after.at(0, 0), 4);
    CHECK_EQUAL(after.at(1, 0), 8);
    CHECK_EQUAL(after.at(2, 0), 11);
    CHECK(mapped->lost() == std::vector<std::string>{"dragon"});
    CHECK_EQUAL(mapped->nearest().size(), 1U); // the truck became a car
    CHECK_EQUAL(mapped->renamed.at(3007), 8000U);
    CHECK_EQUAL(mapped->renamed.at(1), 4U);
    // The same classes stay as they are, and those that have no names.
    CHECK(!mappedScene(state, from, from));
    CHECK(!mappedScene(state, scene::generatedLabels(5), to));
    CHECK(!mappedScene(state, from, scene::generatedLabels(5)));
    // Where the other set knows none of them, they are not taken for what has their numbers there.
    const auto strange = mappedScene(state, from, scene::clothingLabels());
    CHECK(strange && strange->lost().size() == 3);
    // What a person chose counts before names.
    scene::SceneState told = state;
    told.classChoices[{from.name(), to.name()}] = {
        {"dragon", "tree"}, {"Sidewalk", ""}, {"griffin", "car"}, {"truck", "a ship"}};
    const auto chosen = mappedScene(told, from, to);
    CHECK_EQUAL(chosen->maps.labels.at(0, 0), 11);
    CHECK_EQUAL(chosen->maps.labels.at(1, 0), 8); // there are no ships
    CHECK_EQUAL(chosen->maps.labels.at(2, 0), to.at("tree").id);
    CHECK(chosen->lost().empty());
    CHECK(chosenIn(mapClasses(from, to, told.classChoices), to) ==
          (scene::ChosenClasses{{"dragon", "tree"}, {"Sidewalk", ""}}));

    ImportedMaps maps;
    maps.labels = labels;
    maps.instances = ids;
    maps.report.classes = {{1, "Sidewalk", 2}, {3, "truck", 1}, {4, "dragon", 1}};
    const ImportedMaps imported = inClassesOf(to, from, maps);
    CHECK(imported.labels == after);
    CHECK_EQUAL(imported.instances->at(1, 0), 8000U);
    CHECK_EQUAL(imported.report.classes.size(), 3U);
    CHECK_EQUAL(imported.report.classes.back().name, "unlabelled");
    CHECK(imported.report.text().find("dragon became unlabelled") != std::string::npos);
    CHECK(imported.report.text().find("truck became car") != std::string::npos);
}

UNDERPAINT_TEST(the_label_set_of_a_file_is_found_out) {
    const test::TemporaryFolder folder;
    const scene::LabelSet streets = scene::camvidLabels();
    const auto written = [&](const std::string& name, std::initializer_list<std::uint16_t> values) {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        LabelPlane map(static_cast<int>(values.size()) * 8, 8);
        for (int x = 0; x < map.width(); ++x) {
            for (int y = 0; y < map.height(); ++y) {
                map.at(x, y) = *(values.begin() + x / 8);
            }
        }
        writeLabels(path, map);
        return path;
    };
    const std::string cityscapes = scene::cityscapesLabels().name();
    const std::string ade = scene::ade20kLabels().name();
    // The usual case costs nothing: one reading.
    int readings = 0;
    CHECK_EQUAL(setOf(written("own.png", {3, 7, 8}), streets, &readings), "own");
    CHECK_EQUAL(readings, 1);
    // Values that the scene has no classes for: the smallest set that has all of them.
    CHECK_EQUAL(setOf(written("a.png", {7, 11, 23, 26, 33}), streets), cityscapes);
    CHECK_EQUAL(setOf(written("b.png", {3, 7, 21, 150}), scene::cityscapesLabels()), ade);
    // Small ones say nothing, but names do.
    CHECK_EQUAL(setOf(written("c.png", {3, 7, 8}), streets), "own");
    CHECK_EQUAL(setOf(written("berlin_gtFine_labelIds.png", {7, 8, 11}), streets), cityscapes);
    CHECK_EQUAL(setOf(written("ADE_val_7.png", {3, 5, 7}), streets), ade);
    CHECK_EQUAL(setOf(written("berlin_gtFine_labelIds.png", {7, 8, 11}), scene::cityscapesLabels()),
                "own");
    CHECK_EQUAL(setOf(written("coconuts/d.png", {3, 7, 8}), streets), "own");
    // Their own labels.json before any known set; nonsense is left to the import.
    writeMergeText(folder / "mine/labels.json",
                   R"({"name": "mine", "classes": [{"id": 40, "name": "road"}]})");
    CHECK_EQUAL(setOf(written("mine/e.png", {40}), streets), "mine");
    CHECK_EQUAL(setOf(written("f.png", {60000}), streets), "refused");
    CHECK_EQUAL(setOf(folder / "not there.png", streets), "refused");
    // A few pixels of another value are damage.
    LabelPlane damaged(64, 64, 3);
    damaged.at(5, 5) = 255;
    writeLabels(folder / "damaged.png", damaged);
    CHECK_EQUAL(setOf(folder / "damaged.png", streets), "own");
    // Nothing of it is known to the scene: then it is no help.
    CHECK_EQUAL(setOf(written("g.png", {7, 26, 33}), scene::facadeLabels()), "refused");
}

UNDERPAINT_TEST(a_label_set_beside_a_map_wins_over_numbers_that_fit) {
    const test::TemporaryFolder folder;
    // As data sets have it: labels.json beside the folder of the maps. All numbers are classes of
    // the scene as well.
    const scene::LabelSet facades = scene::facadeLabels();
    const scene::LabelSet streets = scene::camvidLabels();
    const auto map = [&](const std::string& name) {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        LabelPlane labels(16, 8, facades.at("facade").id);
        labels.at(3, 3) = facades.at("window").id;
        writeLabels(path, labels);
        return path;
    };
    writeMergeText(folder / "facades/labels.json", labelSetJson(facades));
    const fs::path deep = map("facades/test_label/palace.png");
    CHECK_EQUAL(setOf(deep, streets), facades.name());
    const fs::path beside = map("facades/palace.png");
    CHECK_EQUAL(setOf(beside, streets), facades.name());
    // A name tells less than the file.
    CHECK_EQUAL(setOf(map("facades/coco_7.png"), streets), facades.name());
    CHECK_EQUAL(setOf(map("facades/coco_8.png"), facades), "own");
    // In the scene's classes they are buildings, and the report says so.
    const auto read = [&](const scene::LabelSet& set, const ImportOptions& options) {
        return importLabels(deep, {}, set, options);
    };
    MapsInTheirClasses found = readInTheirClasses(deep, streets, {}, read);
    const ImportedMaps maps = inClassesOf(streets, *found.foreign, std::move(found.maps));
    CHECK_EQUAL(maps.labels.at(0, 0), streets.at("building").id);
    CHECK_EQUAL(maps.labels.at(3, 3), streets.at("building").id);
    CHECK(maps.report.text().find("facade became building") != std::string::npos);
    // The scene's own classes, and those that a user renamed or added, are no other set.
    CHECK_EQUAL(setOf(deep, facades), "own");
    CHECK_EQUAL(setOf(deep, facades.renamed(facades.at("window").id, "hole")), "own");
    // Also where the scene knows none of its classes: they are not painted as if it did.
    CHECK_EQUAL(setOf(deep, scene::clothingLabels()), facades.name());
    // Numbers are no names.
    CHECK_EQUAL(setOf(deep, scene::generatedLabels(20)), "own");
    writeMergeText(folder / "counted/labels.json", labelSetJson(scene::generatedLabels(20)));
    CHECK_EQUAL(setOf(map("counted/a.png"), streets), "own");
    // What does not fit it was not written in it, and a broken one says nothing.
    writeMergeText(folder / "small/labels.json",
                   R"({"name": "small", "classes": [{"id": 40, "name": "road"}]})");
    CHECK_EQUAL(setOf(map("small/a.png"), streets), "own");
    writeMergeText(folder / "broken/labels.json", "{");
    CHECK_EQUAL(setOf(map("broken/a.png"), streets), "own");
}

UNDERPAINT_TEST(a_map_is_understood_best_in_its_own_classes) {
    const test::TemporaryFolder folder;
    const scene::LabelSet facades = scene::facadeLabels();
    const scene::LabelSet streets = scene::camvidLabels();
    const scene::LabelSet clothes = scene::clothingLabels();
    const auto map = [&](const std::string& name, std::uint16_t most) {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        LabelPlane labels(16, 8, most);
        labels.at(3, 3) = 2;
        writeLabels(path, labels);
        return path;
    };
    // Numbers that fit all of them: what lies around tells.
    CHECK_EQUAL(understoodShare(map("a.png", 1), facades), 1.0);
    CHECK_EQUAL(understoodShare(map("a.png", 1), streets), 1.0);
    const fs::path camvid = map("camvid/val/a.png", 1);
    CHECK_EQUAL(understoodShare(camvid, streets), 1.0);
    CHECK_EQUAL(understoodShare(camvid, facades), 0.5);
    // With a label set beside it nearly all is a facade, which is kin to a building.
    writeMergeText(folder / "set/labels.json", labelSetJson(facades));
    const fs::path known = map("set/a.png", facades.at("facade").id);
    CHECK_EQUAL(understoodShare(known, facades), 1.0);
    CHECK(understoodShare(known, streets) <= 0.5);
    CHECK_EQUAL(understoodShare(known, clothes), 0.0);
    // Numbers that are classes of one set only.
    const fs::path dressed = map("b.png", 58);
    CHECK_EQUAL(understoodShare(dressed, clothes), 1.0);
    CHECK(understoodShare(dressed, streets) < 0.9);
    CHECK_EQUAL(understoodShare(folder / "none.png", streets), 0.0);
}

UNDERPAINT_TEST(what_a_person_chose_counts) {
    const scene::LabelSet to = scene::camvidLabels();
    const scene::LabelSet from = scene::cityscapesLabels();
    ImportedMaps maps;
    maps.labels = LabelPlane(4, 4, 27);
    maps.report.classes = {{27, "truck", 16}};
    ClassMapping mapping = mapClasses(from, to);
    for (MappedClass& one : mapping.classes) {
        if (one.from.id == 27) {
            one.to = 5;
            one.match = ClassMatch::Chosen;
        }
    }
    const ImportedMaps chosen = inClassesOf(to, mapping, from, maps);
    CHECK_EQUAL(static_cast<int>(chosen.labels.at(1, 1)), 5);
    CHECK(chosen.report.clean());
    CHECK(chosen.report.text().find("truck became " + to.at(5).name) != std::string::npos);
}

UNDERPAINT_TEST(real_files_of_other_sets_import_without_a_word) {
    const auto check = [](const fs::path& folder, const std::string& ending,
                          const scene::LabelSet& own, const std::string& wanted) {
        std::error_code absent;
        int seen = 0;
        for (const auto& entry : fs::directory_iterator(folder, absent)) {
            if (!entry.path().string().ends_with(ending) || ++seen > 3) {
                continue;
            }
            CHECK_EQUAL(setOf(entry.path(), own), wanted);
        }
    };
    const fs::path data = test::sharedData("data");
    check(data / "cityscapes_sample/train_label", ".png", scene::camvidLabels(),
          scene::cityscapesLabels().name());
    check(data / "ccp/val_label", ".png", scene::clothingLabels(), "own");
    check(data / "camvid/val_label", ".png", scene::camvidLabels(), "own");
}

UNDERPAINT_TEST(ade20k_becomes_landscape_classes) {
    const scene::LabelSet nature("nature", {{0, "unlabelled", {}, false},
                                            {1, "sky", {1, 0, 0}, false},
                                            {2, "tree", {2, 0, 0}, false},
                                            {4, "grass", {3, 0, 0}, false},
                                            {5, "earth", {4, 0, 0}, false},
                                            {7, "water", {5, 0, 0}, false},
                                            {8, "mountain", {6, 0, 0}, false},
                                            {9, "building", {7, 0, 0}, false}});
    const ClassMapping mapping = mapClasses(scene::ade20kLabels(), nature);
    const auto becomes = [&](std::string_view name) {
        const MappedClass* one = mapping.find(scene::ade20kLabels().at(name).id);
        return one->to ? nature.at(*one->to).name : "";
    };
    for (const char* same : {"sky", "tree", "grass", "earth", "water", "mountain", "building"}) {
        CHECK_EQUAL(becomes(same), same);
    }
    CHECK_EQUAL(becomes("sea"), "water");
    CHECK_EQUAL(becomes("river"), "water");
    CHECK_EQUAL(becomes("lake"), "water");
    CHECK_EQUAL(becomes("hill"), "mountain");
    CHECK_EQUAL(becomes("house"), "building");
}
