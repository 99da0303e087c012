// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/recognition_recipe.h"

#include <filesystem>

namespace underpaint::train {

std::optional<RecognitionRecipe> readRecognition(RecipeFields& fields) {
    const nlohmann::json* member = fields.find("recognition");
    if (member == nullptr) {
        return std::nullopt;
    }
    RecognitionRecipe recognition;
    RecipeFields own(*member, fields.place("recognition"));
    own.read("segmenter", recognition.segmenter);
    own.read("weight", recognition.weight, 0, 1e4);
    own.finish();
    if (recognition.segmenter.empty()) {
        own.fail("segmenter", "is missing: the file of a segmenter's package");
    }
    return recognition.weight > 0 ? std::optional(recognition) : std::nullopt;
}

nlohmann::json recognitionJson(const RecognitionRecipe& recognition) {
    return {{"segmenter", recognition.segmenter}, {"weight", recognition.weight}};
}

std::string describedRecognition(const RecognitionRecipe& recognition) {
    return "labels had to be seen by the segmenter " +
           std::filesystem::path(recognition.segmenter).stem().string();
}

} // namespace underpaint::train
