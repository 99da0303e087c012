// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/project/tensors/safetensors.h"
#include "engine/train/training_run.h"
#include "tests/e2e/child_process.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/free_port.h"
#include "tests/support/temporary_folder.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace train_team_test {

using namespace underpaint;
using namespace underpaint::test;

namespace {

namespace fs = std::filesystem;

constexpr Size pictureSize{24, 16};
constexpr std::int64_t steps = 6;
/// More than any of these runs needs.
constexpr std::chrono::seconds longest{120};

/// A data set, recipes for it, and runs of the program on them.
class Workshop {
public:
    Workshop() {
        (void)samplePack(m_folder / "a.pack", 5, pictureSize);
        writeRecipe("one.json", 1, steps);
        writeRecipe("two.json", 2, steps);
        writeRecipe("long.json", 1, 1'000'000);
    }

    fs::path operator/(const std::string& name) const { return m_folder / name; }

    /// What `train` is called with; the run is in `folder`.
    std::vector<std::string> arguments(const std::string& folder, const std::string& recipe) const {
        return {"train",
                "--data",
                (m_folder / "a.pack").string(),
                "--recipe",
                (m_folder / recipe).string(),
                "-o",
                (m_folder / folder).string(),
                "--device",
                "cpu",
                "--threads",
                "1"};
    }
    /// One of two processes of a training.
    std::unique_ptr<ChildProcess> member(const std::vector<std::string>& arguments,
                                         const std::string& rank, const std::string& port) const {
        auto child = std::make_unique<ChildProcess>(
            arguments, m_folder / ("said" + rank),
            std::map<std::string, std::string>{{"RANK", rank},
                                               {"WORLD_SIZE", "2"},
                                               {"MASTER_ADDR", "127.0.0.1"},
                                               {"MASTER_PORT", port}});
        return child;
    }

private:
    void writeRecipe(const std::string& name, std::int64_t batch, std::int64_t stepsOfRun) const {
        train::Recipe recipe = tinyRecipe();
        recipe.batch = batch;
        recipe.steps = stepsOfRun;
        recipe.checkpointEvery = 2;
        recipe.augmentation.size = {16, 16};
        writeFileAtomically(m_folder / name, train::recipeText(recipe));
    }

    TemporaryFolder m_folder;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Runs both members to their ends; false where the program cannot train in several processes.
bool trainAsTwo(const Workshop& workshop, const std::vector<std::string>& ofLeader,
                const std::vector<std::string>& ofOther) {
    const std::string port = std::to_string(freePort());
    const auto leader = workshop.member(ofLeader, "0", port);
    const auto other = workshop.member(ofOther, "1", port);
    const int codeOfLeader = leader->waitFor(longest);
    if (has(leader->said(), "trains in one process only")) {
        CHECK_EQUAL(codeOfLeader, 2);
        return false;
    }
    CHECK_EQUAL(codeOfLeader, 0);
    CHECK_EQUAL(other->waitFor(longest), 0);
    // Only the leader speaks.
    CHECK(has(leader->said(), "2 processes"));
    CHECK(!has(other->said(), "wrote"));
    return true;
}

} // namespace

UNDERPAINT_TEST(two_processes_of_the_program_train_like_one_with_twice_the_batch) {
    const Workshop workshop;
    // Half of the way, then on from the leader's checkpoint. The other one sees no folder of a run.
    std::vector<std::string> leader = workshop.arguments("team", "one.json");
    std::vector<std::string> other = workshop.arguments("nothing", "one.json");
    leader.insert(leader.end(), {"--steps", "4"});
    other.insert(other.end(), {"--steps", "4"});
    if (!trainAsTwo(workshop, leader, other)) {
        skip("this build has no Gloo");
    }
    leader = workshop.arguments("team", "one.json");
    leader.emplace_back("--resume");
    other = workshop.arguments("nothing", "one.json");
    other.emplace_back("--resume");
    CHECK(trainAsTwo(workshop, leader, other));
    CHECK(!fs::exists(workshop / "nothing"));
    CHECK(fs::exists(workshop / "team/tiny.underpaint-model"));

    const ChildOutcome alone = runChild(workshop.arguments("alone", "two.json"), workshop / "said");
    CHECK_EQUAL(alone.code, 0);
    const auto expected =
        project::readSafetensors(train::TrainingRun::checkpointOf(workshop / "alone"));
    const auto got = project::readSafetensors(train::TrainingRun::checkpointOf(workshop / "team"));
    CHECK_EQUAL(got.metadata().at("step"), std::to_string(steps));
    double difference = 0;
    double moved = 0;
    const train::Recipe recipe = train::readRecipe(workshop / "one.json");
    const auto start =
        train::makeTrainer(recipe, train::PackedDataset::open(workshop / "a.pack"), oneThread());
    const project::TensorFile before = stateOf(*start, workshop / "before.safetensors");
    for (const auto& stored : expected.tensors()) {
        // Biases before norms have gradients of nothing but rounding errors, which Adam follows by
        // whole steps.
        if (!stored.name.starts_with("G/") || stored.name.ends_with(".bias")) {
            continue;
        }
        const at::Tensor wanted = tensorOf(expected, stored.name);
        difference += (tensorOf(got, stored.name) - wanted).square().sum().item<double>();
        moved += (tensorOf(before, stored.name) - wanted).square().sum().item<double>();
    }
    CHECK(moved > 0);
    CHECK_CLOSE(difference / moved, 0, 0.01);
}

UNDERPAINT_TEST(whoever_loses_the_other_process_says_so) {
    const Workshop workshop;
    const std::string port = std::to_string(freePort());
    const auto leader = workshop.member(workshop.arguments("run", "long.json"), "0", port);
    const auto other = workshop.member(workshop.arguments("nothing", "long.json"), "1", port);
    while (!fs::exists(workshop / "run/checkpoint.safetensors")) {
        if (leader->waitFor(std::chrono::milliseconds(20)) >= 0) {
            CHECK(has(leader->said(), "trains in one process only"));
            skip("this build has no Gloo");
        }
    }
    other->kill();
    CHECK_EQUAL(leader->waitFor(longest), 2);
    CHECK(has(leader->said(), "another process of this training ended"));
    CHECK(has(leader->said(), "--resume"));
}

UNDERPAINT_TEST(a_place_that_makes_no_sense_is_explained) {
    const Workshop workshop;
    const auto child = workshop.member(workshop.arguments("run", "one.json"), "2", "29500");
    CHECK_EQUAL(child->waitFor(longest), 2);
    CHECK(has(child->said(), "RANK"));
    CHECK(!fs::exists(workshop / "run"));
}

} // namespace train_team_test
