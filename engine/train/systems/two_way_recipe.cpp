// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/two_way_recipe.h"

#include "engine/base/error.h"
#include "engine/nets/network_table.h"
#include "engine/train/recipe/adversarial_recipe.h"
#include "engine/train/recipe/network_fields.h"
#include "engine/train/recipe/recipe_networks.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

constexpr const char* instanceKind = "instagan";
constexpr double largestWeight = 1e4;

RecipeNetwork networkField(RecipeFields& fields, const char* key, RecipeNetwork usual) {
    const Json* member = fields.find(key);
    if (member == nullptr) {
        return usual;
    }
    RecipeNetwork network = readNetwork(*member, fields.place(key));
    if (network.network.empty()) {
        network.network = usual.network;
    }
    return network;
}

void readTwoWay(RecipeFields& fields, Recipe& recipe, bool instances) {
    recipe.generator = networkField(fields, "generator", recipe.generator);
    recipe.discriminator = networkField(fields, "discriminator", recipe.discriminator);
    TwoWayRecipe& own = twoWayOf(recipe);
    recipe.objective = {.gan = "lsgan", .adversarial = 1, .featureMatching = 0};
    if (const Json* member = fields.find("objective")) {
        RecipeFields objective(*member, fields.place("objective"));
        objective.readOneOf("gan", recipe.objective.gan, {"lsgan", "hinge", "vanilla"});
        objective.read("adversarial", recipe.objective.adversarial, 0, largestWeight);
        objective.read("cycle", own.cycle, 0, largestWeight);
        objective.read("identity", own.identity, 0, largestWeight);
        if (instances) {
            objective.read("context", own.context, 0, largestWeight);
            objective.read("detach_context", own.detachContext);
        }
        objective.finish();
    }
    fields.read("pool", own.pool, 0, 10000);
    if (instances) {
        fields.read("instances", own.instances, 1, 64);
        own.instancesPerStep = std::min(own.instancesPerStep, own.instances);
        fields.read("instances_per_step", own.instancesPerStep, 1, own.instances);
        if (own.instances % own.instancesPerStep != 0) {
            fields.fail("instances", "is no multiple of instances_per_step");
        }
    }
    readDiscriminatorAugmentation(fields, recipe);
    fields.read("generator_rate", recipe.generatorRate, 0, 1);
    fields.read("discriminator_rate", recipe.discriminatorRate, 0, 1);
    fields.read("longest_gradient", recipe.longestGradient, 0, 1e9);
}

Json twoWayJson(const Recipe& recipe) {
    const TwoWayRecipe& own = twoWayOf(recipe);
    return {{"generator", networkJson(recipe.generator)},
            {"discriminator", networkJson(recipe.discriminator)},
            {"objective",
             {{"gan", recipe.objective.gan},
              {"adversarial", recipe.objective.adversarial},
              {"cycle", own.cycle},
              {"identity", own.identity}}},
            {"pool", own.pool},
            {"discriminator_augmentation", discriminatorAugmentationJson(recipe)},
            {"generator_rate", recipe.generatorRate},
            {"discriminator_rate", recipe.discriminatorRate},
            {"longest_gradient", recipe.longestGradient}};
}

/// Whether some photo of the domain shows an instance of it.
bool hasInstances(const PackedDataset& data, Domain domain) {
    for (std::size_t i = 0; i < data.size(); ++i) {
        const auto wanted = static_cast<std::uint16_t>(domain);
        if (data[i].domain == domain &&
            std::ranges::find(data[i].labels, wanted) != data[i].labels.end()) {
            return true;
        }
    }
    return false;
}

void checkDomains(const Recipe& recipe, const PackedDataset& data) {
    const std::string remedy = "Make one with `underpaint dataset domains`";
    for (const auto& [domain, name] : {std::pair{Domain::A, "A"}, std::pair{Domain::B, "B"}}) {
        if (data.sizeOf(domain) == 0) {
            throw Error(std::string("has no photo of the domain ") + name, "data set", remedy);
        }
        if (recipe.kind == instanceKind && !hasInstances(data, domain)) {
            throw Error(std::string("no photo of the domain ") + name + " has an instance",
                        "data set", remedy);
        }
    }
    if (data.classes().size() < 3) {
        throw Error("does not name its domains", "data set", remedy);
    }
}

void checkSize(const Recipe& recipe, const PackedDataset& data) {
    const std::int64_t multiple = std::lcm(twoWayGenerator(recipe, data).multiple(),
                                           twoWayDiscriminator(recipe, data).multiple());
    const Size size = recipe.augmentation.size;
    if (size.width % multiple != 0 || size.height % multiple != 0) {
        throw Error(std::to_string(size.width) + " x " + std::to_string(size.height) +
                        " are not multiples of " + std::to_string(multiple) +
                        ", which the networks need",
                    "augmentation/size");
    }
}

