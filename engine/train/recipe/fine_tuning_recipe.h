// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/recipe/recipe.h"

#include <cstdint>
#include <string>
#include <vector>

namespace underpaint::train {

/// What people say of a fine-tuning who do not write recipes.
struct FineTuningWish {
    std::string name;
    std::int64_t steps = 300;
    /// Multiplies the learning rates of continuedRecipe(), above 0.
    double strength = 1;
    /// Names of the classes that may change; empty: all.
    std::vector<std::string> classes = {};
    std::uint64_t seed = 1;
};

/// Whether a model paints, and can be fine-tuned without a recipe of one's own.
bool canBeFineTuned(const project::Manifest& package);
/// Whether it can be said which of its classes may change.
bool canChooseClasses(const project::Manifest& package);

/// The recipe for training on with a package's networks on some pairs: that of
/// `train --init PACKAGE`, as long and as strong as is wished, and where the kind allows it of what
/// belongs to single classes, else of the last layers only. In short runs discriminators, which are
/// new, take no part. Throws Error where there is none for the kind, and for wishes that it cannot
/// fulfil.
Recipe fineTuningRecipe(const project::Manifest& package, const FineTuningWish& wish,
                        const PackedDataset& data);

} // namespace underpaint::train
