// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_record.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/label_set_json.h"

#include <nlohmann/json.hpp>
#include <system_error>

namespace underpaint::imaging {

namespace {

/// Names that begin so are remarks to whoever reads label sets.
constexpr const char* kKey = "_written";
constexpr const char* kWeights = "weights";

DrawWeights parseWeights(const nlohmann::json& list, const std::string& where) {
    const std::string place = std::string("/") + kKey + "/" + kWeights;
    const char* const remedy = "Write {\"FOLDER\": 2, ...} with such numbers, or leave it out";
    if (!list.is_object()) {
        throw Error(place + " is no object", where, remedy);
    }
    DrawWeights weights;
    for (const auto& [name, value] : list.items()) {
        const double weight = value.is_number() ? value.get<double>() : 0.0;
        if (!isDrawWeight(weight)) {
            throw Error(place + "/" + name + " is no number from 0.001 to 1000", where, remedy);
        }
        weights[name] = weight;
    }
    return weights;
}

} // namespace

bool isDrawWeight(double weight) {
    constexpr double largest = 1000;
    return weight >= 1 / largest && weight <= largest;
}

double drawWeightOf(const DrawWeights& weights, std::string_view stem) {
    const std::size_t slash = stem.find('/');
    if (slash == std::string_view::npos) {
        return 1;
    }
    const auto found = weights.find(std::string(stem.substr(0, slash)));
    return found == weights.end() ? 1 : found->second;
}

std::optional<DatasetRecord> parseDatasetRecord(std::string_view text, const std::string& where) {
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (!document.is_object() || !document.contains(kKey) || !document[kKey].is_object()) {
        return std::nullopt;
    }
    const auto& written = document[kKey];
    if (!written.contains("layout") || !written["layout"].is_string()) {
        return std::nullopt;
    }
    DatasetRecord record;
    try {
        record.layout = datasetLayoutFromName(written["layout"].get_ref<const std::string&>());
    } catch (const Error&) {
        return std::nullopt; // a later version's, or somebody else's
    }
    if (record.layout == DatasetLayout::Auto) {
        return std::nullopt;
    }
    record.labelsLeft = written.contains("labels_left") && written["labels_left"] == true;
    if (written.contains(kWeights)) {
        record.weights = parseWeights(written[kWeights], where);
    }
    return record;
}

std::optional<DatasetRecord> datasetRecordOf(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "labels.json";
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) {
        return std::nullopt;
    }
    const MappedFile mapped(file);
    const auto bytes = mapped.bytes();
    return parseDatasetRecord({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                              file.string());
}

std::string recordedLabelSetJson(const scene::LabelSet& classes, const DatasetRecord& record) {
    auto document = nlohmann::json::parse(labelSetJson(classes));
    document[kKey]["layout"] = datasetLayoutName(record.layout);
    if (record.labelsLeft) {
        document[kKey]["labels_left"] = true;
    }
    for (const auto& [name, weight] : record.weights) {
        document[kKey][kWeights][name] = weight;
    }
    return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace underpaint::imaging
