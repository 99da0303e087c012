// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/adversarial_trainer.h"
#include "engine/train/data/exemplar_draw.h"
#include "engine/train/systems/cocosnet_exemplar_step.h"

namespace underpaint::train {

/// Training of CoCosNet by a recipe. Exemplars, and whether a step has any, are functions of the
/// recipe's seed and the step, so that they need no state. Sample sheets show each label map's
/// exemplar, what it lends, and what is painted with it.
class CoCosNetTrainer final : public AdversarialTrainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    CoCosNetTrainer(const Recipe& recipe, const PackedDataset& data,
                    const TrainerSettings& settings,
                    const std::optional<std::filesystem::path>& initial);

private:
    Adversaries& adversaries() override { return m_step.adversaries(); }
    const Adversaries& adversaries() const override { return m_step.adversaries(); }
    std::string encoderRole() const override { return "Corr"; }
    StepReport trainOn(const Sample& batch) override;
    at::Tensor paint(const Sample& batch, const PaintingWeights& weights,
                     Statistics statistics) const override;
    at::Tensor shown(const Sample& sample) const override;
    void describe(project::Manifest& manifest) const override;

    ExemplarStep makeStep();
    /// Everything but which of the exemplars are the photos themselves.
    CoCosNetBatch batchWith(const Sample& examples, const Sample& exemplars) const;
    /// Exemplar, what it lends, and the photo, side by side.
    at::Tensor strip(const Sample& sample, const Sample& exemplar, const PaintingWeights& weights,
                     Statistics statistics) const;

    ExemplarDraw m_exemplars;
    ExemplarStep m_step;
};

} // namespace underpaint::train
