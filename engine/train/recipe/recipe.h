// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/data/augmentation.h"

#include <any>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::train {

/// A network of a recipe: canonical name and options without the channel counts, which follow
/// from the data set.
struct RecipeNetwork {
    std::string network;
    project::Options options;
};

/// What is minimised.
struct Objective {
    std::string gan = "lsgan";   ///< lsgan, hinge or vanilla
    double adversarial = 1;      ///< weight of the discriminator's opinion
    double featureMatching = 10; ///< weight; 0 = off
    double l1 = 0;               ///< weight of the mean absolute error; 0 = off
    double perceptual = 0;       ///< weight; 0 = off, as it is without Recipe::perceptual
};

/// A discriminator beside the first.
struct MoreDiscriminator {
    RecipeNetwork network;
    double adversarial = 1;     ///< weight of its opinion
    double featureMatching = 0; ///< weight; 0 = off
};

/// The network by which a perceptual loss compares pictures.
struct PerceptualNetwork {
    /// efficientnet_lite0 or squeezenet_1_1, which ship; vgg19 or segmenter.
    std::string network = "efficientnet_lite0";
    /// A file of torchvision's VGG-19 weights, or the model package of a segmenter of our own;
    /// empty for networks that ship.
    std::string weights;
};

/// A whole training run as data: the same recipe, data set and seed give the same model on one
/// kind of device. Read from JSON; every option has the default that is written here.
struct Recipe {
    std::string name = "untitled";
    std::string kind = "pix2pixhd";
    RecipeNetwork generator;
    RecipeNetwork discriminator;
    std::vector<MoreDiscriminator> moreDiscriminators; ///< of pix2pixHD
    std::optional<RecipeNetwork> encoder; ///< with it every instance has a style of featNum values
    int featNum = 3;
    /// Share of the steps in which no instance has a style, so that the generator knows what to
    /// paint without any.
    double styleDropout = 0;
    /// What the generator is given: one_hot labels; or, of pix2pix, the label map in its classes'
    /// colours or the photo, whose label map it then paints.
    std::string input = "one_hot";
    bool instanceEdges = true;
    Augmentation augmentation;
    Objective objective;
    std::optional<PerceptualNetwork> perceptual;
    /// What only recipes of this kind have, as that kind's own type; empty: its defaults.
    std::any own;
    DiscriminatorAugmentation discriminatorAugmentation;
    double generatorRate = 2e-4;
    double discriminatorRate = 2e-4;
    /// Steps before the discriminators take part.
    std::int64_t warmUp = 0;
    /// Longer gradients of generator and encoder are brought to this length; 0 = none are.
    double longestGradient = 0;
    double beta1 = 0.5;
    double beta2 = 0.999;
    std::int64_t batch = 1;
    std::int64_t steps = 100000;
    /// From this step on the rates fall linearly to 0 at `steps`; default: half of them.
    std::optional<std::int64_t> decayFrom;
    /// Decay of the running average of the generator's weights, which is what is exported.
    double average = 0.999;
    std::string precision = "auto"; ///< auto, fp32 or bf16
    std::uint64_t seed = 1;
    std::int64_t checkpointEvery = 500;
    std::int64_t sampleEvery = 1000;
    /// Weights that do not change, see frozenWeights() ...
    std::vector<std::string> freeze;
    /// ... in the steps below this one; default: all.
    std::optional<std::int64_t> freezeUntil;
    /// Names or ids of the classes that are learnt; empty = all.
    std::vector<std::string> classes;
    /// Weight of the difference from the model that the run begins with, outside of `classes`.
    double keepBase = 0;

    std::int64_t decayStart() const { return decayFrom.value_or(steps / 2); }
    /// Both rates are multiplied by this at a step counted from 0.
    double rateFactor(std::int64_t step) const;
    /// Whether discriminators take part in a step counted from 0.
    bool judgesAt(std::int64_t step) const { return step >= warmUp; }
    /// Whether `freeze` holds at a step counted from 0.
    bool freezesAt(std::int64_t step) const { return !freezeUntil || step < *freezeUntil; }
};

/// Throws Error naming the option that is unknown, of the wrong type or out of range.
/// @{
Recipe parseRecipe(std::string_view json, const std::string& where);
Recipe readRecipe(const std::filesystem::path& path);
/// @}

/// The recipe as JSON that parseRecipe() reads back.
std::string recipeText(const Recipe& recipe);

} // namespace underpaint::train
