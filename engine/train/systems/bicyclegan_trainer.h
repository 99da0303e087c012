// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/adversarial_trainer.h"
#include "engine/train/systems/bicyclegan_step.h"

namespace underpaint::train {

/// Training of BicycleGAN by a recipe. The draws of codes and of dropout are functions of the
/// recipe's seed and the step, so that they need no state. Sample sheets are painted with the codes
/// of the real photos.
class BicycleGanTrainer final : public AdversarialTrainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    BicycleGanTrainer(const Recipe& recipe, const PackedDataset& data,
                      const TrainerSettings& settings,
                      const std::optional<std::filesystem::path>& initial);

private:
    Adversaries& adversaries() override { return m_step.adversaries(); }
    const Adversaries& adversaries() const override { return m_step.adversaries(); }
    StepReport trainOn(const Sample& batch) override;
    at::Tensor paint(const Sample& batch, const PaintingWeights& weights,
                     Statistics statistics) const override;
    void describe(project::Manifest& manifest) const override;
    BicycleGanStep makeStep();
    at::Tensor draws(std::uint64_t stream, std::int64_t rows) const;
    /// Empty: in their own size.
    Size seenByEncoder(const Sample& batch, std::uint64_t stream) const;

    BicycleGanStep m_step;
};

} // namespace underpaint::train
