// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/pix2pix_trainer.h"

#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/train/data/condition.h"
#include "engine/train/recipe/recipe_networks.h"

#include <utility>

namespace underpaint::train {

namespace {

constexpr std::uint64_t generatorStream = 11;
constexpr std::uint64_t discriminatorStream = 12;
constexpr std::uint64_t dropoutStream = 15;

} // namespace

Pix2PixTrainer::Pix2PixTrainer(const Recipe& recipe, const PackedDataset& data,
                               const TrainerSettings& settings,
                               const std::optional<std::filesystem::path>& initial)
    : AdversarialTrainer(recipe, data, settings, initial), m_step(makeStep()) {
    begin();
}

Pix2PixStep Pix2PixTrainer::makeStep() {
    Pix2PixOptions options;
    options.ganMode = nets::ganModeFromName(recipe().objective.gan);
    options.lambdaL1 = recipe().objective.l1;
    options.lambdaKeep = recipe().keepBase;
    options.lambdaPerceptual = recipe().objective.perceptual;
    options.perceptual = perceptual();
    options.optimiser = adamOptions(recipe().generatorRate);
    options.discriminatorOptimiser = adamOptions(recipe().discriminatorRate);
    options.computeType = computeType();
    options.share = teamwork().sharing();
    return {
        start(generatorOf(recipe(), data()), "G", nets::Initialisation::Pix2Pix, generatorStream),
        start(discriminatorOf(recipe(), data()), "D", nets::Initialisation::Pix2Pix,
              discriminatorStream),
        std::move(options)};
}

StepReport Pix2PixTrainer::trainOn(const Sample& batch) {
    const ExampleShare share = teamwork().examples();
    const std::uint64_t draws =
        deriveSeed(deriveSeed(recipe().seed, dropoutStream),
                   static_cast<std::uint64_t>(stepsDone() * share.size + share.rank));
    return m_step.step({.condition = conditionOf(batch, recipe(), data()).to(device()),
                        .image = targetOf(batch, recipe(), data()).to(device()),
                        .view = viewOfStep(),
                        .fineTuning = fineTuningOf(batch),
                        .dropout = nets::seededGenerator(device(), draws)});
}

at::Tensor Pix2PixTrainer::paint(const Sample& batch, const PaintingWeights& weights,
                                 Statistics statistics) const {
    const at::NoGradGuard noGrad;
    nets::EagerRun run({.batchStatistics = statistics == Statistics::OfBatch,
                        .keepRunningStatistics = true,
                        .computeType = computeType()});
    return m_step.generator().network().generate(run, nets::Scope(weights.generator),
                                                 conditionOf(batch, recipe(), data()).to(device()));
}

} // namespace underpaint::train
