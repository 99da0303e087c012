// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/train/systems/pix2pix_trainer.h"
#include "engine/train/systems/pix2pixhd_trainer.h"
#include "engine/train/systems/segmenter_trainer.h"

namespace underpaint::train {

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
    if (recipe.kind == "segmenter") {
        return std::make_unique<SegmenterTrainer>(recipe, data, settings, initial);
    }
    if (recipe.kind == "pix2pix") {
        return std::make_unique<Pix2PixTrainer>(recipe, data, settings, initial);
    }
    return std::make_unique<Pix2PixHdTrainer>(recipe, data, settings, initial);
}

} // namespace underpaint::train
