// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/vid2vid_trainer.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/run/flow_warp.h"
#include "engine/train/data/condition.h"
#include "engine/train/objective/flow_losses.h"
#include "engine/train/optimise/compute_type.h"
#include "engine/train/optimise/starting_weights.h"
#include "engine/train/systems/vid2vid_recipe.h"

#include <utility>

namespace underpaint::train {

namespace {

namespace v2v = nets::vid2vid;

constexpr std::uint64_t frameWeightStream = 61; // one for each network from here on
/// How far sample sheets roll out a sequence.
constexpr std::size_t shownFrames = 6;

TrainerSettings oneProcess(const TrainerSettings& settings) {
    if (settings.place) {
        throw Error(
            "vid2vid is trained by one process: the frames of a clip follow from each other",
            "distributed training", "Start it without WORLD_SIZE");
    }
    return settings;
}

DrawsOf drawnClips(const PackedDataset& data, const ClipPlan& plan) {
    return [data, plan](const Recipe& recipe) {
        return [data, plan, augmentation = recipe.augmentation,
                seed = recipe.seed](std::uint64_t index) {
            return drawClip(data, augmentation, seed, plan.at(static_cast<std::int64_t>(index)));
        };
    };
}

nets::ParamStore asWeights(const nets::TensorMap& tensors) {
    nets::ParamStore weights;
    for (const auto& [name, tensor] : tensors) {
        weights.set(name, tensor);
    }
    return weights;
}

} // namespace

Vid2VidTrainer::Vid2VidTrainer(const Recipe& recipe, const PackedDataset& data,
                               const TrainerSettings& settings,
                               const std::optional<std::filesystem::path>& initial)
    : RecipeTrainer(recipe, data, oneProcess(settings), drawnClips(data, clipPlan(recipe, data))),
      m_plan(clipPlan(recipe, data)),
      m_initial(initial ? std::optional(project::ModelPackage::open(*initial)) : std::nullopt),
      m_parent(m_initial ? m_initial->manifest().id : std::string()),
      m_perceptual(featureStages(recipe, device(), settings.backbones)),
      m_flows(std::make_unique<FlowCache>(data, settings.cache, measuredFlow)),
      m_step(startingNetworks(), options()) {
    m_initial.reset();
    for (const TrainedNetwork& generator : m_step.networks().generators) {
        m_averages.emplace_back(generator);
    }
}

Vid2VidNetworks Vid2VidTrainer::startingNetworks() {
    std::uint64_t stream = frameWeightStream;
    bool any = false; // of the package
    const auto start = [&](const nets::Network& network, const std::string& role) {
        const StartingWeights begun =
            startingWeights(network, role, nets::Initialisation::Pix2PixHd,
                            deriveSeed(recipe().seed, stream++), m_initial);
        any = any || begun.taken;
        if (!begun.origin.empty()) {
            m_origins.push_back(begun.origin);
        }
        return TrainedNetwork(network, begun.weights.to(device(), at::kFloat));
    };
    std::vector<TrainedNetwork> generators;
    for (const nets::Network& network : frameGenerators(recipe(), data())) {
        generators.push_back(start(network, "G" + std::to_string(generators.size())));
    }
    Vid2VidNetworks networks{.generators = std::move(generators),
                             .discriminator = start(frameDiscriminator(recipe(), data()), "D")};
    for (const nets::Network& network : temporalDiscriminators(recipe())) {
        networks.temporal.push_back(
            start(network, "D_T" + std::to_string(networks.temporal.size())));
    }
    if (m_initial && !any) {
        throw Error("has no network that the recipe could begin with", m_initial->path().string(),
                    "Choose a package of kind vid2vid");
    }
    return networks;
}

v2v::RolloutPlan Vid2VidTrainer::rolloutPlan() const {
    const Vid2VidRecipe& own = vid2vidOf(recipe());
    return {.frames = own.clips.seen,
            .scales = own.scales,
            .hasForeground = !own.foreground.empty(),
            .foreground = foregroundChannels(recipe(), data())};
}

Vid2VidOptions Vid2VidTrainer::options() const {
    const Vid2VidRecipe& own = vid2vidOf(recipe());
    Vid2VidOptions options;
    options.plan = rolloutPlan();
    options.weights = {.featureMatching = recipe().objective.featureMatching,
                       .features = recipe().objective.perceptual,
                       .flow = own.flow,
                       .warp = own.warp,
                       .weight = !own.clips.firstFramesGiven};
    options.judgedFrames = own.judgedFrames;
    options.framesOfGradient = own.framesOfGradient;
    options.realFirstFrames = own.clips.firstFramesGiven;
    options.standsStillBefore = true;
    options.flow = [this](const FramePairs& pairs) { return flowBetween(pairs); };
    options.perceptual = m_perceptual;
    options.computeType = convolutionType(computeType(), device());
    options.optimiser = adamOptions(recipe().generatorRate);
    options.discriminatorOptimiser = adamOptions(recipe().discriminatorRate);
    return options;
}

ReferenceFlow Vid2VidTrainer::flowBetween(const FramePairs& pairs) const {
    const at::NoGradGuard noGrad;
    const Size size{static_cast<int>(pairs.frames.size(3)), static_cast<int>(pairs.frames.size(2))};
    std::vector<at::Tensor> flows;
    for (std::int64_t i = 0; i < pairs.frames.size(0); ++i) {
        const auto pair = [i](const at::Tensor& numbers) {
            return static_cast<std::size_t>(numbers[i].item<float>());
        };
        flows.push_back(m_flows->flow(pair(pairs.numbers), pair(pairs.numbersBefore), m_cut, size));
    }
    const at::Tensor flow = at::stack(flows).to(pairs.frames.device());
    return {flow, flowConfidence(pairs.frames, nets::warpedBy(pairs.before, flow)).confidence};
}

at::Tensor Vid2VidTrainer::conditions(const Sample& frames) const {
    return conditionOf(frames, recipe(), data()).to(device()).unsqueeze(0);
}

nets::TensorMap Vid2VidTrainer::learn(const Sample& batch) {
    const Recipe& recipe = this->recipe();
    const ClipPart part = m_plan.at(stepsDone());
    m_cut = drawClipCut(data(), recipe.augmentation, recipe.seed, part).cut;
    // Frames of another size cannot be looked back at.
    if (part.begins || m_size != recipe.augmentation.size) {
        m_step.begin();
        m_size = recipe.augmentation.size;
    }
    m_step.setRates(recipe.generatorRate * rateFactor(), recipe.discriminatorRate * rateFactor());
    m_step.setFinestOnly(stepsDone() < vid2vidOf(recipe).finestOnly);
    at::Tensor numbers = at::empty({1, static_cast<std::int64_t>(part.pairs.size())}, at::kFloat);
    for (std::size_t i = 0; i < part.pairs.size(); ++i) {
        numbers.data_ptr<float>()[i] = static_cast<float>(part.pairs[i]);
    }
    StepReport report = m_step.step({.labels = conditions(batch),
                                     .images = batch.image.to(device()).unsqueeze(0),
                                     .numbers = numbers});
    for (std::size_t i = 0; i < m_averages.size(); ++i) {
        m_averages[i].update(m_step.networks().generators[i], recipe.average, stepsDone());
    }
    return std::move(report.losses);
}

at::Tensor Vid2VidTrainer::rolledOut(const std::vector<std::size_t>& pairs) const {
    const at::NoGradGuard noGrad;
    const v2v::RolloutPlan plan = rolloutPlan();
    std::vector<Sample> frames;
    for (std::int64_t i = 0; i + 1 < plan.frames; ++i) {
        frames.push_back(wholeSample(data(), pairs.front(), recipe().augmentation.size));
    }
    for (const std::size_t pair : pairs) {
        frames.push_back(wholeSample(data(), pair, recipe().augmentation.size));
    }
    const at::Tensor labels = conditions(batchOf(frames));
    const v2v::FramePainter paint = [this](std::int64_t scale, const v2v::FrameRequest& request) {
        const auto i = static_cast<std::size_t>(scale);
        // Models paint with the statistics of the frame, as in training.
        nets::EagerRun run({.batchStatistics = true,
                            .keepRunningStatistics = true,
                            .computeType = convolutionType(computeType(), device())});
        return v2v::paintWith(m_step.networks().generators[i].network(), run,
                              nets::Scope(m_averages[i].weights()), request);
    };
    v2v::RolloutState state = v2v::stateOfNothing(plan, labels, frames.front().image.size(1));
    at::Tensor picture;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const v2v::RolloutStep step = v2v::paintFrame(
            plan, paint, labels.narrow(1, static_cast<std::int64_t>(i), plan.frames), state);
        picture = step.picture().to(at::kFloat);
        state = i == 0 ? standingStill(plan, step.next) : step.next;
    }
    return picture;
}

