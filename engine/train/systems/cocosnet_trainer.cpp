// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_trainer.h"

#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/train/data/condition.h"
#include "engine/train/optimise/compute_type.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/cocosnet_recipe.h"

#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

constexpr std::uint64_t exemplarGeneratorStream = 11;
constexpr std::uint64_t exemplarJudgeStream = 12;
constexpr std::uint64_t correspondenceStream = 13;
constexpr std::uint64_t lendingStream = 16;
constexpr std::uint64_t furtherExemplarJudgeStream = 20; // and the following

} // namespace

CoCosNetTrainer::CoCosNetTrainer(const Recipe& recipe, const PackedDataset& data,
                                 const TrainerSettings& settings,
                                 const std::optional<std::filesystem::path>& initial)
    : AdversarialTrainer(recipe, data, settings, initial),
      m_exemplars(data, recipe.seed, cocosnetOf(recipe).own,
                  static_cast<std::size_t>(cocosnetOf(recipe).neighbours),
                  recipe.augmentation.balanced),
      m_step(makeStep()) {
    begin();
}

ExemplarStep CoCosNetTrainer::makeStep() {
    ExemplarOptions options;
    options.weights = cocosnetOf(recipe()).weights;
    options.weights.l1 = recipe().objective.l1;
    options.weights.perceptual = recipe().objective.perceptual;
    options.ganMode = nets::ganModeFromName(recipe().objective.gan);
    options.judges = {{recipe().objective.adversarial, recipe().objective.featureMatching}};
    options.features = perceptual();
    if (const auto& recognition = cocosnetOf(recipe()).recognition) {
        options.recognition =
            labelRecognition(recognition, recipe().augmentation.size, data(), device());
        options.lambdaRecognition = recognition->weight;
    }
    options.longestGradient = recipe().longestGradient;
    options.share = teamwork().sharing();
    options.optimiser = adamOptions(recipe().generatorRate);
    options.discriminatorOptimiser = adamOptions(recipe().discriminatorRate);
    options.computeType = convolutionType(computeType(), device());
    constexpr auto howDrawn = nets::Initialisation::Pix2PixHd;
    // Its norms have no scale of their own: what is drawn small would stay unseen by later layers.
    TrainedNetwork correspondence = start(correspondenceOf(recipe(), data()), encoderRole(),
                                          nets::Initialisation::Scaled, correspondenceStream);
    TrainedNetwork generator =
        start(exemplarGenerator(recipe(), data()), "G", howDrawn, exemplarGeneratorStream);
    TrainedNetwork first =
        start(discriminatorOf(recipe(), data()), "D", howDrawn, exemplarJudgeStream);
    std::vector<TrainedNetwork> others;
    for (nets::Network& more : moreDiscriminatorsOf(recipe(), data())) {
        const MoreDiscriminator& wanted = recipe().moreDiscriminators[others.size()];
        options.judges.push_back({wanted.adversarial, wanted.featureMatching});
        others.push_back(start(std::move(more), "D" + std::to_string(others.size() + 2), howDrawn,
                               furtherExemplarJudgeStream + others.size()));
    }
    return {std::move(correspondence), std::move(generator), std::move(first), std::move(others),
            std::move(options)};
}

CoCosNetBatch CoCosNetTrainer::batchWith(const Sample& examples, const Sample& exemplars) const {
    return {.condition = conditionOf(examples, recipe(), data()).to(device()),
            .image = examples.image.to(device()),
            .exemplar = exemplars.image.to(device()),
            .exemplarCondition = conditionOf(exemplars, recipe(), data()).to(device()),
            .labels = examples.labels.unsqueeze(1).to(device()),
            .exemplarLabels = exemplars.labels.unsqueeze(1).to(device()),
            .isOwnExemplar = at::zeros({examples.image.size(0)}, device())};
}

StepReport CoCosNetTrainer::trainOn(const Sample& batch) {
    const ExampleShare share = teamwork().examples();
    const std::int64_t pictures = batch.labels.size(0);
    std::vector<Sample> exemplars;
    std::vector<float> own;
    for (std::int64_t i = 0; i < pictures; ++i) {
        // The number of the example among those of all processes.
        const std::int64_t number = (stepsDone() * share.size + share.rank) * pictures + i;
        DrawnExemplar drawn =
            m_exemplars.draw(recipe().augmentation, static_cast<std::uint64_t>(number));
        exemplars.push_back(std::move(drawn.sample));
        own.push_back(drawn.isOwn ? 1.0F : 0.0F);
    }
    CoCosNetBatch lentBatch = batchWith(batch, batchOf(exemplars));
    lentBatch.isOwnExemplar = at::tensor(own).to(device());
    Random random(deriveSeed(deriveSeed(recipe().seed, lendingStream),
                             static_cast<std::uint64_t>(stepsDone())));
    const bool lends = random.uniform() >= cocosnetOf(recipe()).none;
    const at::Tensor noise = noiseOfStep(batch);
    return m_step.step(lentBatch,
                       {.noise = noise.defined() ? noise.to(device()) : noise,
                        .view = viewOfStep(),
                        .lends = lends,
                        .withinClass = random.uniform() < cocosnetOf(recipe()).withinClass,
                        .adversarial = recipe().judgesAt(stepsDone())});
}

at::Tensor CoCosNetTrainer::strip(const Sample& sample, const Sample& exemplar,
                                  const PaintingWeights& weights, Statistics statistics) const {
    const at::NoGradGuard noGrad;
    const CoCosNetBatch batch = batchWith(sample, exemplar);
    nets::EagerRun run(
        {.batchStatistics = statistics == Statistics::OfBatch, .keepRunningStatistics = true});
    const LentExemplars look =
        lent(run, m_step.adversaries().encoder->network(), nets::Scope(*weights.encoder), batch, {},
             /*withinClass=*/false);
    at::Tensor input = at::cat({look.picture, batch.condition}, 1);
    if (const at::Tensor noise = shownNoise(sample); noise.defined()) {
        input = at::cat({input, noise.to(device())}, 1);
    }
    const at::Tensor photo =
        m_step.generator().network().generate(run, nets::Scope(weights.generator), input);
    return at::cat({batch.exemplar, look.picture, photo}, 3);
}

at::Tensor CoCosNetTrainer::paint(const Sample& batch, const PaintingWeights& weights,
                                  Statistics statistics) const {
    const at::Tensor all = strip(batch, batch, weights, statistics);
    const std::int64_t width = batch.image.size(3);
    return all.narrow(3, all.size(3) - width, width);
}

at::Tensor CoCosNetTrainer::shown(const Sample& sample) const {
    return strip(sample, m_exemplars.nearest(sample.pair, recipe().augmentation.size), averages(),
                 Statistics::Stored);
}

void CoCosNetTrainer::describe(project::Manifest& manifest) const {
    AdversarialTrainer::describe(manifest);
    if (const auto& recognition = cocosnetOf(recipe()).recognition) {
        manifest.notes += "; " + describedRecognition(*recognition);
    }
    manifest.featNum = 0; // its encoder is a correspondence
}

} // namespace underpaint::train
