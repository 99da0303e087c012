// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/adversarial_trainer.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/device.h"
#include "engine/train/checkpoint.h"
#include "engine/train/compute_type.h"
#include "engine/train/frozen_weights.h"
#include "engine/train/native_size.h"
#include "engine/train/recipe_networks.h"
#include "engine/train/sample_sheet.h"
#include "engine/train/starting_weights.h"
#include "engine/train/trained_package.h"

#include <cmath>
#include <utility>

namespace underpaint::train {

namespace {

/// What must not change between the parts of a run.
std::string fixedText(const Recipe& recipe) {
    Recipe fixed;
    fixed.kind = recipe.kind;
    fixed.generator = recipe.generator;
    fixed.discriminator = recipe.discriminator;
    fixed.encoder = recipe.encoder;
    fixed.featNum = recipe.featNum;
    fixed.input = recipe.input;
    fixed.instanceEdges = recipe.instanceEdges;
    return recipeText(fixed);
}

void requireNetworks(const CheckpointReader& reader, const Recipe& recipe,
                     const std::filesystem::path& path) {
    // Read and written again: older checkpoints lack options that came later.
    if (fixedText(parseRecipe(reader.fact("networks"), path.string())) != fixedText(recipe)) {
        throw Error("its networks are others", path.string(),
                    "Resume with the networks of the recipe that the run was started with");
    }
}

/// Names of the groups of a checkpoint that hold weights of generator and encoder.
void add(CheckpointWriter& writer, const std::string& group, const PaintingWeights& weights) {
    writer.add(group + "/G", weights.generator);
    if (weights.encoder) {
        writer.add(group + "/E", *weights.encoder);
    }
}

void read(const CheckpointReader& reader, const std::string& group,
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
    : m_recipe(recipe),
      m_data(data),
      m_device(deviceOf(settings)),
      m_computeType(computeTypeOf(recipe.precision, m_device)),
      m_teamwork(settings.place),
      m_stream(data, recipe, m_teamwork.examples()),
      m_taught(taughtChannels(recipe.classes, data)),
      m_perceptual(featureStages(recipe, m_device)) {
    nets::setThreads(settings.threads);
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
        startingWeights(network, role, how, deriveSeed(m_recipe.seed, stream), m_initial);
    if (!start.origin.empty()) {
        m_origins.push_back(start.origin);
    }
    m_wholeInitial = m_wholeInitial && (start.whole || role == "D");
    return {std::move(network), start.weights.to(m_device, at::kFloat)};
}

void AdversarialTrainer::begin() {
    const Adversaries& networks = adversaries();
    if (m_recipe.keepBase > 0 && m_initial) {
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
    return m_recipe.objective.perceptual > 0 ? "no perceptual loss: the recipe names no network"
                                             : "no perceptual loss";
}

std::string AdversarialTrainer::description() const {
    std::string text = (m_computeType ? "bf16" : "fp32") + std::string(" on ") + m_device.str() +
                       ", " + std::to_string(adversaries().weightCount()) + " weights; " +
                       perceptualText();
    for (const std::string& origin : m_origins) {
        text += "; " + origin;
    }
    return text;
}

AdamOptions AdversarialTrainer::adamOptions(double rate) const {
    return {.learningRate = rate, .beta1 = m_recipe.beta1, .beta2 = m_recipe.beta2};
}

DiscriminatorView AdversarialTrainer::viewOfStep() const {
    return drawView(m_recipe.discriminatorAugmentation, m_recipe.augmentation.size, m_recipe.seed,
                    static_cast<std::uint64_t>(m_steps));
}

Lesson AdversarialTrainer::lessonOf(const Sample& batch) const {
    Lesson lesson;
    if (!m_taught.empty()) {
        lesson.taught = taughtPixels(batch.labels, m_taught).to(m_device);
    }
    if (m_base && m_recipe.keepBase > 0) {
        lesson.kept = paint(batch, *m_base, Statistics::OfBatch);
    }
    return lesson;
}

void AdversarialTrainer::setRates() {
    const double factor = m_rateScale * m_recipe.rateFactor(m_steps);
    adversaries().generatorAdam->setLearningRate(m_recipe.generatorRate * factor);
    adversaries().discriminatorAdam->setLearningRate(m_recipe.discriminatorRate * factor);
}

void AdversarialTrainer::average() {
    m_generator->update(adversaries().generator, m_recipe.average, m_steps);
    if (m_encoder) {
        m_encoder->update(*adversaries().encoder, m_recipe.average, m_steps);
    }
}

StepResult AdversarialTrainer::step() {
    if (m_recipe.keepBase > 0 && !m_base) {
        throw Error("option keep_base needs the model that is to be kept", m_recipe.name,
                    "Begin the run with --init PACKAGE");
    }
    setRates();
    adversaries().hold(m_recipe.freezesAt(m_steps) ? m_frozen : WeightNames());
    const StepReport report = trainOn(m_stream.next());
    average();
    ++m_steps;
    StepResult result;
    for (const auto& [name, loss] : report.losses) {
        result.losses[name] = loss.item<double>();
    }
    m_teamwork.average(result.losses);
    for (const auto& [name, loss] : result.losses) {
        result.finite = result.finite && std::isfinite(loss);
    }
    return result;
}

PaintingWeights AdversarialTrainer::averages() const {
    PaintingWeights weights{m_generator->weights()};
    if (m_encoder) {
        weights.encoder = m_encoder->weights();
    }
    return weights;
}

bool AdversarialTrainer::shrink() {
    Recipe smaller = m_recipe;
    const auto multiple = static_cast<int>(adversaries().generator.network().multiple());
    smaller.augmentation.size = smallerSize(m_recipe.augmentation.size, multiple);
    if (smaller.augmentation.size.empty() || !checkTraining(smaller, m_data).empty()) {
        return false;
    }
    m_recipe = smaller;
    m_stream = ExampleStream(m_data, m_recipe, m_teamwork.examples());
    m_stream.start(m_steps);
    return true;
}

Image AdversarialTrainer::sampleSheet(int rows) const {
    return train::sampleSheet(
        m_data, m_recipe.augmentation.size, rows,
        [this](const Sample& sample) { return paint(sample, averages(), Statistics::Stored); });
}

void AdversarialTrainer::save(const std::filesystem::path& path) const {
    const Adversaries& networks = adversaries();
    CheckpointWriter writer;
    writer.set("step", std::to_string(m_steps));
    writer.setNumber("rate_scale", m_rateScale);
    writer.set("networks", fixedText(m_recipe));
    writer.set("data", m_data.fingerprint());
    writer.set("parent", m_parent);
    writer.add("G", networks.generator.weights());
    writer.add("D", networks.discriminator.weights());
    if (networks.encoder) {
        writer.add("E", networks.encoder->weights());
    }
    add(writer, "average", averages());
    if (m_base) {
        add(writer, "base", *m_base);
    }
    writer.add("adam/G", networks.generatorNames(), networks.generatorAdam->moments());
    writer.add("adam/D", networks.discriminator.keys(), networks.discriminatorAdam->moments());
    writer.write(path);
}

void AdversarialTrainer::restore(const std::filesystem::path& path) {
    const CheckpointReader reader(path);
    requireNetworks(reader, m_recipe, path);
    reader.require("data", m_data.fingerprint(),
                   "Resume with the data set that the run was started with, or begin a new run "
                   "with --init");
    Adversaries& networks = adversaries();
    reader.read("G", networks.generator.weights());
    reader.read("D", networks.discriminator.weights());
    if (networks.encoder) {
        reader.read("E", networks.encoder->weights());
    }
    read(reader, "average", averages());
    if (m_recipe.keepBase > 0) {
        m_base = copyOf(networks);
        read(reader, "base", *m_base);
    }
    networks.generatorAdam->setMoments(reader.moments("adam/G", networks.generatorNames()));
    networks.discriminatorAdam->setMoments(reader.moments("adam/D", networks.discriminator.keys()));
    m_steps = reader.integer("step");
    m_rateScale = reader.number("rate_scale");
    m_parent = reader.has("parent") ? reader.fact("parent") : std::string();
    m_stream.start(m_steps);
}

void AdversarialTrainer::takeOver(const std::filesystem::path& checkpoint) {
    m_teamwork.takeOver(checkpoint, [this](const std::filesystem::path& copy) { restore(copy); });
}

project::Manifest AdversarialTrainer::manifest() const {
    project::Manifest manifest;
    manifest.name = m_recipe.name;
    manifest.kind = m_recipe.kind;
    if (adversaries().encoder) {
        manifest.featNum = m_recipe.featNum;
    }
    if (m_recipe.input != "photo") {
        manifest.classes = m_data.classes();
    }
    manifest.labelChannels = m_recipe.input == "one_hot" ? m_data.labelChannels() : 0;
    manifest.useInstanceEdges = m_recipe.instanceEdges;
    manifest.size = nativeSize(m_recipe.augmentation, adversaries().generator.network().multiple());
    manifest.data = m_data.source();
    manifest.parent = m_parent;
    manifest.notes = "Trained for " + std::to_string(m_steps) + " steps of " +
                     std::to_string(m_recipe.batch * processes()) + " by the recipe " +
                     m_recipe.name + "; " + perceptualText();
    return manifest;
}

void AdversarialTrainer::exportPackage(const std::filesystem::path& path) const {
    const PaintingWeights weights = averages();
    std::vector<TrainedRole> roles{{"G", adversaries().generator.network(), weights.generator}};
    if (weights.encoder) {
        roles.push_back({"E", adversaries().encoder->network(), *weights.encoder});
    }
    writeTrainedPackage(path, manifest(), roles);
}

} // namespace underpaint::train
