// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/out_of_memory.h"
#include "engine/nets/weights/initialise.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/recipe_trainer.h"
#include "engine/train/training_run.h"
#include "tests/engine/team_of_threads.h"
#include "tests/engine/train_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <new>
#include <string>
#include <vector>

namespace team_memory_test {

using namespace underpaint;
using namespace underpaint::train;

namespace {

constexpr Size pictureSize{48, 32};
constexpr std::int64_t lastStep = 12;

/// When memory runs out in a step that joins two sets of gradients.
enum class Moment { BeforeBoth, Between, AfterBoth };

/// Where pictures are wider than `room`, memory runs out in step 7 in some processes.
struct Hunger {
    Moment moment = Moment::BeforeBoth;
    std::vector<int> ranks;
    int room = 0;
};

/// A trainer with one row of weights, whose gradients are the numbers of the step and the process.
class HungryTrainer final : public RecipeTrainer {
public:
    HungryTrainer(const Recipe& recipe, const PackedDataset& data, const DistributedPlace& place,
                  const Hunger& hunger)
        : RecipeTrainer(recipe, data, {.device = "cpu", .threads = 1, .place = place}),
          m_rank(place.rank),
          m_hunger(hunger) {
        m_weights.set("row", at::zeros({4}, at::kFloat));
        nets::Network generator = generatorOf(recipe, data);
        nets::ParamStore drawn =
            nets::initialWeights(generator, nets::Initialisation::Scaled, recipe.seed);
        m_trained.push_back({"G", std::move(generator), std::move(drawn)});
    }

    bool finite() const override { return true; }
    std::string weights() const {
        const at::Tensor row = m_weights.at("row");
        return std::to_string(row[0].item<double>()) + " " + std::to_string(row[3].item<double>());
    }

private:
    nets::TensorMap learn(const Sample& /*batch*/) override {
        at::Tensor row = m_weights.at("row");
        for (const Moment moment : {Moment::BeforeBoth, Moment::Between}) {
            eat(moment);
            const at::Tensor slope =
                at::full({4}, static_cast<double>(stepsDone() + m_rank), at::kFloat);
            teamwork().sharing()({slope});
            row.sub_(slope);
        }
        eat(Moment::AfterBoth);
        return {{"loss", row.mean()}};
    }
    void eat(Moment moment) const {
        const bool here = std::count(m_hunger.ranks.begin(), m_hunger.ranks.end(), m_rank) > 0;
        if (here && moment == m_hunger.moment && stepsDone() == 7 &&
            recipe().augmentation.size.width > m_hunger.room) {
            throw std::bad_alloc();
        }
    }
    at::Tensor shown(const Sample& sample) const override { return sample.image; }
    void write(CheckpointWriter& writer) const override { writer.add("W", m_weights); }
    void read(const CheckpointReader& reader) override { reader.read("W", m_weights); }
    std::vector<TrainedRole> trained() const override { return m_trained; }
    void describe(project::Manifest& /*manifest*/) const override {}

    int m_rank;
    Hunger m_hunger;
    nets::ParamStore m_weights;
    std::vector<TrainedRole> m_trained;
};

/// What became of one member.
struct Outcome {
    std::string weights;
    Size size;
    std::int64_t steps = 0;
    std::vector<std::string> notes;
    std::string failure;
};

std::array<Outcome, 2> trainAsTwo(const Hunger& hunger) {
    const test::TemporaryFolder folder;
    const PackedDataset data = test::samplePack(folder / "a.pack", 2, pictureSize);
    Recipe recipe = test::tinyRecipe();
    recipe.augmentation.size = pictureSize;
    recipe.checkpointEvery = 5;
    std::array<Outcome, 2> outcomes;
    test::asTeam([&](const DistributedPlace& place) {
        HungryTrainer trainer(recipe, data, place, hunger);
        Outcome& outcome = outcomes.at(static_cast<std::size_t>(place.rank));
        RunListener listener;
        listener.note = [&](const std::string& text) { outcome.notes.push_back(text); };
        TrainingRun run(folder / (place.rank == 0 ? "run" : "nothing"), trainer, false);
        try {
            run.train(lastStep, {}, listener);
        } catch (const OutOfMemory& failure) {
            outcome.failure = failure.message();
        }
        outcome.weights = trainer.weights();
        outcome.size = trainer.recipe().augmentation.size;
        outcome.steps = trainer.stepsDone();
    });
    CHECK(!std::filesystem::exists(folder / "nothing"));
    return outcomes;
}

} // namespace

UNDERPAINT_TEST(when_one_of_a_team_lacks_memory_all_go_on_with_smaller_pictures) {
    const std::string undisturbed = trainAsTwo({}).at(0).weights;
    for (const Moment moment : {Moment::BeforeBoth, Moment::Between, Moment::AfterBoth}) {
        for (const std::vector<int>& ranks : {std::vector{0}, {1}, {0, 1}}) {
            const auto outcomes = trainAsTwo({.moment = moment, .ranks = ranks, .room = 40});
            for (const Outcome& outcome : outcomes) {
                CHECK_EQUAL(outcome.failure, "");
                CHECK_EQUAL(outcome.steps, lastStep);
                CHECK(outcome.size == (Size{32, 22}));
                // The lost steps were taken again, with the others', from the same weights.
                CHECK_EQUAL(outcome.weights, undisturbed);
            }
            CHECK_EQUAL(outcomes[0].notes.size(), 1U);
            CHECK(outcomes[0].notes.front().find("went back to step 5") != std::string::npos);
            CHECK(outcomes[1].notes.empty());
        }
    }
}

UNDERPAINT_TEST(a_team_whose_smaller_pictures_are_too_large_too_ends_together) {
    const auto outcomes = trainAsTwo({.moment = Moment::Between, .ranks = {1}, .room = 0});
    for (const Outcome& outcome : outcomes) {
        CHECK(outcome.failure.find("not enough memory") != std::string::npos);
        CHECK(outcome.failure.find("32x22, step 7") != std::string::npos);
        CHECK_EQUAL(outcome.steps, 5);
    }
}

} // namespace team_memory_test
