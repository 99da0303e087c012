// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/recipe.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/mapped_file.h"
#include "engine/base/whole_file.h"
#include "engine/project/json.h"
#include "engine/train/recipe/recipe_fields.h"

#include <algorithm>
#include <utility>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maxRecipe = 1U << 20;

project::OptionValue optionValue(const Json& value, const RecipeFields& fields,
                                 const std::string& key) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_number_integer()) {
        return value.get<std::int64_t>();
    }
    if (value.is_number()) {
        return value.get<double>();
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    fields.fail(key, "is not a number, text, true or false");
}

RecipeNetwork readNetworkFields(RecipeFields& fields) {
    RecipeNetwork network;
    fields.read("network", network.network);
    if (const Json* options = fields.find("options")) {
        const RecipeFields inner(*options, fields.place("options"));
        for (const auto& [key, value] : options->items()) {
            network.options[key] = optionValue(value, inner, key);
        }
    }
    return network;
}

RecipeNetwork readNetwork(const Json& json, const std::string& place) {
    RecipeFields fields(json, place);
    RecipeNetwork network = readNetworkFields(fields);
    fields.finish();
    return network;
}

std::vector<MoreDiscriminator> readMoreDiscriminators(const Json& json, const RecipeFields& parent,
                                                      const std::string& key) {
    if (!json.is_array() || json.size() > 8) {
        parent.fail(key, "is no list of at most 8 discriminators");
    }
    std::vector<MoreDiscriminator> more;
    for (const Json& one : json) {
        RecipeFields fields(one, parent.place(key) + "/" + std::to_string(more.size()));
        MoreDiscriminator& own = more.emplace_back();
        own.network = readNetworkFields(fields);
        fields.read("adversarial", own.adversarial, 0, 1e4);
        fields.read("feature_matching", own.featureMatching, 0, 1e4);
        fields.finish();
    }
    return more;
}

void readSize(RecipeFields& fields, Size& size) {
    const Json* json = fields.find("size");
    if (json == nullptr) {
        return;
    }
    const auto legal = [](const Json& extent) {
        return extent.is_number_integer() && extent.get<std::int64_t>() >= 16 &&
               extent.get<std::int64_t>() <= 4096;
    };
    if (!json->is_array() || json->size() != 2 || !legal((*json)[0]) || !legal((*json)[1])) {
        fields.fail("size", "is not [width, height] of 16 to 4096 pixels");
    }
    size = {(*json)[0].get<int>(), (*json)[1].get<int>()};
}

void readAugmentation(const Json& json, const std::string& place, Augmentation& augmentation) {
    RecipeFields fields(json, place);
    readSize(fields, augmentation.size);
    fields.read("smallest_window", augmentation.smallestWindow, 0.05, 1);
    fields.read("largest_window", augmentation.largestWindow, augmentation.smallestWindow, 1);
    fields.read("flip", augmentation.flip);
    fields.read("colour", augmentation.colour, 0, 1);
    fields.read("balanced", augmentation.balanced);
    fields.read("largest_share", augmentation.largestShare, 0.5, 1);
    fields.finish();
}

void readObjective(const Json& json, const std::string& place, Objective& objective) {
    RecipeFields fields(json, place);
    fields.readOneOf("gan", objective.gan, {"lsgan", "hinge", "vanilla"});
    fields.read("adversarial", objective.adversarial, 0, 1e4);
    fields.read("feature_matching", objective.featureMatching, 0, 1e4);
    fields.read("l1", objective.l1, 0, 1e4);
    fields.read("perceptual", objective.perceptual, 0, 1e4);
    fields.finish();
}

void readSegmenter(RecipeFields& fields, SegmenterRecipe& segmenter) {
    if (const Json* json = fields.find("segmenter")) {
        RecipeNetwork network = readNetwork(*json, fields.place("segmenter"));
        segmenter.network = network.network.empty() ? segmenter.network : network.network;
        segmenter.options = std::move(network.options);
    }
    fields.read("ignore", segmenter.ignore);
    fields.read("largest_class_weight", segmenter.largestClassWeight, 1, 1000);
    fields.read("label_smoothing", segmenter.labelSmoothing, 0, 0.5);
    fields.read("rate", segmenter.rate, 0, 1);
    fields.read("weight_decay", segmenter.weightDecay, 0, 10);
}

void readDiscriminatorAugmentation(const Json& json, const std::string& place,
                                   DiscriminatorAugmentation& augmentation) {
    RecipeFields fields(json, place);
    fields.read("translation", augmentation.translation, 0, 0.5);
    fields.read("cutout", augmentation.cutout, 0, 0.9);
    fields.read("brightness", augmentation.brightness, 0, 1);
    fields.read("saturation", augmentation.saturation, 0, 1);
    fields.read("contrast", augmentation.contrast, 0, 1);
    fields.finish();
}

/// What only recipes of a generator and its discriminator have.
PerceptualNetwork readPerceptual(const Json& json, const std::string& place) {
    RecipeFields fields(json, place);
    PerceptualNetwork perceptual;
    fields.readOneOf("network", perceptual.network,
                     {"efficientnet_lite0", "squeezenet_1_1", "vgg19", "segmenter"});
    fields.read("weights", perceptual.weights);
    const bool ships =
        perceptual.network == "efficientnet_lite0" || perceptual.network == "squeezenet_1_1";
    if (ships != perceptual.weights.empty()) {
        fields.fail("weights",
                    ships ? "is for networks that do not ship with the program" : "is missing");
    }
    fields.finish();
    return perceptual;
}

