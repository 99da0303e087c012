// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/project/json.h"

#include <algorithm>
#include <set>
#include <utility>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maxRecipe = 1U << 20;

/// One JSON object: typed reads that keep the default where a key is absent, and a complaint
/// about keys that nobody asked for.
class Fields {
public:
    Fields(const Json& object, std::string place) : m_object(object), m_place(std::move(place)) {
        if (!object.is_object()) {
            fail("", "is not an object");
        }
    }

    void read(const char* key, double& value, double low, double high) {
        if (const Json* found = find(key)) {
            if (!found->is_number()) {
                fail(key, "is not a number");
            }
            value = checked(key, found->get<double>(), low, high);
        }
    }
    void read(const char* key, std::int64_t& value, std::int64_t low, std::int64_t high) {
        if (const Json* found = find(key)) {
            if (!found->is_number_integer()) {
                fail(key, "is not a whole number");
            }
            value = checked(key, found->get<std::int64_t>(), low, high);
        }
    }
    void read(const char* key, bool& value) {
        if (const Json* found = find(key)) {
            if (!found->is_boolean()) {
                fail(key, "is not true or false");
            }
            value = found->get<bool>();
        }
    }
    void read(const char* key, std::string& value) {
        if (const Json* found = find(key)) {
            if (!found->is_string()) {
                fail(key, "is not a text");
            }
            value = found->get<std::string>();
        }
    }
    void readOneOf(const char* key, std::string& value, const std::vector<std::string>& names) {
        read(key, value);
        if (std::find(names.begin(), names.end(), value) == names.end()) {
            fail(key, "is \"" + value + "\", which is not known");
        }
    }
    /// The member when it is there.
    const Json* find(const char* key) {
        m_seen.insert(key);
        const auto it = m_object.find(key);
        return it == m_object.end() ? nullptr : &*it;
    }
    std::string place(const std::string& key) const { return m_place + "/" + key; }

    void finish() const {
        for (const auto& [key, value] : m_object.items()) {
            if (!m_seen.contains(key)) {
                fail(key, "is no option of a recipe");
            }
        }
    }
    [[noreturn]] void fail(const std::string& key, const std::string& problem) const {
        throw Error((key.empty() ? "the recipe" : "option " + key) + " " + problem, m_place,
                    "See the example recipes");
    }

private:
    template<class T>
    T checked(const char* key, T value, T low, T high) const {
        if (!(value >= low && value <= high)) {
            fail(key, "is " + std::to_string(value) + ", not between " + std::to_string(low) +
                          " and " + std::to_string(high));
        }
        return value;
    }

    const Json& m_object;
    std::string m_place;
    std::set<std::string> m_seen;
};

