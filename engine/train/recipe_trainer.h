// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/checkpoint.h"
#include "engine/train/data/example_stream.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/team/teamwork.h"
#include "engine/train/trained_package.h"
#include "engine/train/trainer.h"

#include <functional>
#include <optional>

namespace underpaint::train {

/// The book-keeping that all trainers share, whatever their networks are: recipe, examples, steps
/// and rates, the team, what a checkpoint, a sample sheet and a package hold beside the networks.
class RecipeTrainer : public Trainer {
public:
    const Recipe& recipe() const final { return m_recipe; }
    std::string description() const final;
    StepResult step() final;
    std::int64_t stepsDone() const final { return m_steps; }
    double secondsWaited() const final { return m_stream.secondsWaited(); }
    double rateScale() const final { return m_rateScale; }
    void setRateScale(double scale) final { m_rateScale = scale; }
    bool shrink() final;
    Image sampleSheet(int rows) const final;
    void save(const std::filesystem::path& path) const final;
    void restore(const std::filesystem::path& path) final;
    int processes() const final { return m_teamwork.size(); }
    bool leads() const final { return m_teamwork.leads(); }
    bool agreed(bool here) const final { return m_teamwork.agreed(here); }
    void takeOver(const std::filesystem::path& checkpoint) final;
    void exportPackage(const std::filesystem::path& path) const final;

protected:
    /// `data` and `recipe` have passed checkTraining(). Waits for the other processes of a team.
    /// `drawn`: the part of the data that examples are drawn from; absent: all of it.
    RecipeTrainer(const Recipe& recipe, const PackedDataset& data, const TrainerSettings& settings,
                  const std::optional<PackedDataset>& drawn = {});

    /// The same for examples that are drawn otherwise than pair by pair.
    RecipeTrainer(const Recipe& recipe, const PackedDataset& data, const TrainerSettings& settings,
                  DrawsOf draws);

    /// One step of the networks on this batch; its losses by name, scalars.
    virtual nets::TensorMap learn(const Sample& batch) = 0;
    /// What the averaged networks make of a pair: (1, 3, H, W) in [-1, 1], or several pictures of
    /// the pair's width side by side.
    virtual at::Tensor shown(const Sample& sample) const = 0;
    /// Networks, optimisers and averages, to a checkpoint and back in place.
    /// @{
    virtual void write(CheckpointWriter& writer) const = 0;
    virtual void read(const CheckpointReader& reader) = 0;
    /// @}
    /// The averaged networks that a package gets, first the one that decides which sizes fit.
    virtual std::vector<TrainedRole> trained() const = 0;
    /// What the kind of model adds to the manifest of its package.
    virtual void describe(project::Manifest& manifest) const = 0;
    /// What the kind of model adds to the description, after "; "; perhaps nothing.
    virtual std::string remarks() const { return {}; }

    const PackedDataset& data() const { return m_data; }
    at::Device device() const { return m_device; }
    std::optional<at::ScalarType> computeType() const { return m_computeType; }
    const Teamwork& teamwork() const { return m_teamwork; }
    /// Learning rates of this step, as a share of the recipe's.
    double rateFactor() const { return m_rateScale * m_recipe.rateFactor(m_steps); }
    AdamOptions adamOptions(double rate) const;
    /// Of which the sides of pictures are multiples.
    virtual std::int64_t multiple() const;

private:
    Recipe m_recipe;
    PackedDataset m_data;
    DrawsOf m_draws;
    at::Device m_device;
    std::optional<at::ScalarType> m_computeType;
    Teamwork m_teamwork;
    ExampleStream m_stream;
    std::int64_t m_steps = 0;
    double m_rateScale = 1;
};

} // namespace underpaint::train
