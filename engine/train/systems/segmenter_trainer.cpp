// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/segmenter_trainer.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/segmenter.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/train/data/condition.h"
#include "engine/train/systems/segmenter_loss.h"
#include "engine/train/systems/segmenter_recipe.h"

#include <algorithm>

namespace underpaint::train {

namespace {

constexpr std::uint64_t weightStream = 14;
constexpr const char* role = "S";

nets::ParamStore weightsOf(const nets::Network& network, const Recipe& recipe,
                           const TrainerSettings& settings, at::Device device,
                           const std::optional<std::filesystem::path>& initial) {
    nets::ParamStore weights = nets::initialWeights(network, nets::Initialisation::Scaled,
                                                    deriveSeed(recipe.seed, weightStream));
    if (initial) {
        const auto package = project::ModelPackage::open(*initial);
        if (nets::overlayWeights(weights, package.weights(role)) == 0) {
            throw Error("has no weight that fits the recipe's network", initial->string(),
                        "Choose a package of a segmenter");
        }
    } else {
        nets::setBackbone(weights, network, settings.backbones);
    }
    return weights.to(device, at::kFloat);
}

} // namespace

nets::Network segmenterNetwork(const Recipe& recipe, const PackedDataset& data) {
    project::Options options = segmenterOf(recipe).options;
    if (!options.insert({"classes", std::int64_t{data.labelChannels()}}).second) {
        throw Error("option \"classes\" follows from the data set", segmenterOf(recipe).network,
                    "Leave it out of the recipe");
    }
    nets::Network network = nets::Network::create(segmenterOf(recipe).network, options);
    if (network.as<nets::Segmenter>() == nullptr) {
        throw Error("is no segmenter", network.name(), "Use segmenter");
    }
    return network;
}

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
        const std::int64_t multiple = segmenterNetwork(recipe, data).multiple();
        const Size size = recipe.augmentation.size;
        if (size.width % multiple != 0 || size.height % multiple != 0) {
            throw Error(std::to_string(size.width) + " x " + std::to_string(size.height) +
                            " are not multiples of " + std::to_string(multiple) +
                            ", which the network needs",
                        "augmentation/size");
        }
    });
    attempt([&] {
        const at::Tensor weights = classWeights(segmenterOf(recipe), data);
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
    : RecipeTrainer(recipe, data, settings),
      m_network(segmenterNetwork(recipe, data),
                weightsOf(segmenterNetwork(recipe, data), recipe, settings, device(), initial)),
      m_average(m_network),
      m_adam(m_network.parameters(), adamOptions(segmenterOf(recipe).rate)),
      m_classWeights(classWeights(segmenterOf(recipe), data).to(device())) {
    for (const std::string& key : m_network.keys()) {
        m_rates.push_back(key.starts_with("trunk.") ? segmenterOf(recipe).trunkRate : 1);
    }
    m_adam.setFactors(m_rates);
}

void SegmenterTrainer::update(const at::Tensor& loss) {
    const double rate = segmenterOf(recipe()).rate * rateFactor();
    const std::vector<at::Tensor> gradients = m_network.gradients(loss, /*keepGraph=*/false);
    if (const auto share = teamwork().sharing()) {
        share(gradients);
    }
    {
        const at::NoGradGuard noGrad;
        for (std::size_t i = 0; i < m_rates.size(); ++i) {
            at::Tensor parameter = m_network.parameters()[i];
            // Norms and offsets have no size that could be too large.
            if (parameter.dim() == 4) {
                parameter.mul_(1 - rate * m_rates[i] * segmenterOf(recipe()).weightDecay);
            }
        }
    }
    m_adam.setLearningRate(rate);
    m_adam.step(gradients);
    m_average.update(m_network, recipe().average, stepsDone());
}

nets::TensorMap SegmenterTrainer::learn(const Sample& batch) {
    nets::EagerRun run({.batchStatistics = true, .computeType = computeType()});
    const at::Tensor logits =
        m_network.network()
            .forward(run, m_network.scope(), {{"input", batch.image.to(device())}})
            .at("output");
    const SegmenterScore score = segmenterScore(logits, batch.labels.to(device()), m_classWeights,
                                                segmenterOf(recipe()).labelSmoothing);
    update(score.loss);
    return {{"loss", score.loss.detach()}, {"accuracy", score.accuracy}};
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
    nets::EagerRun run({.computeType = computeType()});
    const at::Tensor logits =
        m_network.network()
            .forward(run, nets::Scope(m_average.weights()), {{"input", sample.image.to(device())}})
            .at("output");
    const at::Tensor full = at::upsample_bilinear2d(logits.to(at::kFloat),
                                                    {sample.labels.size(1), sample.labels.size(2)},
                                                    /*align_corners=*/false);
    return full.argmax(1).cpu();
}

at::Tensor SegmenterTrainer::shown(const Sample& sample) const {
    return colouredLabels(seen(sample), data());
}

std::map<std::string, double> SegmenterTrainer::pairError(std::size_t pair) const {
    const Sample sample = wholeSample(data(), pair, recipe().augmentation.size);
    const at::Tensor known = sample.labels >= 0;
    const at::Tensor wrong = (seen(sample) != sample.labels).logical_and(known);
    return {{"difference", wrong.sum().item<double>() / std::max(1.0, known.sum().item<double>())}};
}

void SegmenterTrainer::write(CheckpointWriter& writer) const {
    writer.add(role, m_network.weights());
    writer.add(std::string("average/") + role, m_average.weights());
    writer.add(std::string("adam/") + role, m_network.keys(), m_adam.moments());
}

void SegmenterTrainer::read(const CheckpointReader& reader) {
    reader.read(role, m_network.weights());
    reader.read(std::string("average/") + role, m_average.weights());
    m_adam.setMoments(reader.moments(std::string("adam/") + role, m_network.keys()));
}

std::vector<TrainedRole> SegmenterTrainer::trained() const {
    return {{role, m_network.network(), m_average.weights()}};
}

void SegmenterTrainer::describe(project::Manifest& manifest) const {
    manifest.classes = data().classes();
}

} // namespace underpaint::train