/// The options of styles and of several discriminators, which only pix2pixHD has.
void readPix2PixHd(RecipeFields& fields, Recipe& recipe) {
    if (const Json* member = fields.find("more_discriminators")) {
        recipe.moreDiscriminators = readMoreDiscriminators(*member, fields, "more_discriminators");
    }
    fields.read("warm_up", recipe.warmUp, 0, 1'000'000'000);
    fields.read("longest_gradient", recipe.longestGradient, 0, 1e9);
    if (const Json* member = fields.find("encoder")) {
        recipe.encoder = readNetwork(*member, fields.place("encoder"));
    }
    std::int64_t featNum = recipe.featNum;
    fields.read("feat_num", featNum, 1, 64);
    recipe.featNum = static_cast<int>(featNum);
    fields.read("style_dropout", recipe.styleDropout, 0, 1);
}

/// What pix2pix has by default (paper, section 3).
void usePix2PixDefaults(Recipe& recipe) {
    recipe.objective = {.gan = "vanilla", .adversarial = 1, .featureMatching = 0, .l1 = 100};
    recipe.input = "colours";
    recipe.instanceEdges = false;
}

void readAdversaries(RecipeFields& fields, Recipe& recipe) {
    const bool pix2pix = recipe.kind == "pix2pix";
    if (pix2pix) {
        usePix2PixDefaults(recipe);
        fields.readOneOf("input", recipe.input, {"colours", "one_hot", "photo"});
    } else {
        fields.readOneOf("input", recipe.input, {"one_hot"});
        readPix2PixHd(fields, recipe);
    }
    for (const auto& [key, network] :
         {std::pair{"generator", &recipe.generator}, {"discriminator", &recipe.discriminator}}) {
        const Json* member = fields.find(key);
        if (member == nullptr) {
            fields.fail(key, "is missing");
        }
        *network = readNetwork(*member, fields.place(key));
    }
    if (const Json* member = fields.find("objective")) {
        readObjective(*member, fields.place("objective"), recipe.objective);
    }
    if (const Json* member = fields.find("perceptual")) {
        recipe.perceptual = readPerceptual(*member, fields.place("perceptual"));
    }
    if (const Json* member = fields.find("discriminator_augmentation")) {
        readDiscriminatorAugmentation(*member, fields.place("discriminator_augmentation"),
                                      recipe.discriminatorAugmentation);
    }
    fields.read("instance_edges", recipe.instanceEdges);
    fields.read("generator_rate", recipe.generatorRate, 0, 1);
    fields.read("discriminator_rate", recipe.discriminatorRate, 0, 1);
}

void readFineTuning(RecipeFields& fields, Recipe& recipe) {
    fields.read("freeze", recipe.freeze);
    if (fields.find("freeze_until") != nullptr) {
        std::int64_t until = 0;
        fields.read("freeze_until", until, 0, recipe.steps);
        recipe.freezeUntil = until;
    }
    fields.read("classes", recipe.classes);
    fields.read("keep_base", recipe.keepBase, 0, 1e4);
}

void readNumbers(RecipeFields& fields, Recipe& recipe) {
    constexpr std::int64_t many = 1'000'000'000;
    fields.read("beta1", recipe.beta1, 0, 0.9999);
    fields.read("beta2", recipe.beta2, 0, 0.99999);
    fields.read("batch", recipe.batch, 1, 1024);
    fields.read("steps", recipe.steps, 1, many);
    if (fields.find("decay_from") != nullptr) {
        std::int64_t from = 0;
        fields.read("decay_from", from, 0, recipe.steps);
        recipe.decayFrom = from;
    }
    fields.read("average", recipe.average, 0, 0.999999);
    fields.readOneOf("precision", recipe.precision, {"auto", "fp32", "bf16"});
    auto seed = static_cast<std::int64_t>(recipe.seed);
    fields.read("seed", seed, 0, INT64_MAX);
    recipe.seed = static_cast<std::uint64_t>(seed);
    fields.read("checkpoint_every", recipe.checkpointEvery, 1, many);
    fields.read("sample_every", recipe.sampleEvery, 1, many);
}

} // namespace

double Recipe::rateFactor(std::int64_t step) const {
    const std::int64_t start = decayStart();
    if (step < start || steps <= start) {
        return 1;
    }
    return std::max(0.0,
                    1 - static_cast<double>(step - start) / static_cast<double>(steps - start));
}

Recipe parseRecipe(std::string_view text, const std::string& where) {
    const Json json = project::parseJson(text, where, maxRecipe);
    Recipe recipe;
    RecipeFields fields(json, where);
    fields.read("name", recipe.name);
    checkName(recipe.name, "the recipe's name", where);
    fields.readOneOf("kind", recipe.kind, {"pix2pixhd", "pix2pix", "segmenter"});
    if (recipe.kind == "segmenter") {
        readSegmenter(fields, recipe.segmenter);
    } else {
        readAdversaries(fields, recipe);
    }
    if (const Json* member = fields.find("augmentation")) {
        readAugmentation(*member, fields.place("augmentation"), recipe.augmentation);
    }
    readNumbers(fields, recipe);
    if (recipe.kind != "segmenter") {
        readFineTuning(fields, recipe);
    }
    fields.finish();
    return recipe;
}

Recipe readRecipe(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    return parseRecipe({reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()},
                       path.string());
}

} // namespace underpaint::train
