// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/recipe/recipe_fields.h"

#include <optional>
#include <string>

namespace underpaint::train {

/// A segmenter that has to find the labels in generated photos (LabelRecognition).
struct RecognitionRecipe {
    std::string segmenter; ///< file of its package
    double weight = 1;     ///< of the loss
};

/// The member `recognition` of these fields, where it is there and has a weight, and the JSON of
/// one. Throws Error when it names no segmenter.
/// @{
std::optional<RecognitionRecipe> readRecognition(RecipeFields& fields);
nlohmann::json recognitionJson(const RecognitionRecipe& recognition);
/// @}
/// For people, as what a package says of its training.
std::string describedRecognition(const RecognitionRecipe& recognition);

} // namespace underpaint::train
