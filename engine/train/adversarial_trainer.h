// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/weights/initialise.h"
#include "engine/train/objective/adversaries.h"
#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/optimise/fine_tuning.h"
#include "engine/train/optimise/weight_average.h"
#include "engine/train/recipe_trainer.h"

#include <memory>
#include <optional>

namespace underpaint::train {

/// Weights of a generator and, where it has one, its encoder.
struct PaintingWeights {
    nets::ParamStore generator;
    std::optional<nets::ParamStore> encoder = {};
};

/// What trainers of generators against discriminators have in common: two rates, frozen weights,
/// averages of what paints, the base model of a fine-tuning.
class AdversarialTrainer : public RecipeTrainer {
public:
    bool finite() const override { return adversaries().finite(); }
    /// "difference": mean absolute difference of photo and painted picture, as a share of the range
    /// from black to white; "perceptual": the recipe's perceptual loss, where it has one.
    std::map<std::string, double> pairError(std::size_t pair) const override;

protected:
    /// `data` and `recipe` have passed checkTraining().
    AdversarialTrainer(const Recipe& recipe, const PackedDataset& data,
                       const TrainerSettings& settings,
                       const std::optional<std::filesystem::path>& initial);

    /// How pictures are painted beside training: with which statistics of batch norms.
    enum class Statistics { Stored, OfBatch };

    virtual Adversaries& adversaries() = 0;
    virtual const Adversaries& adversaries() const = 0;
    /// One step of the networks.
    virtual StepReport trainOn(const Sample& batch) = 0;
    /// (N, 3, H, W) in [-1, 1], without gradients.
    virtual at::Tensor paint(const Sample& batch, const PaintingWeights& weights,
                             Statistics statistics) const = 0;

    /// A network with the weights that it begins with.
    TrainedNetwork start(nets::Network network, const std::string& role, nets::Initialisation how,
                         std::uint64_t stream);
    /// To be called once the networks are there.
    void begin();

    const std::optional<FeatureStages>& perceptual() const { return m_perceptual; }
    FineTuningBatch fineTuningOf(const Sample& batch) const;
    DiscriminatorView viewOfStep() const;
    /// The generator's noise for a batch of this step, and beside training; undefined for
    /// generators without.
    /// @{
    at::Tensor noiseOfStep(const Sample& batch) const;
    at::Tensor shownNoise(const Sample& batch) const;
    /// @}
    void describe(project::Manifest& manifest) const override;
    /// What sample sheets show of a pair; several pictures may stand side by side.
    at::Tensor shown(const Sample& sample) const override;
    /// The averages of what paints.
    PaintingWeights averages() const;
    /// In a package.
    virtual std::string encoderRole() const { return "E"; }

private:
    nets::TensorMap learn(const Sample& batch) override;
    void write(CheckpointWriter& writer) const override;
    void read(const CheckpointReader& reader) override;
    std::vector<TrainedRole> trained() const override;
    std::string remarks() const override;

    void setRates();
    void average();
    std::string perceptualText() const;

    std::optional<project::ModelPackage> m_initial; // until the networks have taken from it
    std::vector<std::string> m_origins;             // what came from it
    bool m_anyInitial = false;                      // something came from it
    bool m_wholeInitial = true;                     // generator and encoder came whole
    std::string m_parent;                           // its id
    WeightNames m_frozen;
    std::vector<int> m_taught; // channels; empty = all
    std::optional<FeatureStages> m_perceptual;
    std::filesystem::path m_backbones;
    std::optional<PaintingWeights> m_base; // the model that is fine-tuned, as it was
    std::optional<WeightAverage> m_generator;
    std::optional<WeightAverage> m_encoder;
};

} // namespace underpaint::train
