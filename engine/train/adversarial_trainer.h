// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/initialise.h"
#include "engine/train/adversaries.h"
#include "engine/train/discriminator_view.h"
#include "engine/train/example_stream.h"
#include "engine/train/feature_stages.h"
#include "engine/train/fine_tuning.h"
#include "engine/train/teamwork.h"
#include "engine/train/trainer.h"
#include "engine/train/weight_average.h"

#include <memory>
#include <optional>

namespace underpaint::train {

/// Weights of a generator and, where it has one, its encoder.
struct PaintingWeights {
    nets::ParamStore generator;
    std::optional<nets::ParamStore> encoder = {};
};

/// What trainers of generators against discriminators have in common: examples, rates, frozen
/// weights, averages, checkpoints, the base model of a fine-tuning, packages.
class AdversarialTrainer : public Trainer {
public:
    const Recipe& recipe() const override { return m_recipe; }
    std::string description() const override;
    StepResult step() override;
    std::int64_t stepsDone() const override { return m_steps; }
    double secondsWaited() const override { return m_stream.secondsWaited(); }
    bool finite() const override { return adversaries().finite(); }
    double rateScale() const override { return m_rateScale; }
    void setRateScale(double scale) override { m_rateScale = scale; }
    bool shrink() override;
    Image sampleSheet(int rows) const override;
    void save(const std::filesystem::path& path) const override;
    void restore(const std::filesystem::path& path) override;
    int processes() const override { return m_teamwork.size(); }
    bool leads() const override { return m_teamwork.leads(); }
    bool agreed(bool here) const override { return m_teamwork.agreed(here); }
    void takeOver(const std::filesystem::path& checkpoint) override;
    void exportPackage(const std::filesystem::path& path) const override;

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

    const PackedDataset& data() const { return m_data; }
    at::Device device() const { return m_device; }
    std::optional<at::ScalarType> computeType() const { return m_computeType; }
    AdamOptions adamOptions(double rate) const;
    const std::optional<FeatureStages>& perceptual() const { return m_perceptual; }
    const Teamwork& teamwork() const { return m_teamwork; }
    Lesson lessonOf(const Sample& batch) const;
    DiscriminatorView viewOfStep() const;

private:
    PaintingWeights averages() const;
    void setRates();
    void average();
    std::string perceptualText() const;
    project::Manifest manifest() const;

    Recipe m_recipe;
    PackedDataset m_data;
    at::Device m_device;
    std::optional<at::ScalarType> m_computeType;
    std::optional<project::ModelPackage> m_initial; // until the networks have taken from it
    std::vector<std::string> m_origins;             // what came from it
    bool m_wholeInitial = true;                     // generator and encoder came whole
    std::string m_parent;                           // its id
    Teamwork m_teamwork;
    ExampleStream m_stream;
    WeightNames m_frozen;
    std::vector<int> m_taught; // channels; empty = all
    std::optional<FeatureStages> m_perceptual;
    std::optional<PaintingWeights> m_base; // the model that is fine-tuned, as it was
    std::optional<WeightAverage> m_generator;
    std::optional<WeightAverage> m_encoder;
    std::int64_t m_steps = 0;
    double m_rateScale = 1;
};

} // namespace underpaint::train
