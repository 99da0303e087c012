// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/systems/cyclegan_step.h"
#include "engine/train/systems/two_way_trainer.h"

namespace underpaint::train {

/// Training of CycleGAN by a recipe, on photos of two domains.
class CycleGanTrainer final : public TwoWayTrainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    CycleGanTrainer(const Recipe& recipe, const PackedDataset& data,
                    const TrainerSettings& settings,
                    const std::optional<std::filesystem::path>& initial);

private:
    TwoWayNetworks& networks() override { return m_step.networks(); }
    const TwoWayNetworks& networks() const override { return m_step.networks(); }
    Pools& pools() override { return m_step.pools(); }
    const Pools& pools() const override { return m_step.pools(); }
    nets::TensorMap trainOn(const Sample& a, const Sample& b) override;
    at::Tensor translated(const nets::ParamStore& weights, const Sample& sample,
                          Domain domain) const override;
    CycleGanStep makeStep();

    CycleGanStep m_step;
};

} // namespace underpaint::train
