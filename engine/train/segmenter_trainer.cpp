// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/segmenter_trainer.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/device.h"
#include "engine/nets/eager_run.h"
#include "engine/nets/initialise.h"
#include "engine/nets/load_weights.h"
#include "engine/train/checkpoint.h"
#include "engine/train/compute_type.h"
#include "engine/train/native_size.h"
#include "engine/train/sample_sheet.h"
#include "engine/train/segmenter_loss.h"
#include "engine/train/trained_package.h"

#include <array>
#include <charconv>

namespace underpaint::train {

namespace {

constexpr std::uint64_t weightStream = 14;
constexpr const char* role = "S";

nets::Network networkOf(const Recipe& recipe, const PackedDataset& data) {
    project::Options options = recipe.segmenter.options;
    if (!options.insert({"classes", std::int64_t{data.labelChannels()}}).second) {
        throw Error("option \"classes\" follows from the data set", recipe.segmenter.network,
                    "Leave it out of the recipe");
    }
    nets::Network network = nets::Network::create(recipe.segmenter.network, options);
    if (network.as<nets::Segmenter>() == nullptr) {
        throw Error("is no segmenter", network.name(), "Use segmenter");
    }
    return network;
}

nets::ParamStore weightsOf(const nets::Network& network, const Recipe& recipe, at::Device device,
                           const std::optional<std::filesystem::path>& initial) {
    nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled,
                                                    deriveSeed(recipe.seed, weightStream));
    if (initial) {
        const auto package = project::ModelPackage::open(*initial);
        if (nets::overlayWeights(weights, package.weights(role)) == 0) {
            throw Error("has no weight that fits the recipe's network", initial->string(),
                        "Choose a package of a segmenter");
        }
    }
    return weights.to(device, at::kFloat);
}

std::string exactText(double value) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end};
}

/// What must not change between the parts of a run.
std::string networkText(const Recipe& recipe) {
    Recipe fixed;
    fixed.kind = recipe.kind;
    fixed.segmenter.network = recipe.segmenter.network;
    fixed.segmenter.options = recipe.segmenter.options;
    return recipeText(fixed);
}

/// (1, 3, H, W) in [-1, 1]: every pixel in the colour of its class.
at::Tensor coloured(const at::Tensor& channels, const PackedDataset& data) {
    at::Tensor colours = at::full({data.labelChannels(), 3}, -1, at::kFloat);
    for (const project::PackageClass& known : data.classes()) {
        for (std::int64_t c = 0; c < 3; ++c) {
            colours[known.id][c] = known.colour[static_cast<std::size_t>(c)] / 127.5 - 1;
        }
    }
    return at::embedding(colours, channels).permute({0, 3, 1, 2});
}

} // namespace

std::vector<std::string> checkSegmenterTraining(const Recipe& recipe, const PackedDataset& data) {
    std::vector<std::string> problems;
    const auto attempt = [&](const auto& check) {
        try {
            check();
        } catch (const Error& error) {
            problems.push_back(error.message());
        }
    };
    attempt([&] {
        const std::int64_t multiple = networkOf(recipe, data).multiple();
        const Size size = recipe.augmentation.size;
        if (size.width % multiple != 0 || size.height % multiple != 0) {
            throw Error(std::to_string(size.width) + " x " + std::to_string(size.height) +
                            " are not multiples of " + std::to_string(multiple) +
                            ", which the network needs",
                        "augmentation/size");
        }
    });
    attempt([&] {
        const at::Tensor weights = classWeights(recipe.segmenter, data);
        if ((weights > 0).sum().item<std::int64_t>() < 2) {
            throw Error("fewer than two classes of the data set have pixels that teach anything",
                        "ignore", "Ignore fewer classes, or label more");
        }
    });
    return problems;
}

SegmenterTrainer::SegmenterTrainer(const Recipe& recipe, const PackedDataset& data,
                                   const TrainerSettings& settings,
                                   const std::optional<std::filesystem::path>& initial)
    : m_recipe(recipe),
      m_data(data),
      m_device(deviceOf(settings)),
      m_computeType(computeTypeOf(recipe.precision, m_device)),
      m_network(networkOf(recipe, data),
                weightsOf(networkOf(recipe, data), recipe, m_device, initial)),
      m_average(m_network),
      m_adam(m_network.parameters(),
             {.learningRate = recipe.segmenter.rate, .beta1 = recipe.beta1, .beta2 = recipe.beta2}),
      m_classWeights(classWeights(recipe.segmenter, data).to(m_device)),
      m_teamwork(settings.place),
      m_stream(data, recipe, m_teamwork.examples()) {
    nets::setThreads(settings.threads);
}

std::string SegmenterTrainer::description() const {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : m_network.parameters()) {
        count += parameter.numel();
    }
    return (m_computeType ? "bf16" : "fp32") + std::string(" on ") + m_device.str() + ", " +
           std::to_string(count) + " weights";
}

