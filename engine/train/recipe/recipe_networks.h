// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// Channels of the generator's input without the encoder's features: one-hot labels | edge.
std::int64_t conditionChannels(const Recipe& recipe, const PackedDataset& data);

inline constexpr int photoChannels = 3;

/// A network with the channel counts that follow from the data set, which a recipe leaves out.
nets::Network createNetwork(const RecipeNetwork& network, const project::Options& channels);
/// A discriminator of pix2pixHD's training, which returns its stages where they are matched.
nets::Network stagedDiscriminator(const RecipeNetwork& wanted, double featureMatching,
                                  const Recipe& recipe, const PackedDataset& data);

/// Everything that speaks against training a generator by this recipe on this data; for
/// TrainingSystem.
std::vector<std::string> checkAdversaries(const Recipe& recipe, const PackedDataset& data);

/// The networks of a recipe with the channel counts that follow from the data set. Throw Error
/// naming the option that is wrong.
/// @{
nets::Network generatorOf(const Recipe& recipe, const PackedDataset& data);
nets::Network discriminatorOf(const Recipe& recipe, const PackedDataset& data);
std::vector<nets::Network> moreDiscriminatorsOf(const Recipe& recipe, const PackedDataset& data);
std::optional<nets::Network> encoderOf(const Recipe& recipe);
/// All of them by role: G, D, further discriminators D2, D3 … and, where the recipe has one, E.
std::vector<std::pair<std::string, nets::Network>> networksOf(const Recipe& recipe,
                                                              const PackedDataset& data);
/// @}

} // namespace underpaint::train
