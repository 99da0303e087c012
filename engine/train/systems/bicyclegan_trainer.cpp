// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/bicyclegan_trainer.h"

#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/modulated_generator.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/train/data/class_balance.h"
#include "engine/train/data/condition.h"
#include "engine/train/optimise/compute_type.h"
#include "engine/train/systems/bicyclegan_recipe.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

constexpr std::uint64_t codedGeneratorStream = 11;
constexpr std::uint64_t firstJudgeStream = 12;
constexpr std::uint64_t codeEncoderStream = 13;
constexpr std::uint64_t secondJudgeStream = 14;
constexpr std::uint64_t codedDropoutStream = 15;
constexpr std::uint64_t encodedDrawStream = 18;
constexpr std::uint64_t randomCodeStream = 19;
constexpr std::uint64_t furtherJudgeStream = 20; // and the following
constexpr std::uint64_t appearanceStream = 10;
constexpr std::uint64_t rescalingStream = 41; // of real photos, the following of generated ones

/// Generators and discriminators of the official release as it draws them; our own are made for
/// pix2pixHD's way. Encoders drawn officially say nothing for thousands of steps: what a photo's
/// colours leave in their last layers lies below the epsilon of the norms.
nets::Initialisation drawnAs(const nets::Network& network) {
    if (network.role() == "E") {
        return nets::Initialisation::Scaled;
    }
    const bool official =
        network.kind() == "bicyclegan" && network.as<nets::ModulatedGenerator>() == nullptr;
    return official ? nets::Initialisation::BicycleGan : nets::Initialisation::Pix2PixHd;
}

/// Examples as the training draws them, enough of them for the principal components of their looks.
AppearanceCodes appearanceCodesOf(const Recipe& recipe, const PackedDataset& data) {
    constexpr std::size_t perPair = 4;
    constexpr std::size_t fewest = 256;
    constexpr std::size_t most = 2048;
    const std::size_t count = std::clamp(perPair * data.size(), fewest, most);
    std::optional<ClassBalance> balance;
    if (recipe.augmentation.balanced) {
        balance.emplace(data);
    }
    std::vector<at::Tensor> values;
    std::vector<at::Tensor> shares;
    for (std::size_t i = 0; i < count; ++i) {
        const Sample example =
            drawSample(data, recipe.augmentation, deriveSeed(recipe.seed, appearanceStream), i,
                       balance ? &*balance : nullptr);
        const Appearance appearance =
            appearanceOf(example.image, example.labels, data.labelChannels());
        values.push_back(appearance.values);
        shares.push_back(appearance.shares);
    }
    const BicycleGanRecipe& own = bicycleGanOf(recipe);
    return AppearanceCodes({at::cat(values), at::cat(shares)}, own.codeSize, own.appearance->reach);
}

} // namespace

BicycleGanTrainer::BicycleGanTrainer(const Recipe& recipe, const PackedDataset& data,
                                     const TrainerSettings& settings,
                                     const std::optional<std::filesystem::path>& initial)
    : AdversarialTrainer(recipe, data, settings, initial), m_step(makeStep()) {
    begin();
}

BicycleGanStep BicycleGanTrainer::makeStep() {
    const BicycleGanRecipe& own = bicycleGanOf(recipe());
    BicycleGanOptions options;
    options.ganMode = nets::ganModeFromName(recipe().objective.gan);
    options.lambdaGan = recipe().objective.adversarial;
    options.lambdaGan2 = own.randomAdversarial;
    options.lambdaL1 = recipe().objective.l1;
    options.lambdaKl = own.divergence;
    options.lambdaZ = own.recovery;
    options.lambdaSpread = own.spread;
    options.lambdaPerceptual = perceptual() ? recipe().objective.perceptual : 0;
    options.perceptual = perceptual();
    if (own.appearance) {
        options.appearance = {.codes = appearanceCodesOf(recipe(), data()).to(device()),
                              .channels = data().labelChannels(),
                              .lambdaPhotos = own.appearance->photos,
                              .lambdaCodes = own.appearance->codes,
                              .texture = own.appearance->texture};
    }
    options.lambdaReading = own.reading.value_or(own.appearance ? own.appearance->codes : 0);
    options.lambdaRepainting = own.repainting;
    if (own.recognition) {
        options.recognition =
            labelRecognition(own.recognition, recipe().augmentation.size, data(), device());
        options.lambdaRecognition = own.recognition->weight;
    }
    options.conditional = own.conditional;
    options.optimiser = adamOptions(recipe().generatorRate);
    options.discriminatorOptimiser = adamOptions(recipe().discriminatorRate);
    options.longestGradient = recipe().longestGradient;
    options.share = teamwork().sharing();
    options.computeType = convolutionType(computeType(), device());
    const auto begun = [this](nets::Network network, const std::string& role,
                              std::uint64_t stream) {
        const nets::Initialisation how = drawnAs(network);
        return start(std::move(network), role, how, stream);
    };
    TrainedNetwork generator = begun(codedGenerator(recipe(), data()), "G", codedGeneratorStream);
    TrainedNetwork encoder = begun(codeEncoder(recipe()), "E", codeEncoderStream);
    TrainedNetwork first = begun(bicycleGanDiscriminator(recipe(), data()), "D", firstJudgeStream);
    std::optional<TrainedNetwork> second;
    if (own.secondDiscriminator) {
        second = begun(bicycleGanDiscriminator(recipe(), data()), "D2", secondJudgeStream);
    }
    std::vector<TrainedNetwork> others;
    for (nets::Network& more : moreBicycleGanDiscriminators(recipe(), data())) {
        options.others.push_back(recipe().moreDiscriminators[others.size()].adversarial);
        const std::size_t number = others.size() + (second ? 3 : 2);
        others.push_back(begun(std::move(more), "D" + std::to_string(number),
                               furtherJudgeStream + others.size()));
    }
    return {std::move(generator), std::move(encoder), std::move(first),
            std::move(second),    std::move(options), std::move(others)};
}

