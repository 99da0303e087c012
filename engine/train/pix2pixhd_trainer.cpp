// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/pix2pixhd_trainer.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/device.h"
#include "engine/train/checkpoint.h"
#include "engine/train/frozen_weights.h"
#include "engine/train/recipe_networks.h"
#include "engine/train/sample_sheet.h"
#include "engine/train/segmenter_trainer.h"
#include "engine/train/starting_weights.h"

#include <ATen/Parallel.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace underpaint::train {

namespace {

constexpr std::uint64_t generatorStream = 11;
constexpr std::uint64_t discriminatorStream = 12;
constexpr std::uint64_t encoderStream = 13;

/// A fixed rule, not a measurement: a resumed run must compute as it did before.
std::optional<at::ScalarType> computeTypeOf(const Recipe& recipe, at::Device device) {
    bool fast = false;
#if defined(__x86_64__) && TORCH_VERSION_MAJOR >= 2
    // The oneDNN of LibTorch 1.13 is slower in bf16 than in fp32 without AMX.
    fast = device.is_cpu() && __builtin_cpu_supports("avx512bf16") != 0;
#else
    static_cast<void>(device);
#endif
    const bool wanted = recipe.precision == "bf16" || (recipe.precision == "auto" && fast);
    return wanted ? std::optional(at::kBFloat16) : std::nullopt;
}

std::optional<project::ModelPackage>
openInitial(const std::optional<std::filesystem::path>& initial) {
    return initial ? std::optional(project::ModelPackage::open(*initial)) : std::nullopt;
}

/// The shortest text that gives the same number back.
std::string exactText(double value) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end};
}

/// What must not change between the parts of a run.
std::string networksText(const Recipe& recipe) {
    Recipe fixed;
    fixed.kind = recipe.kind;
    fixed.generator = recipe.generator;
    fixed.discriminator = recipe.discriminator;
    fixed.encoder = recipe.encoder;
    fixed.featNum = recipe.featNum;
    fixed.instanceEdges = recipe.instanceEdges;
    return recipeText(fixed);
}

void requireNetworks(const CheckpointReader& reader, const Recipe& recipe,
                     const std::filesystem::path& path) {
    // Read and written again: older checkpoints lack options that came later.
    const Recipe stored = parseRecipe(reader.fact("networks"), path.string());
    if (networksText(stored) != networksText(recipe)) {
        throw Error("its networks are others", path.string(),
                    "Resume with the networks of the recipe that the run was started with");
    }
}

std::int64_t countOf(const TrainedNetwork& network) {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : network.parameters()) {
        count += parameter.numel();
    }
    return count;
}

} // namespace

std::unique_ptr<Trainer> makeTrainer(const Recipe& recipe, const PackedDataset& data,
                                     const TrainerSettings& settings,
                                     const std::optional<std::filesystem::path>& initial) {
    const std::vector<std::string> problems = checkTraining(recipe, data);
    if (!problems.empty()) {
        std::string text;
        for (const std::string& problem : problems) {
            text += "\n  " + problem;
        }
        throw Error("recipe and data set cannot be trained:" + text, recipe.name);
    }
    if (recipe.kind == "segmenter") {
        return std::make_unique<SegmenterTrainer>(recipe, data, settings, initial);
    }
    return std::make_unique<Pix2PixHdTrainer>(recipe, data, settings, initial);
}

Pix2PixHdTrainer::Pix2PixHdTrainer(const Recipe& recipe, const PackedDataset& data,
                                   const TrainerSettings& settings,
                                   const std::optional<std::filesystem::path>& initial)
    : m_recipe(recipe),
      m_data(data),
      m_device(nets::deviceFromName(settings.device)),
      m_computeType(computeTypeOf(recipe, m_device)),
      m_step(makeStep(openInitial(initial))),
      m_generator(m_step.generator()) {
    nets::setThreads(settings.threads);
    for (const auto& [role, network] : networksOf(m_recipe, m_data)) {
        m_frozen[role] = frozenWeights(m_recipe.freeze, role, network);
    }
    if (m_step.encoder()) {
        m_encoder.emplace(*m_step.encoder());
    }
    startDrawing();
}

