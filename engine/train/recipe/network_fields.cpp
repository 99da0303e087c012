// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/recipe/network_fields.h"

#include <variant>

namespace underpaint::train {

namespace {

project::OptionValue optionValue(const nlohmann::json& value, const RecipeFields& fields,
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

} // namespace

RecipeNetwork readNetworkFields(RecipeFields& fields) {
    RecipeNetwork network;
    fields.read("network", network.network);
    if (const nlohmann::json* options = fields.find("options")) {
        const RecipeFields inner(*options, fields.place("options"));
        for (const auto& [key, value] : options->items()) {
            network.options[key] = optionValue(value, inner, key);
        }
    }
    return network;
}

RecipeNetwork readNetwork(const nlohmann::json& json, const std::string& place) {
    RecipeFields fields(json, place);
    RecipeNetwork network = readNetworkFields(fields);
    fields.finish();
    return network;
}

nlohmann::json networkJson(const RecipeNetwork& network) {
    nlohmann::json options = nlohmann::json::object();
    for (const auto& [key, value] : network.options) {
        std::visit([&options, &key = key](const auto& v) { options[key] = v; }, value);
    }
    return {{"network", network.network}, {"options", options}};
}

} // namespace underpaint::train
