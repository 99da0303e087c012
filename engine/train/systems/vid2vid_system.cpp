// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/vid2vid_system.h"

#include "engine/train/recipe/adversarial_recipe.h"
#include "engine/train/recipe/network_fields.h"
#include "engine/train/recipe/recipe_networks.h"
#include "engine/train/systems/vid2vid_recipe.h"
#include "engine/train/systems/vid2vid_trainer.h"

#include <string>
#include <utility>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

constexpr double heaviestLoss = 1e4;
constexpr std::int64_t manySteps = 1'000'000'000;

void readTemporal(const Json& json, const std::string& place, Vid2VidRecipe& own) {
    RecipeFields fields(json, place);
    own.temporal = readNetworkFields(fields);
    fields.read("scales", own.temporalScales, 0, 8);
    fields.read("frames", own.judgedFrames, 2, 16);
    fields.finish();
}

void readFinerScales(const Json& json, const std::string& place, Vid2VidRecipe& own) {
    RecipeNetwork network = readNetwork(json, place);
    own.finer.network = network.network.empty() ? own.finer.network : network.network;
    own.finer.options = std::move(network.options);
}

void readSequence(const Json& json, const std::string& place, Vid2VidRecipe& own) {
    RecipeFields fields(json, place);
    fields.read("seen", own.clips.seen, 2, 16);
    fields.read("chunk", own.clips.chunk, 1, 256);
    fields.read("length", own.clips.length, 1, 10000);
    fields.read("double_every", own.clips.doubleEvery, 0, manySteps);
    fields.read("longest", own.clips.longest, own.clips.length, 10000);
    fields.read("gradient", own.framesOfGradient, 1, 256);
    std::string first = own.clips.firstFramesGiven ? "given" : "painted";
    fields.readOneOf("first_frames", first, {"painted", "given"});
    own.clips.firstFramesGiven = first == "given";
    fields.read("cut", own.sequences.cut, 0, 1);
    fields.read("longest_step", own.sequences.longestStep, 0, manySteps);
    fields.read("flow", own.flow, 0, heaviestLoss);
    fields.read("warp", own.warp, 0, heaviestLoss);
    fields.finish();
}

/// The defaults are those of the official release, but for clips of single machines.
void readVid2Vid(RecipeFields& fields, Recipe& recipe) {
    Vid2VidRecipe& own = vid2vidOf(recipe);
    recipe.objective = {.gan = "lsgan", .adversarial = 1, .featureMatching = 10, .perceptual = 10};
    fields.read("scales", own.scales, 1, 4);
    if (const Json* member = fields.find("finer")) {
        readFinerScales(*member, fields.place("finer"), own);
    }
    fields.read("foreground", own.foreground);
    fields.read("finest_only", own.finestOnly, 0, manySteps);
    if (const Json* member = fields.find("temporal")) {
        readTemporal(*member, fields.place("temporal"), own);
    }
    if (const Json* member = fields.find("sequence")) {
        readSequence(*member, fields.place("sequence"), own);
    }
    readAdversaries(fields, recipe);
}

Json vid2vidJson(const Recipe& recipe) {
    const Vid2VidRecipe& own = vid2vidOf(recipe);
    Json json = adversariesJson(recipe);
    // These have one value only, or none.
    json.erase("input");
    json.erase("discriminator_augmentation");
    json["scales"] = own.scales;
    json["finer"] = networkJson(own.finer);
    if (!own.foreground.empty()) {
        json["foreground"] = own.foreground;
    }
    json["finest_only"] = own.finestOnly;
    json["temporal"] = {{"scales", own.temporalScales}, {"frames", own.judgedFrames}};
    if (!own.temporal.network.empty()) {
        json["temporal"].update(networkJson(own.temporal));
    }
    json["sequence"] = {{"seen", own.clips.seen},
                        {"chunk", own.clips.chunk},
                        {"length", own.clips.length},
                        {"double_every", own.clips.doubleEvery},
                        {"longest", own.clips.longest},
                        {"gradient", own.framesOfGradient},
                        {"first_frames", own.clips.firstFramesGiven ? "given" : "painted"},
                        {"cut", own.sequences.cut},
                        {"longest_step", own.sequences.longestStep},
                        {"flow", own.flow},
                        {"warp", own.warp}};
    return json;
}

