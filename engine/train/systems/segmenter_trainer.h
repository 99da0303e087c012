// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/optimise/weight_average.h"
#include "engine/train/recipe_trainer.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace underpaint::train {

/// Training of a segmenter (kind "segmenter"): photos → labels of the same pairs that generators
/// learn from, by weighted cross entropy.
class SegmenterTrainer final : public RecipeTrainer {
public:
    /// `data` and `recipe` have passed checkTraining().
    SegmenterTrainer(const Recipe& recipe, const PackedDataset& data,
                     const TrainerSettings& settings,
                     const std::optional<std::filesystem::path>& initial);

    bool finite() const override;
    /// "difference": the share of the pair's labelled pixels that get another class.
    std::map<std::string, double> pairError(std::size_t pair) const override;

private:
    nets::TensorMap learn(const Sample& batch) override;
    /// (1, H, W): the channels of the classes that the network sees.
    at::Tensor seen(const Sample& sample) const;
    /// The same in the colours of their classes.
    at::Tensor shown(const Sample& sample) const override;
    void write(CheckpointWriter& writer) const override;
    void read(const CheckpointReader& reader) override;
    std::vector<TrainedRole> trained() const override;
    void describe(project::Manifest& manifest) const override;

    void update(const at::Tensor& loss);

    TrainedNetwork m_network;
    WeightAverage m_average;
    Adam m_adam;
    at::Tensor m_classWeights;
    std::vector<double> m_rates; // of each parameter, as a share of the recipe's
};

/// The network of such a recipe. Throws Error naming the option that is wrong.
nets::Network segmenterNetwork(const Recipe& recipe, const PackedDataset& data);

/// What speaks against training a segmenter by this recipe on this data; empty = nothing.
std::vector<std::string> checkSegmenterTraining(const Recipe& recipe, const PackedDataset& data);

} // namespace underpaint::train
