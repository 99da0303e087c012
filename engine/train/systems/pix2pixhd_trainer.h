// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/adversarial_trainer.h"
#include "engine/train/systems/pix2pixhd_step.h"

namespace underpaint::train {

/// Training of pix2pixHD by a recipe.
class Pix2PixHdTrainer final : public AdversarialTrainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    Pix2PixHdTrainer(const Recipe& recipe, const PackedDataset& data,
                     const TrainerSettings& settings,
                     const std::optional<std::filesystem::path>& initial);

private:
    Adversaries& adversaries() override { return m_step.adversaries(); }
    const Adversaries& adversaries() const override { return m_step.adversaries(); }
    StepReport trainOn(const Sample& batch) override;
    at::Tensor paint(const Sample& batch, const PaintingWeights& weights,
                     Statistics statistics) const override;
    Pix2PixHdStep makeStep();
    bool stylesOfStep() const;

    Pix2PixHdStep m_step;
};

} // namespace underpaint::train
