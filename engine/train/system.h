// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/project/json.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recipe_fields.h"
#include "engine/train/trainer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace underpaint::train {

/// What can be trained: a row of system_table.cpp. Each kind of recipe has one file in systems/
/// that fills it in; nothing else compares kinds.
struct TrainingSystem {
    std::string_view kind; ///< of recipes and packages: "pix2pixhd"

    /// The kind's part of a recipe: its defaults and options, read before and after those that all
    /// recipes have, and written back. Throw Error naming the option that is wrong.
    /// @{
    void (*read)(RecipeFields& fields, Recipe& recipe);
    void (*readRest)(RecipeFields& fields, Recipe& recipe) = nullptr;
    nlohmann::json (*write)(const Recipe& recipe);
    /// @}
    /// Copies what must not change between the parts of a run: networks and their inputs.
    void (*copyNetworks)(const Recipe& from, Recipe& to);

    /// A recipe for going on from a package; kinds without it need one to be written.
    Recipe (*continued)(const std::string& name, const project::Manifest& package) = nullptr;
    /// Recipes may name the classes that are learnt (Recipe::classes) and hold the others to the
    /// base (Recipe::keepBase).
    bool choosesClasses = false;
    /// The network that paints or labels in the end, with its channels.
    nets::Network (*taught)(const Recipe& recipe, const PackedDataset& data);

    /// Everything that speaks against training by this recipe on this data; empty = nothing.
    std::vector<std::string> (*check)(const Recipe& recipe, const PackedDataset& data);
    /// `recipe` and `data` have passed the check.
    std::unique_ptr<Trainer> (*makeTrainer)(const Recipe& recipe, const PackedDataset& data,
                                            const TrainerSettings& settings,
                                            const std::optional<std::filesystem::path>& initial);
    /// Of kinds that train against a discriminator: all networks by role, the first discriminator,
    /// and what else their objective does not allow.
    /// @{
    std::vector<std::pair<std::string, nets::Network>> (*networks)(
        const Recipe& recipe, const PackedDataset& data) = nullptr;
    nets::Network (*discriminator)(const Recipe& recipe, const PackedDataset& data) = nullptr;
    void (*checkObjective)(const Recipe& recipe, std::vector<std::string>& problems) = nullptr;
    /// @}
};

/// All kinds, in a fixed order.
const std::vector<TrainingSystem>& trainingSystems();

/// Throws Error when there is no such kind.
const TrainingSystem& trainingSystem(std::string_view kind);

/// makeTrainer of a trainer's type.
template<class Type>
std::unique_ptr<Trainer> makeTrainerOf(const Recipe& recipe, const PackedDataset& data,
                                       const TrainerSettings& settings,
                                       const std::optional<std::filesystem::path>& initial) {
    return std::make_unique<Type>(recipe, data, settings, initial);
}

} // namespace underpaint::train
