// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cyclegan_trainer.h"

#include "engine/nets/run/eager_run.h"

namespace underpaint::train {

CycleGanTrainer::CycleGanTrainer(const Recipe& recipe, const PackedDataset& data,
                                 const TrainerSettings& settings,
                                 const std::optional<std::filesystem::path>& initial)
    : TwoWayTrainer(recipe, data, settings, initial), m_step(makeStep()) {
    begin();
}

CycleGanStep CycleGanTrainer::makeStep() {
    TwoWayOptions options;
    fill(options);
    return {startingNetworks(), options, startingPools()};
}

nets::TensorMap CycleGanTrainer::trainOn(const Sample& a, const Sample& b) {
    return m_step
        .step({.photoA = a.image.to(device()),
               .photoB = b.image.to(device()),
               .dropout = dropoutOfStep(),
               .view = viewOfStep()})
        .losses;
}

at::Tensor CycleGanTrainer::translated(const nets::ParamStore& weights, const Sample& sample,
                                       Domain domain) const {
    const TrainedNetwork& generator =
        domain == Domain::B ? networks().generatorB : networks().generatorA;
    nets::EagerRun run({.keepRunningStatistics = true, .computeType = computeType()});
    return generator.network().generate(run, nets::Scope(weights), sample.image.to(device()));
}

} // namespace underpaint::train
