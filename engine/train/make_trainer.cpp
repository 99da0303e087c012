// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/train/system.h"

namespace underpaint::train {

std::vector<std::string> checkTraining(const Recipe& recipe, const PackedDataset& data) {
    return trainingSystem(recipe.kind).check(recipe, data);
}

std::unique_ptr<Trainer> makeTrainer(const Recipe& recipe, const PackedDataset& data,
                                     const TrainerSettings& settings,
                                     const std::optional<std::filesystem::path>& initial) {
    const std::vector<std::string> problems = checkTraining(recipe, data);
    if (!problems.empty()) {
        std::string text;
        for (const std::string& problem : problems) {
            text += "\n  " + problem;
        }
        throw Error("recipe and data set cannot be trained:" + text, recipe.name);
    }
    return trainingSystem(recipe.kind).makeTrainer(recipe, data, settings, initial);
}

} // namespace underpaint::train
