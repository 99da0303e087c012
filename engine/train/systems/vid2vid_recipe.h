// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/data/clip_plan.h"
#include "engine/train/data/frame_sequences.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// What a recipe of kind "vid2vid" says beyond the options that all recipes have (Wang et al.,
/// 2018).
struct Vid2VidRecipe {
    /// In space: 1 is the generator alone, each more paints at twice the size.
    std::int64_t scales = 1;
    /// Of the generators of the finer scales, without width and number of the scale, which follow.
    RecipeNetwork finer{"vid2vid.composite_local_generator", {{"n_blocks_local", std::int64_t{3}}}};
    /// Names or ids of the classes that have a branch of their own; empty = no such branch.
    std::vector<std::string> foreground;
    /// First steps in which only the finest scale learns.
    std::int64_t finestOnly = 0;
    /// Discriminators of several frames: their network (empty: that of `discriminator`), how many
    /// scales in time, and the frames of a group.
    /// @{
    RecipeNetwork temporal;
    std::int64_t temporalScales = 2;
    std::int64_t judgedFrames = 3;
    /// @}
    ClipRules clips;
    SequenceRules sequences;
    /// Through how many frames gradients flow.
    std::int64_t framesOfGradient = 1;
    /// Weights of losses: of the predicted flow's distance from the measured one, and of what is
    /// not where the flows say.
    /// @{
    double flow = 10;
    double warp = 10;
    /// @}
};

/// That part of a recipe of kind "vid2vid".
/// @{
const Vid2VidRecipe& vid2vidOf(const Recipe& recipe);
Vid2VidRecipe& vid2vidOf(Recipe& recipe);
/// @}

/// Its networks with the channel counts that follow from the data set, generators coarsest first,
/// temporal discriminators by scale in time. Throw Error naming the option that is wrong.
/// @{
std::vector<nets::Network> frameGenerators(const Recipe& recipe, const PackedDataset& data);
nets::Network frameDiscriminator(const Recipe& recipe, const PackedDataset& data);
std::vector<nets::Network> temporalDiscriminators(const Recipe& recipe);
/// @}

/// Channels of the classes that the recipe calls foreground. Throws Error naming one that the data
/// set does not have.
std::vector<std::int64_t> foregroundChannels(const Recipe& recipe, const PackedDataset& data);

/// Of which the sides of pictures are multiples.
std::int64_t frameMultiple(const Recipe& recipe);

/// The order of frames for a run. Throws Error where the data set has no sequence.
ClipPlan clipPlan(const Recipe& recipe, const PackedDataset& data);

} // namespace underpaint::train