Pix2PixHdStep Pix2PixHdTrainer::makeStep(const std::optional<project::ModelPackage>& initial) {
    if (initial) {
        m_parent = initial->manifest().id;
    }
    const auto trained = [&](nets::Network network, const std::string& role, std::uint64_t stream) {
        const StartingWeights start =
            startingWeights(network, role, nets::Initialisation::Pix2PixHd,
                            deriveSeed(m_recipe.seed, stream), initial);
        if (!start.origin.empty()) {
            m_origins.push_back(start.origin);
        }
        return TrainedNetwork(std::move(network), start.weights.to(m_device, at::kFloat));
    };
    std::optional<TrainedNetwork> encoder;
    if (auto network = encoderOf(m_recipe)) {
        encoder = trained(std::move(*network), "E", encoderStream);
    }
    const auto adam = [this](double rate) {
        return AdamOptions{.learningRate = rate, .beta1 = m_recipe.beta1, .beta2 = m_recipe.beta2};
    };
    Pix2PixHdOptions options;
    options.ganMode = nets::ganModeFromName(m_recipe.objective.gan);
    options.lambdaFeat = m_recipe.objective.featureMatching;
    options.lambdaL1 = m_recipe.objective.l1;
    options.optimiser = adam(m_recipe.generatorRate);
    options.discriminatorOptimiser = adam(m_recipe.discriminatorRate);
    options.computeType = m_computeType;
    return {trained(generatorOf(m_recipe, m_data), "G", generatorStream),
            trained(discriminatorOf(m_recipe, m_data), "D", discriminatorStream),
            std::move(encoder), std::move(options)};
}

std::string Pix2PixHdTrainer::description() const {
    const std::int64_t count =
        countOf(m_step.generator()) + (m_step.encoder() ? countOf(*m_step.encoder()) : 0);
    std::string text = (m_computeType ? "bf16" : "fp32") + std::string(" on ") + m_device.str() +
                       ", " + std::to_string(count) + " weights";
    for (const std::string& origin : m_origins) {
        text += "; " + origin;
    }
    return text;
}

void Pix2PixHdTrainer::startDrawing() {
    if (m_prefetcher) {
        m_waited += m_prefetcher->waited();
    }
    const auto first = static_cast<std::uint64_t>(m_steps * m_recipe.batch);
    const auto ahead = static_cast<std::size_t>(2 * m_recipe.batch + 2);
    m_prefetcher = std::make_unique<Prefetcher>(
        [data = m_data, augmentation = m_recipe.augmentation, seed = m_recipe.seed](
            std::uint64_t index) { return drawSample(data, augmentation, seed, index); },
        first, ahead);
}

Pix2PixHdBatch Pix2PixHdTrainer::batchFrom(const Sample& sample) const {
    const at::Tensor planes = m_recipe.instanceEdges ? sample.edges : at::Tensor();
    return {
        .condition =
            nets::NetworkInput(sample.labels, m_data.labelChannels(), planes).dense().to(m_device),
        .instances = sample.instances.to(m_device),
        .image = sample.image.to(m_device),
        .view = {}};
}

Pix2PixHdBatch Pix2PixHdTrainer::nextBatch() {
    std::vector<Sample> samples;
    for (std::int64_t i = 0; i < m_recipe.batch; ++i) {
        samples.push_back(m_prefetcher->next());
    }
    Pix2PixHdBatch batch = batchFrom(batchOf(samples));
    batch.view = drawView(m_recipe.discriminatorAugmentation, m_recipe.augmentation.size,
                          m_recipe.seed, static_cast<std::uint64_t>(m_steps));
    return batch;
}

void Pix2PixHdTrainer::setRates() {
    const double factor = m_rateScale * m_recipe.rateFactor(m_steps);
    m_step.generatorAdam()->setLearningRate(m_recipe.generatorRate * factor);
    m_step.discriminatorAdam()->setLearningRate(m_recipe.discriminatorRate * factor);
}

void Pix2PixHdTrainer::holdFrozen() {
    m_step.hold(m_recipe.freezesAt(m_steps) ? m_frozen
                                            : std::map<std::string, std::set<std::string>>());
}

void Pix2PixHdTrainer::average() {
    m_generator.update(m_step.generator(), m_recipe.average, m_steps);
    if (m_encoder) {
        m_encoder->update(*m_step.encoder(), m_recipe.average, m_steps);
    }
}

StepResult Pix2PixHdTrainer::step() {
    setRates();
    holdFrozen();
    const StepReport report = m_step.step(nextBatch());
    average();
    ++m_steps;
    StepResult result;
    for (const auto& [name, loss] : report.losses) {
        const auto value = loss.item<double>();
        result.losses[name] = value;
        result.finite = result.finite && std::isfinite(value);
    }
    return result;
}

bool Pix2PixHdTrainer::finite() const {
    const auto whole = [](const TrainedNetwork& network) {
        for (const at::Tensor& parameter : network.parameters()) {
            if (!parameter.detach().isfinite().all().item<bool>()) {
                return false;
            }
        }
        return true;
    };
    return whole(m_step.generator()) && whole(m_step.discriminator()) &&
           (!m_step.encoder() || whole(*m_step.encoder()));
}

