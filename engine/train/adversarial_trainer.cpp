// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/adversarial_trainer.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/train/data/condition.h"
#include "engine/train/optimise/frozen_weights.h"
#include "engine/train/optimise/starting_weights.h"
#include "engine/train/recipe/recipe_networks.h"

#include <utility>

namespace underpaint::train {

namespace {

constexpr std::uint64_t noiseStream = 17;

/// Names of the groups of a checkpoint that hold weights of generator and encoder.
void addGroup(CheckpointWriter& writer, const std::string& group, const PaintingWeights& weights) {
    writer.add(group + "/G", weights.generator);
    if (weights.encoder) {
        writer.add(group + "/E", *weights.encoder);
    }
}

void readGroup(const CheckpointReader& reader, const std::string& group,
               const PaintingWeights& weights) {
    reader.read(group + "/G", weights.generator);
    if (weights.encoder) {
        reader.read(group + "/E", *weights.encoder);
    }
}

/// The present weights of both, in memory of their own.
PaintingWeights copyOf(const Adversaries& networks) {
    PaintingWeights weights{networks.generator.weights().clone()};
    if (networks.encoder) {
        weights.encoder = networks.encoder->weights().clone();
    }
    return weights;
}

} // namespace

AdversarialTrainer::AdversarialTrainer(const Recipe& recipe, const PackedDataset& data,
                                       const TrainerSettings& settings,
                                       const std::optional<std::filesystem::path>& initial)
    : RecipeTrainer(recipe, data, settings),
      m_taught(taughtChannels(recipe.classes, data)),
      m_perceptual(featureStages(recipe, device(), settings.backbones)),
      m_backbones(settings.backbones) {
    if (initial) {
        m_initial = project::ModelPackage::open(*initial);
        m_parent = m_initial->manifest().id;
    }
    for (const auto& [role, network] : networksOf(recipe, data)) {
        m_frozen[role] = frozenWeights(recipe.freeze, role, network);
    }
}

TrainedNetwork AdversarialTrainer::start(nets::Network network, const std::string& role,
                                         nets::Initialisation how, std::uint64_t stream) {
    const StartingWeights start =
        startingWeights(network, role, how, deriveSeed(recipe().seed, stream), m_initial);
    if (!start.origin.empty()) {
        m_origins.push_back(start.origin);
    }
    m_anyInitial = m_anyInitial || start.taken;
    m_wholeInitial = m_wholeInitial && (start.whole || role.starts_with('D'));
    nets::ParamStore weights = start.weights;
    nets::setBackbone(weights, network, m_backbones);
    return {std::move(network), weights.to(device(), at::kFloat)};
}

void AdversarialTrainer::begin() {
    const Adversaries& networks = adversaries();
    if (m_initial && !m_anyInitial) {
        throw Error("has no network that the recipe could begin with", m_initial->path().string(),
                    "Choose a package of kind " + recipe().kind);
    }
    if (recipe().keepBase > 0 && m_initial) {
        if (!m_wholeInitial) {
            throw Error("does not hold all weights of the recipe's networks, so there is no base "
                        "model to keep to",
                        m_initial->path().string(), "Use its networks, or set keep_base to 0");
        }
        m_base = copyOf(networks);
    }
    m_initial.reset();
    m_generator.emplace(networks.generator);
    if (networks.encoder) {
        m_encoder.emplace(*networks.encoder);
    }
}

std::string AdversarialTrainer::perceptualText() const {
    if (m_perceptual) {
        return "perceptual loss: " + m_perceptual->name;
    }
    return recipe().objective.perceptual > 0 ? "no perceptual loss: the recipe names no network"
                                             : "no perceptual loss";
}

std::string AdversarialTrainer::remarks() const {
    std::string text = perceptualText();
    for (const std::string& origin : m_origins) {
        text += "; " + origin;
    }
    return text;
}

DiscriminatorView AdversarialTrainer::viewOfStep() const {
    return drawView(recipe().discriminatorAugmentation, recipe().augmentation.size, recipe().seed,
                    static_cast<std::uint64_t>(stepsDone()));
}

FineTuningBatch AdversarialTrainer::fineTuningOf(const Sample& batch) const {
    FineTuningBatch fineTuning;
    if (!m_taught.empty()) {
        fineTuning.taught = taughtPixels(batch.labels, m_taught).to(device());
    }
    if (m_base && recipe().keepBase > 0) {
        fineTuning.kept = paint(batch, *m_base, Statistics::OfBatch);
    }
    return fineTuning;
}

at::Tensor AdversarialTrainer::noiseOfStep(const Sample& batch) const {
    const std::int64_t planes = adversaries().generator.network().noiseChannels();
    const ExampleShare share = teamwork().examples();
    const std::int64_t pictures = batch.labels.size(0);
    std::vector<std::uint64_t> seeds;
    for (std::int64_t i = 0; i < pictures; ++i) {
        // The number of the example among those of all processes.
        const std::int64_t number = (stepsDone() * share.size + share.rank) * pictures + i;
        seeds.push_back(
            deriveSeed(deriveSeed(recipe().seed, noiseStream), static_cast<std::uint64_t>(number)));
    }
    return noiseOf(planes, batch.labels.size(1), batch.labels.size(2), seeds);
}

at::Tensor AdversarialTrainer::shownNoise(const Sample& batch) const {
    const std::vector<std::uint64_t> seeds(static_cast<std::size_t>(batch.labels.size(0)), 0);
    return noiseOf(adversaries().generator.network().noiseChannels(), batch.labels.size(1),
                   batch.labels.size(2), seeds);
}

void AdversarialTrainer::setRates() {
    const double factor = rateFactor();
    adversaries().generatorAdam->setLearningRate(recipe().generatorRate * factor);
    adversaries().discriminatorAdam->setLearningRate(recipe().discriminatorRate * factor);
}

void AdversarialTrainer::average() {
    m_generator->update(adversaries().generator, recipe().average, stepsDone());
    if (m_encoder) {
        m_encoder->update(*adversaries().encoder, recipe().average, stepsDone());
    }
}

nets::TensorMap AdversarialTrainer::learn(const Sample& batch) {
    if (recipe().keepBase > 0 && !m_base) {
        throw Error("option keep_base needs the model that is to be kept", recipe().name,
                    "Begin the run with --init PACKAGE");
    }
    setRates();
    adversaries().hold(recipe().freezesAt(stepsDone()) ? m_frozen : WeightNames());
    StepReport report = trainOn(batch);
    average();
    return std::move(report.losses);
}

PaintingWeights AdversarialTrainer::averages() const {
    PaintingWeights weights{m_generator->weights()};
    if (m_encoder) {
        weights.encoder = m_encoder->weights();
    }
    return weights;
}

at::Tensor AdversarialTrainer::shown(const Sample& sample) const {
    return paint(sample, averages(), Statistics::Stored);
}

std::map<std::string, double> AdversarialTrainer::pairError(std::size_t pair) const {
    const at::NoGradGuard noGrad;
    const Sample sample = wholeSample(data(), pair, recipe().augmentation.size);
    const at::Tensor painted = paint(sample, averages(), Statistics::Stored);
    const at::Tensor real = targetOf(sample, recipe(), data()).to(device());
    std::map<std::string, double> errors{
        {"difference", at::l1_loss(painted, real).item<double>() / 2}};
    if (m_perceptual) {
        errors["perceptual"] = perceptualLoss(*m_perceptual, painted, real).item<double>();
    }
    return errors;
}

void AdversarialTrainer::write(CheckpointWriter& writer) const {
    const Adversaries& networks = adversaries();
    writer.set("parent", m_parent);
    writer.add("G", networks.generator.weights());
    for (const auto& [role, network] : networks.discriminators()) {
        writer.add(role, network->weights());
    }
    if (networks.encoder) {
        writer.add("E", networks.encoder->weights());
    }
    addGroup(writer, "average", averages());
    if (m_base) {
        addGroup(writer, "base", *m_base);
    }
    writer.add("adam/G", networks.generatorNames(), networks.generatorAdam->moments());
    writer.add("adam/D", networks.discriminatorNames(), networks.discriminatorAdam->moments());
}

void AdversarialTrainer::read(const CheckpointReader& reader) {
    Adversaries& networks = adversaries();
    reader.read("G", networks.generator.weights());
    for (const auto& [role, network] : networks.discriminators()) {
        reader.read(role, network->weights());
    }
    if (networks.encoder) {
        reader.read("E", networks.encoder->weights());
    }
    readGroup(reader, "average", averages());
    if (recipe().keepBase > 0) {
        m_base = copyOf(networks);
        readGroup(reader, "base", *m_base);
    }
    networks.generatorAdam->setMoments(reader.moments("adam/G", networks.generatorNames()));
    networks.discriminatorAdam->setMoments(reader.moments("adam/D", networks.discriminatorNames()));
    m_parent = reader.has("parent") ? reader.fact("parent") : std::string();
}

std::vector<TrainedRole> AdversarialTrainer::trained() const {
    const PaintingWeights weights = averages();
    std::vector<TrainedRole> roles{{"G", adversaries().generator.network(), weights.generator}};
    if (weights.encoder) {
        roles.push_back({encoderRole(), adversaries().encoder->network(), *weights.encoder});
    }
    return roles;
}

void AdversarialTrainer::describe(project::Manifest& manifest) const {
    if (adversaries().encoder) {
        manifest.featNum = recipe().featNum;
    }
    if (recipe().input != "photo") {
        manifest.classes = data().classes();
    }
    manifest.labelChannels = recipe().input == "one_hot" ? data().labelChannels() : 0;
    manifest.useInstanceEdges = recipe().instanceEdges;
    manifest.parent = m_parent;
    manifest.notes += "; " + perceptualText();
}

} // namespace underpaint::train
