// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/data/clip_plan.h"
#include "engine/train/data/flow_cache.h"
#include "engine/train/optimise/weight_average.h"
#include "engine/train/recipe_trainer.h"
#include "engine/train/systems/vid2vid_step.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// Training of vid2vid by a recipe, on the sequences of a data set. A step is the next frames of a
/// clip; what the frames after it need of those before is part of the checkpoint. Sample sheets
/// show each frame painted alone, and after the frames before it.
class Vid2VidTrainer final : public RecipeTrainer {
public:
    /// `data` and `recipe` have passed checkTraining(). Throws Error for one of several processes,
    /// which would have to paint one clip together.
    Vid2VidTrainer(const Recipe& recipe, const PackedDataset& data, const TrainerSettings& settings,
                   const std::optional<std::filesystem::path>& initial);

    bool finite() const override { return m_step.finite(); }

private:
    nets::TensorMap learn(const Sample& batch) override;
    at::Tensor shown(const Sample& sample) const override;
    void write(CheckpointWriter& writer) const override;
    void read(const CheckpointReader& reader) override;
    std::vector<TrainedRole> trained() const override;
    void describe(project::Manifest& manifest) const override;
    std::string remarks() const override;
    std::string perceptualText() const;
    std::int64_t multiple() const override;

    Vid2VidNetworks startingNetworks();
    Vid2VidOptions options() const;
    nets::vid2vid::RolloutPlan rolloutPlan() const;
    ReferenceFlow flowBetween(const FramePairs& pairs) const;
    /// (1, F, C, H, W)
    at::Tensor conditions(const Sample& frames) const;
    /// The last of these frames of one sequence, rolled out from the first: (1, 3, H, W).
    at::Tensor rolledOut(const std::vector<std::size_t>& pairs) const;

    ClipPlan m_plan;
    std::optional<project::ModelPackage> m_initial; // until the networks have taken from it
    std::vector<std::string> m_origins;
    std::string m_parent;
    std::optional<FeatureStages> m_perceptual;
    std::unique_ptr<FlowCache> m_flows;
    SampleCut m_cut; ///< of the present clip
    Vid2VidStep m_step;
    std::vector<WeightAverage> m_averages; ///< of the generators
    Size m_size;                           ///< of the frames that the step remembers
};

} // namespace underpaint::train
