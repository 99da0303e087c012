// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/adversarial_trainer.h"
#include "engine/train/systems/pix2pix_step.h"

namespace underpaint::train {

/// Training of pix2pix by a recipe, from label maps to photos or the other way round. The draws of
/// dropout are a function of the recipe's seed and the step, so that they need no state.
class Pix2PixTrainer final : public AdversarialTrainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    Pix2PixTrainer(const Recipe& recipe, const PackedDataset& data, const TrainerSettings& settings,
                   const std::optional<std::filesystem::path>& initial);

private:
    Adversaries& adversaries() override { return m_step.adversaries(); }
    const Adversaries& adversaries() const override { return m_step.adversaries(); }
    StepReport trainOn(const Sample& batch) override;
    at::Tensor paint(const Sample& batch, const PaintingWeights& weights,
                     Statistics statistics) const override;
    Pix2PixStep makeStep();

    Pix2PixStep m_step;
};

} // namespace underpaint::train