nets::Network checkedNetwork(const RecipeNetwork& wanted, const std::string& kind,
                             std::string_view role, const std::string& hint) {
    const nets::NetworkRow row = nets::networkRow(wanted.network);
    // Discriminators without spectral norms are those of pix2pix.
    const bool known = row.system->kind == kind;
    if (!known || row.kind->role != role) {
        throw Error("is no network " + std::string(role) + " of " + kind, wanted.network, hint);
    }
    return createNetwork(wanted, {{"input_nc", std::int64_t{photoChannels}}});
}

} // namespace

const TwoWayRecipe& twoWayOf(const Recipe& recipe) {
    static const TwoWayRecipe usual;
    const auto* own = std::any_cast<TwoWayRecipe>(&recipe.own);
    return own == nullptr ? usual : *own;
}

TwoWayRecipe& twoWayOf(Recipe& recipe) {
    auto* own = std::any_cast<TwoWayRecipe>(&recipe.own);
    return own == nullptr ? recipe.own.emplace<TwoWayRecipe>() : *own;
}

void readCycleGan(RecipeFields& fields, Recipe& recipe) {
    recipe.generator = {"cyclegan.resnet_generator",
                        {{"ngf", std::int64_t{64}},
                         {"n_blocks", std::int64_t{9}},
                         {"norm", std::string("instance")}}};
    recipe.discriminator = {"cyclegan.patch_discriminator",
                            {{"ndf", std::int64_t{64}},
                             {"n_layers", std::int64_t{3}},
                             {"norm", std::string("instance")}}};
    readTwoWay(fields, recipe, /*instances=*/false);
}

void readInstaGan(RecipeFields& fields, Recipe& recipe) {
    recipe.generator = {"instagan.set_generator",
                        {{"ngf", std::int64_t{64}},
                         {"n_blocks", std::int64_t{9}},
                         {"norm", std::string("instance")}}};
    recipe.discriminator = {"instagan.set_discriminator",
                            {{"ndf", std::int64_t{64}},
                             {"n_layers", std::int64_t{3}},
                             {"norm", std::string("instance")}}};
    twoWayOf(recipe).identity = 1;
    recipe.discriminatorRate = 1e-4; // as the paper has it; the official code has 2e-4
    readTwoWay(fields, recipe, /*instances=*/true);
}

nlohmann::json cycleGanJson(const Recipe& recipe) {
    return twoWayJson(recipe);
}

nlohmann::json instaGanJson(const Recipe& recipe) {
    Json json = twoWayJson(recipe);
    const TwoWayRecipe& own = twoWayOf(recipe);
    json["objective"]["context"] = own.context;
    json["objective"]["detach_context"] = own.detachContext;
    json["instances"] = own.instances;
    json["instances_per_step"] = own.instancesPerStep;
    return json;
}

void copyTwoWayNetworks(const Recipe& from, Recipe& to) {
    to.generator = from.generator;
    to.discriminator = from.discriminator;
    twoWayOf(to).instances = twoWayOf(from).instances; // of the pictures in the pools
    twoWayOf(to).instancesPerStep = twoWayOf(from).instancesPerStep;
}

nets::Network twoWayGenerator(const Recipe& recipe, const PackedDataset& /*data*/) {
    return checkedNetwork(recipe.generator, recipe.kind, "G",
                          recipe.kind == instanceKind ? "Use instagan.set_generator"
                                                      : "Use cyclegan.resnet_generator");
}

nets::Network twoWayDiscriminator(const Recipe& recipe, const PackedDataset& /*data*/) {
    return checkedNetwork(recipe.discriminator, recipe.kind, "D",
                          recipe.kind == instanceKind
                              ? "Use instagan.set_discriminator or instagan.projected_discriminator"
                              : "Use cyclegan.patch_discriminator");
}

std::vector<std::string> checkTwoWay(const Recipe& recipe, const PackedDataset& data) {
    std::vector<std::string> problems;
    const auto attempt = [&](const auto& check) {
        try {
            check();
        } catch (const Error& error) {
            problems.push_back(error.message());
        }
    };
    attempt([&] { checkDomains(recipe, data); });
    attempt([&] { (void)twoWayGenerator(recipe, data); });
    attempt([&] { (void)twoWayDiscriminator(recipe, data); });
    if (problems.empty()) {
        attempt([&] { checkSize(recipe, data); });
    }
    return problems;
}

} // namespace underpaint::train
