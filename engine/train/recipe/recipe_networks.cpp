// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/recipe_networks.h"

#include "engine/base/error.h"
#include "engine/nets/network_table.h"
#include "engine/train/optimise/fine_tuning.h"
#include "engine/train/optimise/frozen_weights.h"
#include "engine/train/system.h"

#include <string>
#include <utility>

namespace underpaint::train {

namespace {

void checkPictures(const Recipe& recipe, const nets::Network& network,
                   std::vector<std::string>& problems) {
    const Size size = recipe.augmentation.size;
    const std::int64_t multiple = network.multiple();
    if (size.width % multiple != 0 || size.height % multiple != 0) {
        problems.push_back("augmentation/size: " + std::to_string(size.width) + " x " +
                           std::to_string(size.height) + " are not multiples of " +
                           std::to_string(multiple) + ", which " + network.name() + " needs");
    }
}

void checkPairs(const PackedDataset& data, std::vector<std::string>& problems) {
    constexpr std::size_t listed = 20;
    std::size_t found = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        std::size_t illegal = 0;
        for (const std::uint16_t label : data[i].labels) {
            illegal += data.channelOf(label) < 0 ? 1 : 0;
        }
        if (illegal > 0 && ++found <= listed) {
            problems.push_back("pair " + data[i].stem + ": " + std::to_string(illegal) +
                               " pixels have no class");
        }
    }
    if (found > listed) {
        problems.push_back(std::to_string(found - listed) + " more pairs have such pixels");
    }
}

void checkObjective(const Recipe& recipe, const PackedDataset& data,
                    std::vector<std::string>& problems) {
    if (const auto own = trainingSystem(recipe.kind).checkObjective) {
        own(recipe, problems);
    }
    if (recipe.input == "photo" && (recipe.instanceEdges || !recipe.classes.empty())) {
        problems.emplace_back("input: with photos there are neither instance_edges nor classes");
    }
    if (recipe.keepBase > 0 && recipe.classes.empty()) {
        problems.emplace_back(
            "keep_base: is for what lies outside of classes, which are not named");
    }
    if (recipe.warmUp > 0 && recipe.objective.l1 == 0 &&
        (recipe.objective.perceptual == 0 || !recipe.perceptual)) {
        problems.emplace_back("warm_up: nothing would be learnt without discriminators; give l1 or "
                              "perceptual a weight");
    }
    taughtChannels(recipe.classes, data);
}

} // namespace

std::int64_t wholeOption(const RecipeNetwork& network, const std::string& name) {
    const auto option = network.options.find(name);
    const std::int64_t* value =
        option == network.options.end() ? nullptr : std::get_if<std::int64_t>(&option->second);
    return value == nullptr ? 0 : *value;
}

nets::Network createNetwork(const RecipeNetwork& network, const project::Options& channels) {
    project::Options options = network.options;
    for (const auto& [name, value] : channels) {
        if (!options.insert({name, value}).second && options.at(name) != value) {
            throw Error("option \"" + name + "\" follows from the data set", network.network,
                        "Leave it out of the recipe");
        }
    }
    return nets::Network::create(network.network, options);
}

nets::Network stagedDiscriminator(const RecipeNetwork& wanted, double featureMatching,
                                  std::int64_t inputChannels) {
    project::Options channels{{"input_nc", inputChannels}};
    if (nets::networkRow(wanted.network).kind->scoresOnly) {
        if (featureMatching > 0) {
            throw Error("has no stages of its own to match", wanted.network,
                        "Set its feature_matching to 0");
        }
    } else {
        channels["intermediate_features"] = featureMatching > 0;
    }
    nets::Network network = createNetwork(wanted, channels);
    if (!network.isJudge()) {
        throw Error("is no discriminator of photos and their stages", network.name(),
                    "Use pix2pixhd.multiscale_discriminator or projected_discriminator");
    }
    return network;
}

nets::Network stagedDiscriminator(const RecipeNetwork& wanted, double featureMatching,
                                  const Recipe& recipe, const PackedDataset& data) {
    return stagedDiscriminator(wanted, featureMatching,
                               conditionChannels(recipe, data) + photoChannels);
}

