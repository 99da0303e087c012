// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/vid2vid_recipe.h"

#include "engine/base/error.h"
#include "engine/nets/network_table.h"
#include "engine/train/optimise/fine_tuning.h"
#include "engine/train/recipe/recipe_networks.h"

#include <string_view>

namespace underpaint::train {

namespace {

constexpr std::int64_t flowChannels = 2;

nets::Network createdFrameNetwork(const RecipeNetwork& wanted, const project::Options& known,
                                  std::string_view role, const std::string& hint) {
    const nets::NetworkRow row = nets::networkRow(wanted.network);
    if (row.system->kind != "vid2vid" || row.kind->role != role) {
        throw Error("is no network " + std::string(role) + " of vid2vid", wanted.network, hint);
    }
    return createNetwork(wanted, known);
}

nets::Network judgeOf(const RecipeNetwork& wanted, const Recipe& recipe, std::int64_t channels) {
    return createdFrameNetwork(
        wanted,
        {{"input_nc", channels}, {"intermediate_features", recipe.objective.featureMatching > 0}},
        "D", "Use vid2vid.multiscale_discriminator");
}

} // namespace

const Vid2VidRecipe& vid2vidOf(const Recipe& recipe) {
    static const Vid2VidRecipe usual;
    const auto* own = std::any_cast<Vid2VidRecipe>(&recipe.own);
    return own == nullptr ? usual : *own;
}

Vid2VidRecipe& vid2vidOf(Recipe& recipe) {
    auto* own = std::any_cast<Vid2VidRecipe>(&recipe.own);
    return own == nullptr ? recipe.own.emplace<Vid2VidRecipe>() : *own;
}

std::vector<std::int64_t> foregroundChannels(const Recipe& recipe, const PackedDataset& data) {
    std::vector<std::int64_t> channels;
    for (const int channel : taughtChannels(vid2vidOf(recipe).foreground, data)) {
        channels.push_back(channel);
    }
    return channels;
}

std::int64_t frameMultiple(const Recipe& recipe) {
    // The discriminators halve pictures, too, but take what is odd.
    return std::int64_t{1} << (wholeOption(recipe.generator, "n_downsampling") +
                               vid2vidOf(recipe).scales - 1);
}

std::vector<nets::Network> frameGenerators(const Recipe& recipe, const PackedDataset& data) {
    const Vid2VidRecipe& own = vid2vidOf(recipe);
    const std::vector<std::int64_t> foreground = foregroundChannels(recipe, data);
    project::Options common{{"input_nc", own.clips.seen * conditionChannels(recipe, data)},
                            {"prev_output_nc", (own.clips.seen - 1) * photoChannels},
                            {"use_fg", !foreground.empty()}};
    if (!foreground.empty()) {
        common["fg_labels"] = std::vector<double>(foreground.begin(), foreground.end());
    }
    std::vector<nets::Network> networks{
        createdFrameNetwork(recipe.generator, common, "G0", "Use vid2vid.composite_generator")};
    for (const char* name : {"ngf", "n_downsampling", "norm"}) {
        if (const auto option = recipe.generator.options.find(name);
            option != recipe.generator.options.end()) {
            common[name] = option->second;
        }
    }
    const std::int64_t width = wholeOption(recipe.generator, "ngf");
    for (std::int64_t scale = 1; scale < own.scales; ++scale) {
        if (width % (std::int64_t{1} << scale) != 0) {
            throw Error("option \"ngf\" cannot be halved for each of " +
                            std::to_string(own.scales) + " scales",
                        recipe.generator.network, "Use a multiple of a power of two");
        }
        common["ngf"] = width >> scale;
        common["scale"] = scale;
        networks.push_back(
            createdFrameNetwork(own.finer, common, "G1", "Use vid2vid.composite_local_generator"));
    }
    return networks;
}

nets::Network frameDiscriminator(const Recipe& recipe, const PackedDataset& data) {
    return judgeOf(recipe.discriminator, recipe, conditionChannels(recipe, data) + photoChannels);
}

std::vector<nets::Network> temporalDiscriminators(const Recipe& recipe) {
    const Vid2VidRecipe& own = vid2vidOf(recipe);
    const RecipeNetwork& wanted =
        own.temporal.network.empty() ? recipe.discriminator : own.temporal;
    const std::int64_t channels =
        own.judgedFrames * photoChannels + (own.judgedFrames - 1) * flowChannels;
    std::vector<nets::Network> networks;
    for (std::int64_t scale = 0; scale < own.temporalScales; ++scale) {
        networks.push_back(judgeOf(wanted, recipe, channels));
    }
    return networks;
}

ClipPlan clipPlan(const Recipe& recipe, const PackedDataset& data) {
    const Vid2VidRecipe& own = vid2vidOf(recipe);
    return {frameSequences(data, own.sequences), own.clips, recipe.seed};
}

} // namespace underpaint::train