at::Tensor Vid2VidTrainer::shown(const Sample& sample) const {
    return at::cat({rolledOut({sample.pair}), rolledOut(m_plan.upTo(sample.pair, shownFrames))}, 3);
}

void Vid2VidTrainer::write(CheckpointWriter& writer) const {
    writer.set("parent", m_parent);
    for (const auto& [role, network] : m_step.roles()) {
        writer.add(role, network->weights());
    }
    for (std::size_t i = 0; i < m_averages.size(); ++i) {
        writer.add("average/G" + std::to_string(i), m_averages[i].weights());
    }
    for (const auto& [name, keys, adam] : m_step.optimisers()) {
        writer.add("adam/" + name, keys, adam->moments());
    }
    writer.add("sequence", asWeights(m_step.remember()));
}

void Vid2VidTrainer::read(const CheckpointReader& reader) {
    for (const auto& [role, network] : m_step.roles()) {
        reader.read(role, network->weights());
    }
    for (std::size_t i = 0; i < m_averages.size(); ++i) {
        reader.read("average/G" + std::to_string(i), m_averages[i].weights());
    }
    for (const auto& [name, keys, adam] : m_step.optimisers()) {
        adam->setMoments(reader.moments("adam/" + name, keys));
    }
    nets::TensorMap memory;
    for (const auto& [name, tensor] : reader.all("sequence")) {
        memory[name] = tensor.clone().to(name.starts_with("numbers/") ? at::kCPU : device());
    }
    m_step.recall(memory);
    const auto last = memory.find("last");
    m_size = last == memory.end() ? Size()
                                  : Size{static_cast<int>(last->second.size(3)),
                                         static_cast<int>(last->second.size(2))};
    m_parent = reader.fact("parent");
}

std::vector<TrainedRole> Vid2VidTrainer::trained() const {
    std::vector<TrainedRole> roles;
    for (std::size_t i = 0; i < m_averages.size(); ++i) {
        roles.push_back({"G" + std::to_string(i), m_step.networks().generators[i].network(),
                         m_averages[i].weights()});
    }
    return roles;
}

std::int64_t Vid2VidTrainer::multiple() const {
    return frameMultiple(recipe());
}

void Vid2VidTrainer::describe(project::Manifest& manifest) const {
    manifest.classes = data().classes();
    manifest.labelChannels = data().labelChannels();
    manifest.useInstanceEdges = recipe().instanceEdges;
    manifest.parent = m_parent;
    manifest.notes += "; " + perceptualText();
}

std::string Vid2VidTrainer::perceptualText() const {
    return m_perceptual ? "perceptual loss: " + m_perceptual->name : "no perceptual loss";
}

std::string Vid2VidTrainer::remarks() const {
    std::string text = std::to_string(m_plan.frames()) + " of " + std::to_string(data().size()) +
                       " frames in sequences; " + perceptualText();
    for (const std::string& origin : m_origins) {
        text += "; " + origin;
    }
    return text;
}

} // namespace underpaint::train
