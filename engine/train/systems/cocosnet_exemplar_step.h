// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/objective/adversaries.h"
#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/objective/label_recognition.h"
#include "engine/train/systems/cocosnet_matching.h"
#include "engine/train/systems/pix2pixhd_step.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace underpaint::train {

/// What counts in ExemplarStep; 0 leaves a loss out.
struct ExemplarWeights {
    /// Of pictures that have to be met: absolute error and perceptual loss.
    /// @{
    double l1 = 0;
    double perceptual = 0;
    /// @}
    /// Of pictures that look like another photo: its features wherever they lie (contextual loss),
    /// and the real photo's content, by the coarsest features.
    /// @{
    double contextual = 0;
    double content = 0;
    /// @}
    /// Coarse colours are those that the exemplar lends.
    double colour = 0;
    /// Of the correspondence: see cocosnet_losses.h.
    /// @{
    double alignment = 0;
    double warp = 0;
    double cycle = 0;
    double mask = 0;
    /// @}
};

struct ExemplarOptions {
    ExemplarWeights weights = {};
    nets::GanMode ganMode = nets::GanMode::Hinge;
    /// Of the first discriminator and those beside it.
    std::vector<JudgeWeights> judges = {};
    std::optional<FeatureStages> features = {};
    /// Whether the labels are seen in the photos, and what that counts.
    /// @{
    std::optional<LabelRecognition> recognition = {};
    double lambdaRecognition = 1;
    /// @}
    /// Adversaries::longestGradient and ::share.
    /// @{
    double longestGradient = 0;
    std::function<void(const std::vector<at::Tensor>&)> share = {};
    /// @}
    AdamOptions optimiser = {};
    AdamOptions discriminatorOptimiser = {};
    /// Type of the convolutions in mixed precision; absent: fp32 throughout.
    std::optional<at::ScalarType> computeType = {};
};

/// How a step goes.
struct ExemplarPass {
    at::Tensor noise = {}; ///< (N, K, H, W): the generator's last channels; undefined = none
    DiscriminatorView view = {};
    /// False: nothing is lent, and the photos have to be met as by a model without exemplars.
    bool lends = true;
    bool withinClass = true; ///< see lent()
    bool adversarial = true; ///< false in a warm-up: discriminators neither judge nor learn
};

/// A step of training with exemplars by a recipe: CoCosNet's way with what works on small data and
/// machines. Exemplars are lent as painting lends them; discriminators are those of pix2pixHD's
/// training; own photos as exemplars have to be met, others have to be followed in look and left
/// alone in content.
class ExemplarStep {
public:
    ExemplarStep(TrainedNetwork correspondence, TrainedNetwork generator,
                 TrainedNetwork discriminator, std::vector<TrainedNetwork> others,
                 ExemplarOptions options);

    /// Losses: those of judgedLosses(), G_L1, G_Perceptual, G_Context, G_Content, G_Recognition,
    /// G_Colour, those
    /// of the correspondence under their official names.
    StepReport step(const CoCosNetBatch& batch, const ExemplarPass& pass);

    const TrainedNetwork& generator() const { return m_networks.generator; }
    /// Its encoder is the correspondence.
    /// @{
    Adversaries& adversaries() { return m_networks; }
    const Adversaries& adversaries() const { return m_networks; }
    /// @}

private:
    struct Painted;

    nets::EagerRun::Options asInTraining() const;
    Painted painted(const CoCosNetBatch& batch, const ExemplarPass& pass) const;
    nets::TensorMap lossesOf(const CoCosNetBatch& batch, const ExemplarPass& pass,
                             const Painted& painted);
    void addFeatureLosses(const CoCosNetBatch& batch, const Painted& painted, const at::Tensor& met,
                          const at::Tensor& free, nets::TensorMap& losses) const;

    Adversaries m_networks;
    ExemplarOptions m_options;
    ImagePool m_pool{0, 0};
};

} // namespace underpaint::train
