// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/systems/instagan_step.h"
#include "engine/train/systems/two_way_trainer.h"

namespace underpaint::train {

/// Training of InstaGAN by a recipe, on photos of two domains and the masks of their instances. A
/// step is one pair of batches: all its mini-batches of instances.
class InstaGanTrainer final : public TwoWayTrainer {
public:
    /// `data` and `recipe` have passed checkTraining(). Throws Error for one of several processes:
    /// they would wait for each other where one photo has fewer instances.
    InstaGanTrainer(const Recipe& recipe, const PackedDataset& data,
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
    at::Tensor masksOf(const Sample& sample, Domain domain) const;
    InstaGanStep makeStep();

    InstaGanStep m_step;
};

} // namespace underpaint::train
