// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/photo_recipe.h"

#include "engine/train/recipe/continued_recipe.h"

#include <cstdint>

namespace underpaint::train {

namespace {

std::int64_t whole(std::int64_t value) {
    return value;
}

} // namespace

Recipe photoRecipe(const std::string& name) {
    Recipe recipe;
    recipe.name = name;
    recipe.kind = "pix2pixhd";
    recipe.generator = {"pix2pixhd.modulated_generator",
                        {{"ngf", whole(32)},
                         {"n_downsampling", whole(4)},
                         {"max_channels", whole(192)},
                         {"norm", std::string("pixel")},
                         {"decoder_only", true},
                         {"n_blocks", whole(4)},
                         {"n_fine_blocks", whole(2)},
                         {"n_refinements", whole(1)},
                         {"head_radius", whole(2)},
                         {"noise_nc", whole(3)}}};
    recipe.discriminator = {"projected_discriminator", {}};
    recipe.moreDiscriminators = {{.network = {"pix2pixhd.multiscale_discriminator",
                                              {{"ndf", whole(32)},
                                               {"n_layers", whole(2)},
                                               {"num_D", whole(1)},
                                               {"norm", std::string("none")},
                                               {"spectral_norm", true}}},
                                  .adversarial = 0.5,
                                  .featureMatching = 1}};
    recipe.encoder = RecipeNetwork{
        "pix2pixhd.encoder",
        {{"ngf", whole(16)}, {"n_downsampling", whole(2)}, {"norm", std::string("instance")}}};
    recipe.styleDropout = 0.1;
    recipe.augmentation = {.size = {192, 144},
                           .smallestWindow = 0.4,
                           .largestWindow = 0.9,
                           .colour = 0,
                           .balanced = true,
                           .largestShare = 0.95};
    recipe.objective = {
        .gan = "hinge", .adversarial = 0.5, .featureMatching = 0, .l1 = 2, .perceptual = 7.5};
    recipe.perceptual = PerceptualNetwork{};
    recipe.discriminatorAugmentation = {
        .translation = 0.125, .brightness = 0.5, .saturation = 1, .contrast = 0.5};
    recipe.warmUp = 300;
    recipe.longestGradient = 20;
    recipe.beta1 = 0;
    recipe.beta2 = 0.99;
    recipe.steps = 20000;
    recipe.decayFrom = 12000;
    recipe.checkpointEvery = 250;
    recipe.sampleEvery = 500;
    return recipe;
}

Recipe continuedPhotoRecipe(const std::string& name, const project::Manifest& package) {
    Recipe recipe = photoRecipe(name);
    recipe.generator = recipeNetwork(package, "G");
    recipe.encoder.reset();
    recipe.styleDropout = 0;
    if (package.featNum > 0) {
        recipe.encoder = recipeNetwork(package, "E");
        recipe.featNum = package.featNum;
        recipe.styleDropout = 0.1;
        recipe.freeze = {"encoder"}; // else the package's styles would mean something else
    }
    recipe.instanceEdges = package.useInstanceEdges;
    windowsLike(package.size, recipe.augmentation);
    goOnGently(recipe);
    return recipe;
}

} // namespace underpaint::train
