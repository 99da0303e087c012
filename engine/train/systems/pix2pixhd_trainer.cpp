// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/pix2pixhd_trainer.h"

#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/train/data/condition.h"
#include "engine/train/optimise/compute_type.h"
#include "engine/train/recipe/recipe_networks.h"

#include <utility>

namespace underpaint::train {

namespace {

constexpr std::uint64_t hdGeneratorStream = 11;
constexpr std::uint64_t hdDiscriminatorStream = 12;
constexpr std::uint64_t encoderStream = 13;
constexpr std::uint64_t hdDropoutStream = 18;
constexpr std::uint64_t furtherStream = 20; // and the following, of further discriminators
constexpr auto howDrawn = nets::Initialisation::Pix2PixHd;

} // namespace

Pix2PixHdTrainer::Pix2PixHdTrainer(const Recipe& recipe, const PackedDataset& data,
                                   const TrainerSettings& settings,
                                   const std::optional<std::filesystem::path>& initial)
    : AdversarialTrainer(recipe, data, settings, initial), m_step(makeStep()) {
    begin();
}

Pix2PixHdStep Pix2PixHdTrainer::makeStep() {
    std::optional<TrainedNetwork> encoder;
    if (auto network = encoderOf(recipe())) {
        encoder = start(std::move(*network), "E", howDrawn, encoderStream);
    }
    Pix2PixHdOptions options;
    options.ganMode = nets::ganModeFromName(recipe().objective.gan);
    options.lambdaGan = recipe().objective.adversarial;
    options.lambdaFeat = recipe().objective.featureMatching;
    options.longestGradient = recipe().longestGradient;
    options.lambdaL1 = recipe().objective.l1;
    options.lambdaKeep = recipe().keepBase;
    options.lambdaPerceptual = recipe().objective.perceptual;
    options.perceptual = perceptual();
    options.optimiser = adamOptions(recipe().generatorRate);
    options.discriminatorOptimiser = adamOptions(recipe().discriminatorRate);
    options.computeType = convolutionType(computeType(), device());
    options.share = teamwork().sharing();
    TrainedNetwork generator =
        start(generatorOf(recipe(), data()), "G", howDrawn, hdGeneratorStream);
    TrainedNetwork discriminator =
        start(discriminatorOf(recipe(), data()), "D", howDrawn, hdDiscriminatorStream);
    std::vector<TrainedNetwork> others;
    for (nets::Network& more : moreDiscriminatorsOf(recipe(), data())) {
        const MoreDiscriminator& wanted = recipe().moreDiscriminators[others.size()];
        options.others.push_back({wanted.adversarial, wanted.featureMatching});
        others.push_back(start(std::move(more), "D" + std::to_string(others.size() + 2), howDrawn,
                               furtherStream + others.size()));
    }
    return {std::move(generator), std::move(discriminator), std::move(encoder),
            std::move(options),   ImagePool(0, 0),          std::move(others)};
}

StepReport Pix2PixHdTrainer::trainOn(const Sample& batch) {
    const at::Tensor noise = noiseOfStep(batch);
    return m_step.step({.condition = conditionOf(batch, recipe(), data()).to(device()),
                        .noise = noise.defined() ? noise.to(device()) : noise,
                        .instances = batch.instances.to(device()),
                        .image = targetOf(batch, recipe(), data()).to(device()),
                        .view = viewOfStep(),
                        .fineTuning = fineTuningOf(batch),
                        .styled = stylesOfStep(),
                        .adversarial = recipe().judgesAt(stepsDone())});
}

bool Pix2PixHdTrainer::stylesOfStep() const {
    Random random(deriveSeed(deriveSeed(recipe().seed, hdDropoutStream),
                             static_cast<std::uint64_t>(stepsDone())));
    return random.uniform() >= recipe().styleDropout;
}

at::Tensor Pix2PixHdTrainer::paint(const Sample& batch, const PaintingWeights& weights,
                                   Statistics statistics) const {
    const at::NoGradGuard noGrad;
    nets::EagerRun run({.batchStatistics = statistics == Statistics::OfBatch,
                        .keepRunningStatistics = true,
                        .computeType = convolutionType(computeType(), device())});
    at::Tensor input = conditionOf(batch, recipe(), data()).to(device());
    if (weights.encoder) {
        const nets::TensorMap styles = m_step.encoder()->network().forward(
            run, nets::Scope(*weights.encoder),
            {{"image", batch.image.to(device())}, {"inst", batch.instances.to(device())}});
        input = at::cat({input, styles.at("output")}, 1);
    }
    if (const at::Tensor noise = shownNoise(batch); noise.defined()) {
        input = at::cat({input, noise.to(device())}, 1);
    }
    return m_step.generator().network().generate(run, nets::Scope(weights.generator), input);
}

} // namespace underpaint::train