at::Tensor Pix2PixHdTrainer::paint(const Sample& sample) const {
    const at::NoGradGuard noGrad;
    nets::EagerRun run({.computeType = m_computeType});
    const Pix2PixHdBatch batch = batchFrom(sample);
    at::Tensor input = batch.condition;
    if (m_encoder) {
        const nets::TensorMap styles = m_step.encoder()->network().forward(
            run, nets::Scope(m_encoder->weights()),
            {{"image", batch.image}, {"inst", batch.instances}});
        input = at::cat({input, styles.at("output")}, 1);
    }
    return m_step.generator().network().generate(run, nets::Scope(m_generator.weights()), input);
}

Image Pix2PixHdTrainer::sampleSheet(int rows) const {
    return train::sampleSheet(m_data, m_recipe.augmentation.size, rows,
                              [this](const Sample& sample) { return paint(sample); });
}

std::vector<std::string> Pix2PixHdTrainer::generatorNames() const {
    std::vector<std::string> names;
    for (const std::string& key : m_step.generator().keys()) {
        names.push_back("G/" + key);
    }
    if (m_step.encoder()) {
        for (const std::string& key : m_step.encoder()->keys()) {
            names.push_back("E/" + key);
        }
    }
    return names;
}

void Pix2PixHdTrainer::save(const std::filesystem::path& path) const {
    CheckpointWriter writer;
    writer.set("step", std::to_string(m_steps));
    writer.set("rate_scale", exactText(m_rateScale));
    writer.set("networks", networksText(m_recipe));
    writer.set("data", m_data.fingerprint());
    writer.set("parent", m_parent);
    writer.add("G", m_step.generator().weights());
    writer.add("D", m_step.discriminator().weights());
    writer.add("average/G", m_generator.weights());
    if (m_encoder) {
        writer.add("E", m_step.encoder()->weights());
        writer.add("average/E", m_encoder->weights());
    }
    writer.add("adam/G", generatorNames(), m_step.generatorAdam()->moments());
    writer.add("adam/D", m_step.discriminator().keys(), m_step.discriminatorAdam()->moments());
    writer.write(path);
}

void Pix2PixHdTrainer::restore(const std::filesystem::path& path) {
    const CheckpointReader reader(path);
    requireNetworks(reader, m_recipe, path);
    reader.require("data", m_data.fingerprint(),
                   "Resume with the data set that the run was started with, or begin a new run "
                   "with --init");
    reader.read("G", m_step.generator().weights());
    reader.read("D", m_step.discriminator().weights());
    reader.read("average/G", m_generator.weights());
    if (m_encoder) {
        reader.read("E", m_step.encoder()->weights());
        reader.read("average/E", m_encoder->weights());
    }
    m_step.generatorAdam()->setMoments(reader.moments("adam/G", generatorNames()));
    m_step.discriminatorAdam()->setMoments(reader.moments("adam/D", m_step.discriminator().keys()));
    m_steps = reader.integer("step");
    m_rateScale = reader.number("rate_scale");
    m_parent = reader.has("parent") ? reader.fact("parent") : std::string();
    startDrawing();
}

project::Manifest Pix2PixHdTrainer::manifest() const {
    project::Manifest manifest;
    manifest.name = m_recipe.name;
    manifest.kind = m_recipe.kind;
    const auto add = [&manifest](const std::string& role, const TrainedNetwork& network) {
        manifest.networks[role] = {.network = network.network().name(),
                                   .options = network.network().options(),
                                   .weights = {}};
    };
    add("G", m_step.generator());
    if (m_step.encoder()) {
        add("E", *m_step.encoder());
        manifest.featNum = m_recipe.featNum;
    }
    manifest.classes = m_data.classes();
    manifest.labelChannels = m_data.labelChannels();
    manifest.useInstanceEdges = m_recipe.instanceEdges;
    manifest.size = {.nativeWidth = m_recipe.augmentation.size.width,
                     .nativeHeight = m_recipe.augmentation.size.height,
                     .multiple = static_cast<int>(m_step.generator().network().multiple())};
    manifest.data = m_data.source();
    manifest.parent = m_parent;
    manifest.notes = "Trained for " + std::to_string(m_steps) + " steps of " +
                     std::to_string(m_recipe.batch) + " by the recipe " + m_recipe.name;
    return manifest;
}

void Pix2PixHdTrainer::exportPackage(const std::filesystem::path& path) const {
    std::vector<nets::TensorsToWrite> tensors;
    std::vector<project::PackageWeights> weights;
    const auto add = [&](const std::string& role, const nets::ParamStore& store) {
        const nets::ParamStore half = store.to(at::kCPU, at::kHalf);
        nets::TensorsToWrite& own = tensors.emplace_back();
        for (const auto& [key, value] : half) {
            own.add(key, value);
        }
        weights.push_back({role, own.views()});
    };
    add("G", m_generator.weights());
    if (m_encoder) {
        add("E", m_encoder->weights());
    }
    project::writePackage(path, manifest(), weights, /*overwrite=*/true);
}

} // namespace underpaint::train
