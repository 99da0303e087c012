// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/instagan_trainer.h"

#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/mask_sets.h"
#include "engine/train/data/mask_channels.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/two_way_recipe.h"

#include <string>
#include <vector>

namespace underpaint::train {

namespace {

TrainerSettings alone(const TrainerSettings& settings) {
    if (settings.place) {
        throw Error("InstaGAN is trained by one process: photos differ in how many updates their "
                    "instances make",
                    "distributed training", "Start it without WORLD_SIZE");
    }
    return settings;
}

/// The mean of each loss over the mini-batches that have it.
nets::TensorMap means(const std::vector<StepReport>& reports) {
    nets::TensorMap sums;
    std::map<std::string, int> counts;
    for (const StepReport& report : reports) {
        for (const auto& [name, loss] : report.losses) {
            const auto it = sums.find(name);
            sums[name] = it == sums.end() ? loss : it->second + loss;
            ++counts[name];
        }
    }
    for (auto& [name, sum] : sums) {
        sum = sum / counts.at(name);
    }
    return sums;
}

} // namespace

InstaGanTrainer::InstaGanTrainer(const Recipe& recipe, const PackedDataset& data,
                                 const TrainerSettings& settings,
                                 const std::optional<std::filesystem::path>& initial)
    : TwoWayTrainer(recipe, data, alone(settings), initial), m_step(makeStep()) {
    begin();
}

InstaGanStep InstaGanTrainer::makeStep() {
    const TwoWayRecipe& own = twoWayOf(recipe());
    InstaGanOptions options;
    fill(options);
    options.lambdaContext = own.context;
    options.detachContext = own.detachContext;
    options.mostMasks = own.instances;
    options.masksPerStep = own.instancesPerStep;
    return {startingNetworks(), options, startingPools()};
}

at::Tensor InstaGanTrainer::masksOf(const Sample& sample, Domain domain) const {
    return maskChannels(sample, domain, twoWayOf(recipe()).instances).to(device());
}

nets::TensorMap InstaGanTrainer::trainOn(const Sample& a, const Sample& b) {
    return means(m_step.step({.photoA = a.image.to(device()),
                              .masksA = masksOf(a, Domain::A),
                              .photoB = b.image.to(device()),
                              .masksB = masksOf(b, Domain::B),
                              .dropout = dropoutOfStep(),
                              .view = viewOfStep()}));
}

at::Tensor InstaGanTrainer::translated(const nets::ParamStore& weights, const Sample& sample,
                                       Domain domain) const {
    const TrainedNetwork& generator =
        domain == Domain::B ? networks().generatorB : networks().generatorA;
    const auto translate = [&](const at::Tensor& photo, const at::Tensor& masks) {
        nets::EagerRun run({.keepRunningStatistics = true, .computeType = computeType()});
        const at::Tensor output =
            generator.network()
                .forward(run, nets::Scope(weights), {{"input", at::cat({photo, masks}, 1)}})
                .at("output");
        return nets::SetStep{output.narrow(1, 0, photoChannels),
                             output.narrow(1, photoChannels, masks.size(1))};
    };
    const at::Tensor photo = sample.image.to(device());
    at::Tensor last = photo;
    for (const auto& step : nets::translateInTurn(photo, masksOf(sample, domain),
                                                  twoWayOf(recipe()).instancesPerStep, translate)) {
        last = step ? step->photo : last;
    }
    return last;
}

} // namespace underpaint::train