void SegmenterTrainer::update(const at::Tensor& loss) {
    const double rate = m_recipe.segmenter.rate * m_rateScale * m_recipe.rateFactor(m_steps);
    const std::vector<at::Tensor> gradients = m_network.gradients(loss, /*keepGraph=*/false);
    if (const auto share = m_teamwork.sharing()) {
        share(gradients);
    }
    {
        const at::NoGradGuard noGrad;
        for (at::Tensor parameter : m_network.parameters()) {
            // Norms and offsets have no size that could be too large.
            if (parameter.dim() == 4) {
                parameter.mul_(1 - rate * m_recipe.segmenter.weightDecay);
            }
        }
    }
    m_adam.setLearningRate(rate);
    m_adam.step(gradients);
    m_average.update(m_network, m_recipe.average, m_steps);
}

StepResult SegmenterTrainer::step() {
    const Sample batch = m_stream.next();
    nets::EagerRun run({.batchStatistics = true, .computeType = m_computeType});
    const at::Tensor logits =
        m_network.network()
            .forward(run, m_network.scope(), {{"input", batch.image.to(m_device)}})
            .at("output");
    const SegmenterScore score = segmenterScore(logits, batch.labels.to(m_device), m_classWeights,
                                                m_recipe.segmenter.labelSmoothing);
    update(score.loss);
    ++m_steps;
    StepResult result;
    result.losses = {{"loss", score.loss.item<double>()},
                     {"accuracy", score.accuracy.item<double>()}};
    m_teamwork.average(result.losses);
    result.finite = std::isfinite(result.losses.at("loss"));
    return result;
}

bool SegmenterTrainer::finite() const {
    for (const auto& [key, value] : m_network.weights()) {
        if (!value.detach().isfinite().all().item<bool>()) {
            return false;
        }
    }
    return true;
}

at::Tensor SegmenterTrainer::seen(const Sample& sample) const {
    const at::NoGradGuard noGrad;
    nets::EagerRun run({.computeType = m_computeType});
    const at::Tensor logits =
        m_network.network()
            .forward(run, nets::Scope(m_average.weights()), {{"input", sample.image.to(m_device)}})
            .at("output");
    const at::Tensor full = at::upsample_bilinear2d(logits.to(at::kFloat),
                                                    {sample.labels.size(1), sample.labels.size(2)},
                                                    /*align_corners=*/false);
    return coloured(full.argmax(1).cpu(), m_data);
}

Image SegmenterTrainer::sampleSheet(int rows) const {
    return train::sampleSheet(m_data, m_recipe.augmentation.size, rows,
                              [this](const Sample& sample) { return seen(sample); });
}

void SegmenterTrainer::save(const std::filesystem::path& path) const {
    CheckpointWriter writer;
    writer.set("step", std::to_string(m_steps));
    writer.set("rate_scale", exactText(m_rateScale));
    writer.set("networks", networkText(m_recipe));
    writer.set("data", m_data.fingerprint());
    writer.add(role, m_network.weights());
    writer.add(std::string("average/") + role, m_average.weights());
    writer.add(std::string("adam/") + role, m_network.keys(), m_adam.moments());
    writer.write(path);
}

void SegmenterTrainer::restore(const std::filesystem::path& path) {
    const CheckpointReader reader(path);
    // Read and written again: older checkpoints lack options that came later.
    const Recipe stored = parseRecipe(reader.fact("networks"), path.string());
    if (networkText(stored) != networkText(m_recipe)) {
        throw Error("its networks are others", path.string(),
                    "Resume with the network of the recipe that the run was started with");
    }
    reader.require("data", m_data.fingerprint(),
                   "Resume with the data set that the run was started with, or begin a new run "
                   "with --init");
    reader.read(role, m_network.weights());
    reader.read(std::string("average/") + role, m_average.weights());
    m_adam.setMoments(reader.moments(std::string("adam/") + role, m_network.keys()));
    m_steps = reader.integer("step");
    m_rateScale = reader.number("rate_scale");
    m_stream.start(m_steps);
}

void SegmenterTrainer::takeOver(const std::filesystem::path& checkpoint) {
    m_teamwork.takeOver(checkpoint, [this](const std::filesystem::path& copy) { restore(copy); });
}

project::Manifest SegmenterTrainer::manifest() const {
    project::Manifest manifest;
    manifest.name = m_recipe.name;
    manifest.kind = m_recipe.kind;
    manifest.classes = m_data.classes();
    manifest.size = nativeSize(m_recipe.augmentation, m_network.network().multiple());
    manifest.data = m_data.source();
    manifest.notes = "Trained for " + std::to_string(m_steps) + " steps of " +
                     std::to_string(m_recipe.batch * processes()) + " by the recipe " +
                     m_recipe.name;
    return manifest;
}

void SegmenterTrainer::exportPackage(const std::filesystem::path& path) const {
    writeTrainedPackage(path, manifest(), {{role, m_network.network(), m_average.weights()}});
}

} // namespace underpaint::train