at::Tensor BicycleGanTrainer::draws(std::uint64_t stream, std::int64_t rows) const {
    const std::int64_t size = bicycleGanOf(recipe()).codeSize;
    const ExampleShare share = teamwork().examples();
    at::Tensor values = at::empty({rows, size}, at::kFloat);
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t number = (stepsDone() * share.size + share.rank) * rows + row;
        Random random(
            deriveSeed(deriveSeed(recipe().seed, stream), static_cast<std::uint64_t>(number)));
        float* out = values.data_ptr<float>() + row * size;
        for (std::int64_t i = 0; i < size; ++i) {
            out[i] = static_cast<float>(random.normal());
        }
    }
    return values.to(device());
}

Size BicycleGanTrainer::seenByEncoder(const Sample& batch, std::uint64_t stream) const {
    const double most = bicycleGanOf(recipe()).rescaling;
    if (most == 0) {
        return {};
    }
    Random random(
        deriveSeed(deriveSeed(recipe().seed, stream), static_cast<std::uint64_t>(stepsDone())));
    const double factor = 1 + most * (2 * random.uniform() - 1);
    const std::int64_t multiple = m_step.encoder().network().multiple();
    const auto scaled = [&](std::int64_t side) {
        const auto times =
            std::llround(static_cast<double>(side) * factor / static_cast<double>(multiple));
        return static_cast<int>(std::max<std::int64_t>(1, times) * multiple);
    };
    return {scaled(batch.labels.size(2)), scaled(batch.labels.size(1))};
}

StepReport BicycleGanTrainer::trainOn(const Sample& batch) {
    const std::int64_t half = batch.labels.size(0) / 2;
    const ExampleShare share = teamwork().examples();
    const std::uint64_t dropout =
        deriveSeed(deriveSeed(recipe().seed, codedDropoutStream),
                   static_cast<std::uint64_t>(stepsDone() * share.size + share.rank));
    const BicycleGanRecipe& own = bicycleGanOf(recipe());
    at::Tensor planes = noiseOfStep(batch);
    if (planes.defined()) {
        planes = planes.narrow(0, 0, half).to(device());
    }
    return m_step.step(
        {.condition = conditionOf(batch, recipe(), data()).to(device()),
         .image = targetOf(batch, recipe(), data()).to(device()),
         .noise = draws(encodedDrawStream, half),
         .code = draws(randomCodeStream, half),
         .planes = planes,
         .labels = own.appearance || own.recognition ? batch.labels.to(device()) : at::Tensor(),
         .view = viewOfStep(),
         .realSeen = seenByEncoder(batch, rescalingStream),
         .generatedSeen = seenByEncoder(batch, rescalingStream + 1),
         .dropout = nets::seededGenerator(device(), dropout),
         .adversarial = recipe().judgesAt(stepsDone()),
         .encoderOnly = own.appearance && stepsDone() < own.appearance->warmUp});
}

at::Tensor BicycleGanTrainer::paint(const Sample& batch, const PaintingWeights& weights,
                                    Statistics statistics) const {
    const at::NoGradGuard noGrad;
    nets::EagerRun run({.batchStatistics = statistics == Statistics::OfBatch,
                        .keepRunningStatistics = true,
                        .computeType = convolutionType(computeType(), device())});
    const at::Tensor photo = targetOf(batch, recipe(), data()).to(device());
    const at::Tensor code = m_step.encoder()
                                .network()
                                .forward(run, nets::Scope(*weights.encoder), {{"input", photo}})
                                .at("mu")
                                .to(at::kFloat);
    at::Tensor input = conditionOf(batch, recipe(), data()).to(device());
    if (const at::Tensor planes = shownNoise(batch); planes.defined()) {
        input = at::cat({input, planes.to(device())}, 1);
    }
    return m_step.generator().network().generate(
        run, nets::Scope(weights.generator),
        {{"input", input}, {"z", code.view({code.size(0), code.size(1), 1, 1})}});
}

void BicycleGanTrainer::describe(project::Manifest& manifest) const {
    AdversarialTrainer::describe(manifest);
    if (const auto& recognition = bicycleGanOf(recipe()).recognition) {
        manifest.notes += "; " + describedRecognition(*recognition);
    }
    manifest.featNum = 0; // its encoder makes codes, not styles of instances
}

} // namespace underpaint::train
