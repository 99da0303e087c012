// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/train/training_run.h"
#include "tests/e2e/child_process.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <string>

namespace train_program_test {

using namespace underpaint;
using namespace underpaint::test;

namespace {

namespace fs = std::filesystem;

constexpr Size pictureSize{48, 32};
constexpr std::uint16_t road = 3; // of the 12 classes of camvid

/// A data set of `pairs` pairs in a folder, a recipe, and the program that is run on them.
class Workshop {
public:
    explicit Workshop(int pairs) {
        fs::create_directories(m_folder / "set/train_img");
        fs::create_directories(m_folder / "set/train_label");
        for (int i = 0; i < pairs; ++i) {
            addPair("pair" + std::to_string(i));
        }
        train::Recipe recipe = tinyRecipe();
        recipe.steps = 3;
        recipe.sampleEvery = 3;
        writeRecipe(train::recipeText(recipe));
    }

    fs::path operator/(const std::string& name) const { return m_folder / name; }
    fs::path photo(const std::string& stem) const {
        return m_folder / ("set/train_img/" + stem + ".png");
    }
    fs::path labels(const std::string& stem) const {
        return m_folder / ("set/train_label/" + stem + ".png");
    }
    void addPair(const std::string& stem) const {
        imaging::writePhoto(photo(stem), samplePair(pictureSize, 1).photo);
        imaging::writeLabels(labels(stem), LabelPlane(pictureSize.width, pictureSize.height, road));
    }
    void writeRecipe(const std::string& text) const {
        writeFileAtomically(m_folder / "recipe.json", text);
    }

    ChildOutcome run(const std::vector<std::string>& arguments) const {
        return runChild(arguments, m_folder / "said");
    }
    ChildOutcome pack() const {
        return run({"dataset", "pack", (m_folder / "set").string(), "--labels", "camvid",
                    "--source", "drawn by a test", "-o", (m_folder / "set.pack").string()});
    }
    ChildOutcome train(const std::string& data, const std::vector<std::string>& more) const {
        std::vector<std::string> arguments{"train",
                                           "--data",
                                           (m_folder / data).string(),
                                           "-o",
                                           (m_folder / "run").string(),
                                           "--device",
                                           "cpu",
                                           "--threads",
                                           "1"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    ChildOutcome begin(const std::string& data) const {
        return train(data, {"--recipe", (m_folder / "recipe.json").string(), "--labels", "camvid"});
    }
    bool hasBegun() const { return fs::exists(train::TrainingRun::checkpointOf(m_folder / "run")); }

private:
    TemporaryFolder m_folder;
};

bool has(const ChildOutcome& outcome, const std::string& text) {
    return outcome.said.find(text) != std::string::npos;
}

} // namespace

UNDERPAINT_TEST(a_folder_is_packed_and_trained_from) {
    const Workshop workshop(2);
    const ChildOutcome packed = workshop.pack();
    CHECK_EQUAL(packed.code, 0);
    const ChildOutcome outcome = workshop.begin("set.pack");
    CHECK_EQUAL(outcome.code, 0);
    CHECK(workshop.hasBegun());
    CHECK(fs::exists(workshop / "run/log.jsonl"));
    CHECK(fs::exists(workshop / "run/samples/step-0000003.png"));
    CHECK(fs::exists(workshop / "run/tiny.underpaint-model"));
    const ChildOutcome package =
        workshop.run({"package", "check", (workshop / "run/tiny.underpaint-model").string()});
    CHECK_EQUAL(package.code, 0);
    // A second run does not fall on the first.
    const ChildOutcome again = workshop.begin("set.pack");
    CHECK_EQUAL(again.code, 2);
    CHECK(has(again, "--resume"));
}

UNDERPAINT_TEST(a_folder_alone_is_enough_and_a_model_goes_on_without_a_recipe) {
    const Workshop workshop(2);
    const ChildOutcome fresh = workshop.train("set", {"--labels", "camvid", "--steps", "2"});
    CHECK_EQUAL(fresh.code, 0);
    CHECK(has(fresh, "the usual recipe"));
    const fs::path package = workshop / "run/run.underpaint-model";
    CHECK(fs::exists(package));
    const ChildOutcome more =
        workshop.run({"train", "--data", (workshop / "set").string(), "--labels", "camvid",
                      "--init", package.string(), "--steps", "1", "--device", "cpu", "--threads",
                      "1", "-o", (workshop / "more").string()});
    CHECK_EQUAL(more.code, 0);
    CHECK(fs::exists(workshop / "more/more.underpaint-model"));
}

UNDERPAINT_TEST(bad_files_are_named_before_training_begins) {
    const Workshop workshop(2);
    for (const char* stem : {"corrupt", "smaller", "lonely"}) {
        workshop.addPair(stem);
    }
    std::ofstream(workshop.photo("corrupt"), std::ios::binary) << "\x89PNG\r\n\x1a\nnothing";
    imaging::writeLabels(workshop.labels("smaller"), LabelPlane(10, 10, road));
    fs::remove(workshop.labels("lonely"));
    for (const ChildOutcome& outcome : {workshop.pack(), workshop.begin("set")}) {
        CHECK_EQUAL(outcome.code, 1);
        CHECK(has(outcome, workshop.photo("corrupt").string()));
        CHECK(has(outcome, "smaller.png"));
        CHECK(has(outcome, workshop.photo("lonely").string()));
        CHECK(!has(outcome, "pair0.png"));
    }
    CHECK(!workshop.hasBegun());
    CHECK(!fs::exists(workshop / "set.pack"));
}

UNDERPAINT_TEST(wrong_recipes_are_explained) {
    const Workshop workshop(1);
    CHECK_EQUAL(workshop.pack().code, 0);
    std::string misspelt = train::recipeText(tinyRecipe());
    misspelt.replace(misspelt.find("\"steps\""), 7, "\"stepz\"");
    workshop.writeRecipe(misspelt);
    const ChildOutcome unknown = workshop.begin("set.pack");
    CHECK_EQUAL(unknown.code, 2);
    CHECK(has(unknown, "stepz"));
    train::Recipe recipe = tinyRecipe();
    recipe.augmentation.size = {33, 16};
    workshop.writeRecipe(train::recipeText(recipe));
    const ChildOutcome size = workshop.begin("set.pack");
    CHECK_EQUAL(size.code, 2);
    CHECK(has(size, "33 x 16"));
    CHECK(!workshop.hasBegun());
}

UNDERPAINT_TEST(a_run_goes_on_with_its_own_data_only) {
    const Workshop workshop(1);
    CHECK_EQUAL(workshop.begin("set").code, 0);
    (void)samplePack(workshop / "other.pack", 2, pictureSize);
    const ChildOutcome other = workshop.train("other.pack", {"--resume"});
    CHECK_EQUAL(other.code, 2);
    CHECK(has(other, "data"));
    CHECK_EQUAL(workshop.train("run/data.pack", {"--resume"}).code, 0);
    const ChildOutcome none = workshop.run({"train", "--data", (workshop / "other.pack").string(),
                                            "-o", (workshop / "nowhere").string(), "--resume"});
    CHECK_EQUAL(none.code, 2);
}

} // namespace train_program_test
