// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/project/package/model_package.h"
#include "engine/train/objective/two_way_networks.h"
#include "engine/train/objective/two_way_options.h"
#include "engine/train/optimise/weight_average.h"
#include "engine/train/recipe_trainer.h"
#include "engine/train/systems/cyclegan_step.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// What trainings between two domains have in common: two streams of examples, averages of both
/// generators, earlier pictures for the discriminators. Random draws are functions of the recipe's
/// seed and the step, so that they need no state.
class TwoWayTrainer : public RecipeTrainer {
public:
    bool finite() const override { return networks().finite(); }

protected:
    using Pools = CycleGanStep::Pools;

    /// `data` and `recipe` have passed checkTraining().
    TwoWayTrainer(const Recipe& recipe, const PackedDataset& data, const TrainerSettings& settings,
                  const std::optional<std::filesystem::path>& initial);

    virtual TwoWayNetworks& networks() = 0;
    virtual const TwoWayNetworks& networks() const = 0;
    virtual Pools& pools() = 0;
    virtual const Pools& pools() const = 0;
    /// One step on a batch of each domain; its losses by name, scalars.
    virtual nets::TensorMap trainOn(const Sample& a, const Sample& b) = 0;
    /// What a generator with these weights makes of a sample of the domain: a photo (1, 3, H, W).
    virtual at::Tensor translated(const nets::ParamStore& weights, const Sample& sample,
                                  Domain domain) const = 0;

    /// For the constructors of trainers.
    /// @{
    TwoWayNetworks startingNetworks();
    Pools startingPools() const;
    void fill(TwoWayOptions& options) const;
    /// To be called once the networks are there.
    void begin();
    /// @}
    /// Draws for the dropout of this step.
    at::Generator dropoutOfStep() const;
    /// How the discriminators see in this step.
    DiscriminatorView viewOfStep() const;

private:
    nets::TensorMap learn(const Sample& batch) override;
    at::Tensor shown(const Sample& sample) const override;
    void write(CheckpointWriter& writer) const override;
    void read(const CheckpointReader& reader) override;
    std::vector<TrainedRole> trained() const override;
    void describe(project::Manifest& manifest) const override;
    std::string remarks() const override;

    /// The batch of the other domain that belongs to this step.
    Sample otherBatch();
    void dropMisfits();

    std::optional<project::ModelPackage> m_initial; // until the networks have taken from it
    std::vector<std::string> m_origins;
    std::string m_parent;
    std::filesystem::path m_backbones;
    std::shared_ptr<Random> m_poolDraws;
    std::optional<ExampleStream> m_others;
    Size m_othersSize;
    std::int64_t m_nextOther = -1;
    std::optional<WeightAverage> m_averageA;
    std::optional<WeightAverage> m_averageB;
};

} // namespace underpaint::train
