// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// Channels of the generator's input without the encoder's features: one-hot labels | edge.
std::int64_t conditionChannels(const Recipe& recipe, const PackedDataset& data);

inline constexpr int photoChannels = 3;

/// A whole number among the options of a network; 0 when it is not there.
std::int64_t wholeOption(const RecipeNetwork& network, const std::string& name);

/// A network with the channel counts that follow from the data set, which a recipe leaves out.
nets::Network createNetwork(const RecipeNetwork& network, const project::Options& channels);
/// A discriminator that returns its stages where they are matched; of a condition and a photo, or
/// of an input of so many channels.
/// @{
nets::Network stagedDiscriminator(const RecipeNetwork& wanted, double featureMatching,
                                  std::int64_t inputChannels);
nets::Network stagedDiscriminator(const RecipeNetwork& wanted, double featureMatching,
                                  const Recipe& recipe, const PackedDataset& data);
/// @}

/// Makes one network or several; throws Error naming the option that is wrong.
using NetworkMaker = std::function<std::vector<nets::Network>()>;

/// Everything that speaks against training networks like these by this recipe on this data.
std::vector<std::string> checkNetworks(const Recipe& recipe, const PackedDataset& data,
                                       const std::vector<NetworkMaker>& makers);
/// The same of a generator of conditions, its discriminators and its encoder of styles; for
/// TrainingSystem.
/// @{
std::vector<std::string> checkAdversaries(const Recipe& recipe, const PackedDataset& data);
std::vector<std::pair<std::string, nets::Network>> conditionedNetworks(const Recipe& recipe,
                                                                       const PackedDataset& data);
/// @}

/// The networks of a recipe with the channel counts that follow from the data set. Throw Error
/// naming the option that is wrong.
/// @{
nets::Network generatorOf(const Recipe& recipe, const PackedDataset& data);
nets::Network discriminatorOf(const Recipe& recipe, const PackedDataset& data);
std::vector<nets::Network> moreDiscriminatorsOf(const Recipe& recipe, const PackedDataset& data);
std::optional<nets::Network> encoderOf(const Recipe& recipe);
/// All networks of the recipe's kind by role: G, D, further discriminators D2, D3 … and, where it
/// has one, E.
std::vector<std::pair<std::string, nets::Network>> networksOf(const Recipe& recipe,
                                                              const PackedDataset& data);
/// @}

} // namespace underpaint::train
