// SPDX-License-Identifier: GPL-3.0-or-later
// What a fine-tuning keeps in its folder, and the card of what comes out.
#include "engine/run/training/training_plan.h"
#include "engine/run/training/tuned_package.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <string>

using namespace underpaint;
using run::CurvePoint;
using run::TrainingFolder;
using run::TrainingPlan;

namespace {

TrainingPlan somePlan() {
    return {.name = "mine",
            .base = "/models/street.underpaint-model",
            .baseName = "street",
            .source = "pairs of the user's",
            .steps = 40,
            .strength = 0.5,
            .classes = {"car", "bus"},
            .seed = 9,
            .pairs = 5};
}

} // namespace

UNDERPAINT_TEST(plans_of_trainings_are_read_as_they_were_written) {
    const test::TemporaryFolder home;
    const TrainingFolder folder = run::makeTrainingFolder(home / "runs", "mine");
    folder.writePlan(somePlan());
    CHECK(folder.plan() == somePlan());
    for (const char* damaged : {"", "{", "[]", R"({"name": 3})"}) {
        CHECK_ERROR(run::parseTrainingPlan(damaged, "plan.json"), "no plan");
    }
}

UNDERPAINT_TEST(folders_of_trainings_get_names_of_their_own) {
    const test::TemporaryFolder home;
    const auto runs = home / "runs";
    CHECK(run::trainingFolders(runs).empty());
    const TrainingFolder first = run::makeTrainingFolder(runs, "mine");
    const TrainingFolder second = run::makeTrainingFolder(runs, "mine");
    CHECK(first.path() != second.path());
    second.writePlan(somePlan());
    CHECK_EQUAL(run::trainingFolders(runs).size(), 1U);
    // The first was left by somebody who died while pairs were read.
    std::ofstream(first.path() / "half.part") << "half";
    run::removeUnprepared(runs);
    CHECK(!std::filesystem::exists(first.path()));
    CHECK(std::filesystem::exists(second.path()));
}

UNDERPAINT_TEST(curves_go_on_from_the_checkpoint) {
    const test::TemporaryFolder home;
    const TrainingFolder folder(home.path());
    CHECK(folder.curve().empty());
    for (std::int64_t step = 1; step <= 6; ++step) {
        folder.addToCurve({.step = step, .losses = {{"G", 1.0 * static_cast<double>(step)}}});
    }
    folder.addToCurve({.step = 6, .measures = {{"difference", 0.5}}});
    std::ofstream(folder.curveFile(), std::ios::app) << "{\"step\": 7, \"los\n"; // was killed here
    folder.addToCurve({.step = 4, .losses = {{"G", 40.0}}});
    const auto curve = folder.curve();
    CHECK_EQUAL(curve.size(), 4U);
    CHECK_EQUAL(curve.back().step, 4);
    CHECK_EQUAL(curve[2].losses.at("G"), 3.0);
    folder.addToCurve({.step = 5, .measures = {{"difference", 0.25}}});
    CHECK(folder.curve().back() == (CurvePoint{.step = 5, .measures = {{"difference", 0.25}}}));
}

UNDERPAINT_TEST(the_step_of_a_result_is_known_only_with_the_result) {
    const test::TemporaryFolder home;
    const TrainingFolder folder(home.path());
    folder.noteResult(30);
    CHECK(!folder.resultStep());
    std::ofstream(folder.result()) << "a package";
    CHECK(folder.resultStep() == 30);
}

UNDERPAINT_TEST(the_card_of_a_tuned_model_tells_what_it_is) {
    project::Manifest base;
    base.id = "b1";
    base.name = "street";
    base.licence = "research only";
    base.data = "CamVid";
    base.notes = "Streets by day";
    base.metrics = {{"kernel", 0.1}};
    base.size = {320, 240, 16};
    project::Manifest trained;
    trained.id = "t1";
    trained.parent = "b1";
    trained.size = {300, 200, 16};
    const project::Manifest card = run::tunedManifest(trained, base,
                                                      {.name = "my street",
                                                       .plan = somePlan(),
                                                       .steps = 30,
                                                       .before = {{"difference", 0.2}},
                                                       .after = {{"difference", 0.1}}});
    CHECK_EQUAL(card.name, std::string("my street"));
    CHECK_EQUAL(card.parent, std::string("b1"));
    CHECK(card.id.empty()); // its own content decides
    CHECK_EQUAL(card.licence, base.licence);
    CHECK_EQUAL(card.data, std::string("CamVid; pairs of the user's"));
    CHECK(card.metrics.empty());
    CHECK(card.size == base.size);
    for (const char* told :
         {"Fine-tuned from street for 30 steps on 5 pairs", "only these classes: car, bus",
          "difference 0.1 (before: 0.2)", "street: Streets by day"}) {
        CHECK(card.notes.find(told) != std::string::npos);
    }
}