project::OptionValue optionValue(const Json& value, const Fields& fields, const std::string& key) {
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

RecipeNetwork readNetwork(const Json& json, const std::string& place) {
    Fields fields(json, place);
    RecipeNetwork network;
    fields.read("network", network.network);
    if (const Json* options = fields.find("options")) {
        const Fields inner(*options, fields.place("options"));
        for (const auto& [key, value] : options->items()) {
            network.options[key] = optionValue(value, inner, key);
        }
    }
    fields.finish();
    return network;
}

void readSize(Fields& fields, Size& size) {
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
    Fields fields(json, place);
    readSize(fields, augmentation.size);
    fields.read("smallest_window", augmentation.smallestWindow, 0.05, 1);
    fields.read("largest_window", augmentation.largestWindow, augmentation.smallestWindow, 1);
    fields.read("flip", augmentation.flip);
    fields.read("colour", augmentation.colour, 0, 1);
    fields.finish();
}

void readObjective(const Json& json, const std::string& place, Objective& objective) {
    Fields fields(json, place);
    fields.readOneOf("gan", objective.gan, {"lsgan", "hinge", "vanilla"});
    fields.read("feature_matching", objective.featureMatching, 0, 1e4);
    fields.read("l1", objective.l1, 0, 1e4);
    fields.finish();
}

std::vector<std::string> readNames(Fields& fields, const char* key) {
    std::vector<std::string> names;
    if (const Json* json = fields.find(key)) {
        if (!json->is_array()) {
            fields.fail(key, "is not a list of names");
        }
        for (const Json& name : *json) {
            if (!name.is_string()) {
                fields.fail(key, "is not a list of names");
            }
            names.push_back(name.get<std::string>());
        }
    }
    return names;
}

void readSegmenter(Fields& fields, SegmenterRecipe& segmenter) {
    if (const Json* json = fields.find("segmenter")) {
        RecipeNetwork network = readNetwork(*json, fields.place("segmenter"));
        segmenter.network = network.network.empty() ? segmenter.network : network.network;
        segmenter.options = std::move(network.options);
    }
    segmenter.ignore = readNames(fields, "ignore");
    fields.read("largest_class_weight", segmenter.largestClassWeight, 1, 1000);
    fields.read("label_smoothing", segmenter.labelSmoothing, 0, 0.5);
    fields.read("rate", segmenter.rate, 0, 1);
    fields.read("weight_decay", segmenter.weightDecay, 0, 10);
}

void readDiscriminatorAugmentation(const Json& json, const std::string& place,
                                   DiscriminatorAugmentation& augmentation) {
    Fields fields(json, place);
    fields.read("translation", augmentation.translation, 0, 0.5);
    fields.read("cutout", augmentation.cutout, 0, 0.9);
    fields.read("brightness", augmentation.brightness, 0, 1);
    fields.finish();
}

/// What only recipes of a generator and its discriminator have.
void readAdversaries(Fields& fields, Recipe& recipe) {
    for (const auto& [key, network] :
         {std::pair{"generator", &recipe.generator}, {"discriminator", &recipe.discriminator}}) {
        const Json* member = fields.find(key);
        if (member == nullptr) {
            fields.fail(key, "is missing");
        }
        *network = readNetwork(*member, fields.place(key));
    }
    if (const Json* member = fields.find("encoder")) {
        recipe.encoder = readNetwork(*member, fields.place("encoder"));
    }
    if (const Json* member = fields.find("objective")) {
        readObjective(*member, fields.place("objective"), recipe.objective);
    }
    if (const Json* member = fields.find("discriminator_augmentation")) {
        readDiscriminatorAugmentation(*member, fields.place("discriminator_augmentation"),
                                      recipe.discriminatorAugmentation);
    }
    std::int64_t featNum = recipe.featNum;
    fields.read("feat_num", featNum, 1, 64);
    recipe.featNum = static_cast<int>(featNum);
    fields.read("instance_edges", recipe.instanceEdges);
    fields.read("generator_rate", recipe.generatorRate, 0, 1);
    fields.read("discriminator_rate", recipe.discriminatorRate, 0, 1);
}

void readNumbers(Fields& fields, Recipe& recipe) {
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

Json networkJson(const RecipeNetwork& network) {
    Json options = Json::object();
    for (const auto& [key, value] : network.options) {
        std::visit([&options, &key = key](const auto& v) { options[key] = v; }, value);
    }
    return {{"network", network.network}, {"options", options}};
}

Json segmenterJson(const SegmenterRecipe& segmenter) {
    return {{"segmenter", networkJson({segmenter.network, segmenter.options})},
            {"ignore", segmenter.ignore},
            {"largest_class_weight", segmenter.largestClassWeight},
            {"label_smoothing", segmenter.labelSmoothing},
            {"rate", segmenter.rate},
            {"weight_decay", segmenter.weightDecay}};
}

Json adversariesJson(const Recipe& recipe) {
    Json json{{"generator", networkJson(recipe.generator)},
              {"discriminator", networkJson(recipe.discriminator)},
              {"feat_num", recipe.featNum},
              {"instance_edges", recipe.instanceEdges},
              {"objective",
               {{"gan", recipe.objective.gan},
                {"feature_matching", recipe.objective.featureMatching},
                {"l1", recipe.objective.l1}}},
              {"discriminator_augmentation",
               {{"translation", recipe.discriminatorAugmentation.translation},
                {"cutout", recipe.discriminatorAugmentation.cutout},
                {"brightness", recipe.discriminatorAugmentation.brightness}}},
              {"generator_rate", recipe.generatorRate},
              {"discriminator_rate", recipe.discriminatorRate}};
    if (recipe.encoder) {
        json["encoder"] = networkJson(*recipe.encoder);
    }
    return json;
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
    Fields fields(json, where);
    fields.read("name", recipe.name);
    fields.readOneOf("kind", recipe.kind, {"pix2pixhd", "segmenter"});
    if (recipe.kind == "segmenter") {
        readSegmenter(fields, recipe.segmenter);
    } else {
        readAdversaries(fields, recipe);
    }
    if (const Json* member = fields.find("augmentation")) {
        readAugmentation(*member, fields.place("augmentation"), recipe.augmentation);
    }
    readNumbers(fields, recipe);
    fields.finish();
    return recipe;
}

Recipe readRecipe(const std::filesystem::path& path) {
    const MappedFile file(path);
    return parseRecipe({reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()},
                       path.string());
}

std::string recipeText(const Recipe& recipe) {
    Json json{{"name", recipe.name},
              {"kind", recipe.kind},
              {"augmentation",
               {{"size", {recipe.augmentation.size.width, recipe.augmentation.size.height}},
                {"smallest_window", recipe.augmentation.smallestWindow},
                {"largest_window", recipe.augmentation.largestWindow},
                {"flip", recipe.augmentation.flip},
                {"colour", recipe.augmentation.colour}}},
              {"beta1", recipe.beta1},
              {"beta2", recipe.beta2},
              {"batch", recipe.batch},
              {"steps", recipe.steps},
              {"decay_from", recipe.decayStart()},
              {"average", recipe.average},
              {"precision", recipe.precision},
              {"seed", recipe.seed},
              {"checkpoint_every", recipe.checkpointEvery},
              {"sample_every", recipe.sampleEvery}};
    json.update(recipe.kind == "segmenter" ? segmenterJson(recipe.segmenter)
                                           : adversariesJson(recipe));
    return json.dump(2) + "\n";
}

} // namespace underpaint::train