std::int64_t conditionChannels(const Recipe& recipe, const PackedDataset& data) {
    const int picture = recipe.input == "one_hot" ? data.labelChannels() : photoChannels;
    return picture + (recipe.instanceEdges ? 1 : 0);
}

nets::Network generatorOf(const Recipe& recipe, const PackedDataset& data) {
    const std::int64_t styles = recipe.encoder ? recipe.featNum : 0;
    nets::Network network = createNetwork(
        recipe.generator, {{"input_nc", conditionChannels(recipe, data) + styles +
                                            wholeOption(recipe.generator, "noise_nc")}});
    if (!network.isGenerator()) {
        throw Error("is no generator", network.name(), "Use pix2pixhd.global_generator");
    }
    if (network.kind() != recipe.kind) {
        throw Error("is no generator of " + recipe.kind, network.name(),
                    "Choose a network of that system, or another kind");
    }
    return network;
}

nets::Network discriminatorOf(const Recipe& recipe, const PackedDataset& data) {
    return trainingSystem(recipe.kind).discriminator(recipe, data);
}

std::vector<nets::Network> moreDiscriminatorsOf(const Recipe& recipe, const PackedDataset& data) {
    std::vector<nets::Network> networks;
    for (const MoreDiscriminator& more : recipe.moreDiscriminators) {
        networks.push_back(stagedDiscriminator(more.network, more.featureMatching, recipe, data));
    }
    return networks;
}

std::optional<nets::Network> encoderOf(const Recipe& recipe) {
    if (!recipe.encoder) {
        return std::nullopt;
    }
    nets::Network network =
        createNetwork(*recipe.encoder, {{"output_nc", static_cast<std::int64_t>(recipe.featNum)}});
    if (network.role() != "E") {
        throw Error("is no encoder", network.name(), "Use pix2pixhd.encoder");
    }
    return network;
}

std::vector<std::pair<std::string, nets::Network>> networksOf(const Recipe& recipe,
                                                              const PackedDataset& data) {
    return trainingSystem(recipe.kind).networks(recipe, data);
}

std::vector<std::pair<std::string, nets::Network>> conditionedNetworks(const Recipe& recipe,
                                                                       const PackedDataset& data) {
    std::vector<std::pair<std::string, nets::Network>> networks{
        {"G", generatorOf(recipe, data)}, {"D", discriminatorOf(recipe, data)}};
    for (nets::Network& more : moreDiscriminatorsOf(recipe, data)) {
        networks.emplace_back("D" + std::to_string(networks.size()), std::move(more));
    }
    if (auto encoder = encoderOf(recipe)) {
        networks.emplace_back("E", std::move(*encoder));
    }
    return networks;
}

std::vector<std::string> checkNetworks(const Recipe& recipe, const PackedDataset& data,
                                       const std::vector<NetworkMaker>& makers) {
    std::vector<std::string> problems;
    const auto attempt = [&](const auto& check) {
        try {
            check();
        } catch (const Error& error) {
            problems.push_back(error.message());
        }
    };
    for (const NetworkMaker& make : makers) {
        attempt([&] {
            for (const nets::Network& network : make()) {
                checkPictures(recipe, network, problems);
            }
        });
    }
    attempt([&] { checkObjective(recipe, data, problems); });
    if (problems.empty()) {
        attempt([&] { checkFreeze(recipe.freeze, networksOf(recipe, data)); });
    }
    checkPairs(data, problems);
    return problems;
}

std::vector<std::string> checkAdversaries(const Recipe& recipe, const PackedDataset& data) {
    using Networks = std::vector<nets::Network>;
    return checkNetworks(recipe, data,
                         {[&] { return Networks{generatorOf(recipe, data)}; },
                          [&] { return Networks{discriminatorOf(recipe, data)}; },
                          [&] { return moreDiscriminatorsOf(recipe, data); },
                          [&] {
                              auto encoder = encoderOf(recipe);
                              return encoder ? Networks{std::move(*encoder)} : Networks();
                          }});
}

} // namespace underpaint::train
