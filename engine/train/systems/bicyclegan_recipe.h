// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/objective/appearance.h"
#include "engine/train/recipe/recipe.h"
#include "engine/train/recipe/recognition_recipe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// Codes whose meaning is given (AppearanceCodes), so that they cannot lose it: colour, contrast
/// and grain of the classes.
struct AppearanceRecipe {
    /// Weights of losses, 0 = off: of what photos of random codes look like, and of the encoder's
    /// error in real photos.
    /// @{
    double photos = 4;
    double codes = 1;
    /// @}
    /// How far codes lead: 1 = random codes look as different as photos, 2 = twice as far from the
    /// mean look. More than 1 makes up for the caution of a generator that serves a discriminator.
    double reach = 1;
    /// What contrast and grain count in the loss of random codes, beside a colour channel's 1.
    double texture = AppearanceCodes::usualTexture;
    /// Steps before the generator takes part, while the encoder learns the codes.
    std::int64_t warmUp = 1000;
};

/// What a recipe of kind "bicyclegan" says beyond the options that all recipes have: the codes, and
/// what is asked of them (Zhu et al., 2017, section 3).
struct BicycleGanRecipe {
    std::int64_t codeSize = 8;
    /// Weights of losses, 0 = off: of the discriminators' opinion of photos of random codes, of the
    /// divergence of encoded codes from N(0, 1), of the error of codes that are recovered from
    /// photos, and of a loss that keeps the photos of different codes apart (Mao et al., 2019).
    /// @{
    double randomAdversarial = 1;
    double divergence = 0.01;
    double recovery = 0.5;
    double spread = 0;
    /// @}
    /// The same of what the encoder learns from photos of random codes: of the error of the codes
    /// that it reads (absent: the weight of the appearance's codes) and of the difference of the
    /// photos that are painted of them.
    /// @{
    std::optional<double> reading = {};
    double repainting = 0;
    /// @}
    /// The encoder sees every photo enlarged or reduced by up to this share, so that it learns what
    /// photos of all origins show.
    double rescaling = 0;
    std::optional<AppearanceRecipe> appearance = {};
    /// Of photos of random codes.
    std::optional<RecognitionRecipe> recognition = {};
    /// Discriminators see the condition beside the photo.
    bool conditional = false;
    /// Photos of random codes have a first discriminator of their own.
    bool secondDiscriminator = true;
};

/// That part of a recipe of kind "bicyclegan".
/// @{
const BicycleGanRecipe& bicycleGanOf(const Recipe& recipe);
BicycleGanRecipe& bicycleGanOf(Recipe& recipe);
/// @}

/// For going on from a package of kind "bicyclegan": its networks against the discriminators of
/// photoRecipe(), slower, with the encoder as it is, so that codes keep their meaning. Throws Error
/// when the package has no encoder.
Recipe continuedVariations(const std::string& name, const project::Manifest& package);

/// Its networks with the channel counts that follow from the data set. Throw Error naming the
/// option that is wrong. The second discriminator is made like the first.
/// @{
nets::Network codedGenerator(const Recipe& recipe, const PackedDataset& data);
nets::Network codeEncoder(const Recipe& recipe);
nets::Network bicycleGanDiscriminator(const Recipe& recipe, const PackedDataset& data);
std::vector<nets::Network> moreBicycleGanDiscriminators(const Recipe& recipe,
                                                        const PackedDataset& data);
/// @}

} // namespace underpaint::train
