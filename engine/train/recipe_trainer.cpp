// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe_trainer.h"

#include "engine/base/error.h"
#include "engine/nets/run/device.h"
#include "engine/train/data/native_size.h"
#include "engine/train/optimise/compute_type.h"
#include "engine/train/sample_sheet.h"
#include "engine/train/system.h"

#include <cmath>
#include <map>
#include <utility>

namespace underpaint::train {

namespace {

/// What must not change between the parts of a run.
std::string networksText(const Recipe& recipe) {
    Recipe fixed;
    fixed.kind = recipe.kind;
    trainingSystem(recipe.kind).copyNetworks(recipe, fixed);
    return recipeText(fixed);
}

std::int64_t weightCount(const std::vector<TrainedRole>& roles) {
    std::int64_t count = 0;
    for (const TrainedRole& role : roles) {
        for (const nets::ParamSpec& spec : role.network.parameters()) {
            count += nets::isBuffer(spec.role) ? 0 : role.weights.at(spec.key).numel();
        }
    }
    return count;
}

} // namespace

RecipeTrainer::RecipeTrainer(const Recipe& recipe, const PackedDataset& data,
                             const TrainerSettings& settings,
                             const std::optional<PackedDataset>& drawn)
    : RecipeTrainer(recipe, data, settings, [from = drawn.value_or(data)](const Recipe& asked) {
          return drawnPairs(from, asked);
      }) {}

RecipeTrainer::RecipeTrainer(const Recipe& recipe, const PackedDataset& data,
                             const TrainerSettings& settings, DrawsOf draws)
    : m_recipe(recipe),
      m_data(data),
      m_draws(std::move(draws)),
      m_device(deviceOf(settings)),
      m_computeType(computeTypeOf(recipe.precision, m_device)),
      m_teamwork(settings.place, m_device),
      m_stream(m_draws(recipe), recipe, m_teamwork.examples()) {
    nets::setThreads(settings.threads);
}

std::string RecipeTrainer::description() const {
    const std::string more = remarks();
    return (m_computeType ? "bf16" : "fp32") + std::string(" on ") + m_device.str() + ", " +
           std::to_string(weightCount(trained())) + " weights" + (more.empty() ? "" : "; " + more);
}

AdamOptions RecipeTrainer::adamOptions(double rate) const {
    return {.learningRate = rate, .beta1 = m_recipe.beta1, .beta2 = m_recipe.beta2};
}

StepResult RecipeTrainer::step() {
    StepResult result;
    m_teamwork.attempt([&] {
        for (const auto& [name, loss] : learn(m_stream.next())) {
            result.losses[name] = loss.item<double>();
        }
        m_teamwork.average(result.losses);
    });
    ++m_steps;
    for (const auto& [name, loss] : result.losses) {
        result.finite = result.finite && std::isfinite(loss);
    }
    return result;
}

std::int64_t RecipeTrainer::multiple() const {
    return trained().front().network.multiple();
}

bool RecipeTrainer::shrink() {
    Recipe smaller = m_recipe;
    smaller.augmentation.size =
        smallerSize(m_recipe.augmentation.size, static_cast<int>(multiple()));
    if (smaller.augmentation.size.empty() || !checkTraining(smaller, m_data).empty()) {
        return false;
    }
    m_recipe = smaller;
    m_stream = ExampleStream(m_draws(m_recipe), m_recipe, m_teamwork.examples());
    m_stream.start(m_steps);
    return true;
}

Image RecipeTrainer::sampleSheet(int rows) const {
    return train::sampleSheet(m_data, m_recipe.augmentation.size, rows,
                              [this](const Sample& sample) { return shown(sample); });
}

void RecipeTrainer::save(const std::filesystem::path& path) const {
    CheckpointWriter writer;
    writer.set("step", std::to_string(m_steps));
    writer.setNumber("rate_scale", m_rateScale);
    writer.set("networks", networksText(m_recipe));
    writer.set("data", m_data.fingerprint());
    write(writer);
    writer.write(path);
}

void RecipeTrainer::restore(const std::filesystem::path& path) {
    const CheckpointReader reader(path);
    // Read and written again: older checkpoints lack options that came later.
    const Recipe stored = parseRecipe(reader.fact("networks"), path.string());
    if (networksText(stored) != networksText(m_recipe)) {
        throw Error("its networks are others", path.string(),
                    "Resume with the networks of the recipe that the run was started with");
    }
    reader.require("data", m_data.fingerprint(),
                   "Resume with the data set that the run was started with, or begin a new run "
                   "with --init");
    read(reader);
    m_steps = reader.integer("step");
    m_rateScale = reader.number("rate_scale");
    m_stream.start(m_steps);
}

void RecipeTrainer::takeOver(const std::filesystem::path& checkpoint) {
    m_teamwork.takeOver(checkpoint, [this](const std::filesystem::path& copy) { restore(copy); });
}

void RecipeTrainer::exportPackage(const std::filesystem::path& path) const {
    project::Manifest manifest;
    manifest.name = m_recipe.name;
    manifest.kind = m_recipe.kind;
    manifest.size = nativeSize(m_recipe.augmentation, multiple());
    manifest.data = m_data.source();
    manifest.notes = "Trained for " + std::to_string(m_steps) + " steps of " +
                     std::to_string(m_recipe.batch * processes()) + " by the recipe " +
                     m_recipe.name;
    describe(manifest);
    writeTrainedPackage(path, manifest, trained());
}

} // namespace underpaint::train