/// How clips are cut may change between the parts of a run; what is kept of one that is on its way
/// has as many frames as networks see and temporal discriminators judge.
void copyVid2Vid(const Recipe& from, Recipe& to) {
    copyAdversaries(from, to);
    to.objective.featureMatching = from.objective.featureMatching > 0 ? 1 : 0;
    const Vid2VidRecipe& own = vid2vidOf(from);
    Vid2VidRecipe& copy = vid2vidOf(to);
    copy.scales = own.scales;
    copy.finer = own.finer;
    copy.foreground = own.foreground;
    copy.temporal = own.temporal;
    copy.temporalScales = own.temporalScales;
    copy.judgedFrames = own.judgedFrames;
    copy.clips.seen = own.clips.seen;
}

nets::Network coarsestGenerator(const Recipe& recipe, const PackedDataset& data) {
    return frameGenerators(recipe, data).front();
}

std::vector<std::pair<std::string, nets::Network>> vid2vidNetworks(const Recipe& recipe,
                                                                   const PackedDataset& data) {
    std::vector<std::pair<std::string, nets::Network>> networks;
    for (nets::Network& one : frameGenerators(recipe, data)) {
        networks.emplace_back("G" + std::to_string(networks.size()), std::move(one));
    }
    networks.emplace_back("D", frameDiscriminator(recipe, data));
    std::size_t scale = 0;
    for (nets::Network& one : temporalDiscriminators(recipe)) {
        networks.emplace_back("D_T" + std::to_string(scale++), std::move(one));
    }
    return networks;
}

std::vector<std::string> checkVid2Vid(const Recipe& recipe, const PackedDataset& data) {
    using Networks = std::vector<nets::Network>;
    return checkNetworks(recipe, data,
                         {[&] { return Networks{coarsestGenerator(recipe, data)}; },
                          [&] { return frameGenerators(recipe, data); },
                          [&] { return Networks{frameDiscriminator(recipe, data)}; },
                          [&] { return temporalDiscriminators(recipe); },
                          [&] {
                              (void)clipPlan(recipe, data);
                              return Networks();
                          }});
}

void checkVid2VidObjective(const Recipe& recipe, std::vector<std::string>& problems) {
    const Objective& objective = recipe.objective;
    if (objective.gan != "lsgan" || objective.adversarial != 1 || objective.l1 != 0) {
        problems.emplace_back("objective: that of vid2vid is lsgan with adversarial 1 and no l1; "
                              "leave these out");
    }
    if (recipe.batch != 1) {
        problems.emplace_back("batch: is " + std::to_string(recipe.batch) +
                              "; a step is the next frames of one clip, so it has to be 1");
    }
    const Augmentation& augmentation = recipe.augmentation;
    if (augmentation.balanced || augmentation.largestShare < 1) {
        problems.emplace_back("augmentation: a clip has one window in all its frames, whatever "
                              "they show; leave balanced and largest_share out");
    }
    const std::int64_t multiple = frameMultiple(recipe);
    const Size size = augmentation.size;
    if (size.width % multiple != 0 || size.height % multiple != 0) {
        problems.push_back("augmentation/size: " + std::to_string(size.width) + " x " +
                           std::to_string(size.height) + " are not multiples of " +
                           std::to_string(multiple) + ", which the coarsest of " +
                           std::to_string(vid2vidOf(recipe).scales) + " scales needs");
    }
}

} // namespace

TrainingSystem vid2vidTraining() {
    return {.kind = "vid2vid",
            .read = readVid2Vid,
            .write = vid2vidJson,
            .copyNetworks = copyVid2Vid,
            .taught = coarsestGenerator,
            .check = checkVid2Vid,
            .makeTrainer = makeTrainerOf<Vid2VidTrainer>,
            .networks = vid2vidNetworks,
            .discriminator = frameDiscriminator,
            .checkObjective = checkVid2VidObjective};
}

} // namespace underpaint::train
