// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/parity_case.h"

#include "engine/base/error.h"
#include "engine/base/glob.h"
#include "engine/base/mapped_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

namespace underpaint::verify {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maxIndexBytes = std::size_t{256} << 20;

constexpr std::array<std::pair<std::string_view, CompareKind>, 8> compareKinds{{
    {"max_abs", CompareKind::MaxAbs},
    {"abs_rel", CompareKind::AbsRel},
    {"exact", CompareKind::Exact},
    {"relative_l2", CompareKind::RelativeL2},
    {"relative_max", CompareKind::RelativeMax},
    {"u8", CompareKind::U8},
    {"near_zero", CompareKind::NearZero},
    {"adam_update", CompareKind::AdamUpdate},
}};

[[noreturn]] void malformed(const std::string& field, const std::string& problem) {
    throw Error("\"" + field + "\" " + problem, {}, "Correct the case in the index");
}

/// The field, or nullptr when it is absent or null.
const Json* field(const Json& object, const std::string& name) {
    const auto it = object.find(name);
    return it == object.end() || it->is_null() ? nullptr : &*it;
}

std::string text(const Json& value, const std::string& name) {
    if (!value.is_string()) {
        malformed(name, "is not a text");
    }
    return value.get<std::string>();
}

double number(const Json& value, const std::string& name) {
    if (!value.is_number()) {
        malformed(name, "is not a number");
    }
    const auto result = value.get<double>();
    if (!std::isfinite(result)) {
        malformed(name, "is not a finite number");
    }
    return result;
}

std::int64_t integer(const Json& value, const std::string& name) {
    const double result = number(value, name);
    if (result != std::floor(result) || std::abs(result) > 1e15) {
        malformed(name, "is not a whole number");
    }
    return static_cast<std::int64_t>(result);
}

std::string fileName(const Json& value, const std::string& name) {
    const std::string file = text(value, name);
    checkInsideFolder(file);
    return file;
}

const Json& object(const Json& value, const std::string& name) {
    if (!value.is_object()) {
        malformed(name, "is not an object");
    }
    return value;
}

const Json& array(const Json& value, const std::string& name) {
    if (!value.is_array()) {
        malformed(name, "is not a list");
    }
    return value;
}

std::vector<std::string> texts(const Json& value, const std::string& name) {
    std::vector<std::string> list;
    for (const Json& item : array(value, name)) {
        list.push_back(text(item, name));
    }
    return list;
}

project::OptionValue optionValue(const Json& value, const std::string& name) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_array()) {
        std::vector<double> list;
        for (const Json& item : value) {
            list.push_back(number(item, name));
        }
        return list;
    }
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() >
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        malformed(name, "is too large");
    }
    if (value.is_number_integer()) {
        return value.get<std::int64_t>();
    }
    return number(value, name);
}

project::Options options(const Json& parent) {
    project::Options result;
    if (const Json* given = field(parent, "options")) {
        for (const auto& [name, value] : object(*given, "options").items()) {
            if (!value.is_null()) {
                result.emplace(name, optionValue(value, "options." + name));
            }
        }
    }
    return result;
}

TensorSource tensorSource(const Json& value, const std::string& name) {
    TensorSource source = value.is_array() ? texts(value, name) : TensorSource{text(value, name)};
    if (source.empty()) {
        malformed(name, "names no tensor");
    }
    for (const std::string& key : source) {
        if (const auto hash = key.find('#'); hash != std::string::npos) {
            checkInsideFolder(key.substr(0, hash));
        }
    }
    return source;
}

std::map<std::string, TensorSource> tensorMap(const Json& given, const std::string& name) {
    std::map<std::string, TensorSource> result;
    for (const auto& [key, value] : object(given, name).items()) {
        result.emplace(key, tensorSource(value, name + "." + key));
    }
    return result;
}

std::map<std::string, TensorSource> tensorField(const Json& parent, const std::string& name) {
    const Json* given = field(parent, name);
    return given == nullptr ? std::map<std::string, TensorSource>{} : tensorMap(*given, name);
}

CompareKind compareKind(const std::string& name) {
    const auto* const it =
        std::ranges::find(compareKinds, name, &std::pair<std::string_view, CompareKind>::first);
    if (it == compareKinds.end()) {
        malformed("compare.kind", "is unknown (" + name + ")");
    }
    return it->second;
}

double limit(const Json& given, const std::string& name) {
    const Json* value = field(given, name);
    const double result = value == nullptr ? 0 : number(*value, "compare." + name);
    if (result < 0) {
        malformed("compare." + name, "is negative");
    }
    return result;
}

Rule rule(const Json& given) {
    object(given, "compare");
    const Json* kind = field(given, "kind");
    if (kind == nullptr) {
        malformed("compare.kind", "is missing");
    }
    Rule result;
    result.kind = compareKind(text(*kind, "compare.kind"));
    result.tolerance = limit(given, "tolerance");
    result.relative = limit(given, "relative");
    result.absolute = limit(given, "absolute");
    result.gradientThreshold = limit(given, "gradient_threshold");
    result.otherToleranceLr = limit(given, "other_tolerance_lr");
    if (field(given, "fraction") != nullptr) {
        result.fraction = limit(given, "fraction");
    }
    if (field(given, "outlier_tolerance") != nullptr) {
        result.outlierTolerance = limit(given, "outlier_tolerance");
    }
    if (const Json* range = field(given, "range")) {
        if (array(*range, "compare.range").size() != 2) {
            malformed("compare.range", "is not [low, high]");
        }
        result.range = {number((*range)[0], "compare.range"), number((*range)[1], "compare.range")};
        if (!(result.range->first < result.range->second)) {
            malformed("compare.range", "is empty");
        }
    }
    return result;
}

Compare compare(const Json& parent) {
    const Json* given = field(parent, "compare");
    if (given == nullptr) {
        malformed("compare", "is missing");
    }
    Compare result;
    result.rule = rule(*given);
    if (const Json* overrides = field(*given, "overrides")) {
        for (const Json& item : array(*overrides, "compare.overrides")) {
            const Json* match = field(object(item, "compare.overrides"), "match");
            if (match == nullptr) {
                malformed("compare.overrides.match", "is missing");
            }
            result.overrides.push_back({match->is_string()
                                            ? std::vector{match->get<std::string>()}
                                            : texts(*match, "compare.overrides.match"),
                                        rule(item)});
        }
    }
    return result;
}

std::vector<std::int64_t> integers(const Json& value, const std::string& name,
                                   std::size_t wanted = 0) {
    std::vector<std::int64_t> list;
    for (const Json& item : array(value, name)) {
        list.push_back(integer(item, name));
    }
    if (list.empty() || list.size() > 16 || (wanted != 0 && list.size() != wanted)) {
        malformed(name, "has the wrong number of entries");
    }
    return list;
}

View view(const Json& given, const std::string& name) {
    if (!given.is_object() || given.size() != 1) {
        malformed(name, "is not one operation");
    }
    const std::string operation = given.begin().key();
    const Json& value = given.begin().value();
    const std::string where = name + "." + operation;
    if (operation == "stride") {
        return {View::Kind::Stride, integers(value, where)};
    }
    if (operation == "channels") {
        return {View::Kind::Channels, integers(value, where, 2)};
    }
    if (operation == "first") {
        return {View::Kind::First, {integer(value, where)}};
    }
    if (operation == "crop") {
        return {View::Kind::Crop, integers(value, where, 4)};
    }
    if (operation == "sample") {
        return {View::Kind::Sample, {integer(value, where)}};
    }
    if (operation == "reshape") {
        return {View::Kind::Reshape, integers(value, where)};
    }
    if (operation == "reduce" && value == "mean") {
        return {View::Kind::Mean, {}};
    }
    malformed(where, "is an unknown operation");
}

std::map<std::string, std::vector<View>> views(const Json& parent) {
    std::map<std::string, std::vector<View>> result;
    if (const Json* given = field(parent, "views")) {
        for (const auto& [name, list] : object(*given, "views").items()) {
            std::vector<View>& operations = result[name];
            for (const Json& item : array(list, "views." + name)) {
                operations.push_back(view(item, "views." + name));
            }
        }
    }
    return result;
}

/// `weights`: a file, or role → file, or null.
std::map<std::string, std::string> weights(const Json& parent) {
    std::map<std::string, std::string> result;
    const Json* given = field(parent, "weights");
    if (given == nullptr) {
        return result;
    }
    if (given->is_string()) {
        result.emplace("", fileName(*given, "weights"));
        return result;
    }
    for (const auto& [role, file] : object(*given, "weights").items()) {
        if (!file.is_null()) {
            result.emplace(role, fileName(file, "weights." + role));
        }
    }
    return result;
}

CaseKind caseKind(const Json& given) {
    const Json* kind = field(given, "kind");
    const std::string name = kind == nullptr ? std::string() : text(*kind, "kind");
    if (name == "network") {
        return CaseKind::Network;
    }
    if (name == "function") {
        return CaseKind::Function;
    }
    if (name == "procedure") {
        return CaseKind::Procedure;
    }
    malformed("kind", "is not network, function or procedure");
}

std::string requiredText(const Json& given, const std::string& name) {
    const Json* value = field(given, name);
    if (value == nullptr) {
        malformed(name, "is missing");
    }
    std::string result = text(*value, name);
    if (result.empty()) {
        malformed(name, "is empty");
    }
    return result;
}

void readNetworks(const Json& given, ParityCase& result) {
    if (result.kind == CaseKind::Network) {
        result.networks[""] = {result.network, result.options};
    }
    if (const Json* roles = field(given, "networks")) {
        for (const auto& [role, network] : object(*roles, "networks").items()) {
            object(network, "networks." + role);
            result.networks[role] = {requiredText(network, "network"), options(network)};
        }
    }
}

bool trainMode(const Json& given) {
    const Json* mode = field(given, "mode");
    const std::string name = mode == nullptr ? "eval" : text(*mode, "mode");
    if (name != "train" && name != "eval") {
        malformed("mode", "is neither train nor eval");
    }
    return name == "train";
}

ParityCase parityCase(const Json& given) {
    ParityCase result;
    result.name = requiredText(given, "name");
    result.network = requiredText(given, "network");
    result.kind = caseKind(given);
    result.options = options(given);
    readNetworks(given, result);
    result.weights = weights(given);
    result.trainMode = trainMode(given);
    if (const Json* overlay = field(given, "overlay_weights")) {
        result.overlayWeights = fileName(*overlay, "overlay_weights");
    }
    if (const Json* ignored = field(given, "ignored_weights")) {
        result.ignoredWeights = texts(*ignored, "ignored_weights");
    }
    if (const Json* data = field(given, "data")) {
        result.data = fileName(*data, "data");
    }
    if (const Json* files = field(given, "files")) {
        for (const auto& [argument, file] : object(*files, "files").items()) {
            result.files.emplace(argument, fileName(file, "files." + argument));
        }
    }
    if (const Json* warmup = field(given, "warmup")) {
        for (const Json& inputs : array(*warmup, "warmup")) {
            result.warmup.push_back(tensorMap(inputs, "warmup"));
        }
    }
    result.inputs = tensorField(given, "inputs");
    result.outputs = tensorField(given, "outputs");
    result.intermediates = tensorField(given, "intermediates");
    result.views = views(given);
    result.compare = compare(given);
    if (const Json* defects = field(given, "official_defects")) {
        result.officialDefects = texts(*defects, "official_defects");
    }
    if (result.outputs.empty()) {
        malformed("outputs", "is empty: there is nothing to compare");
    }
    return result;
}

std::string readableText(const Json& given, const std::string& name) {
    const Json* value = given.is_object() ? field(given, name) : nullptr;
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

IndexEntry indexEntry(const Json& given, std::size_t position) {
    IndexEntry entry{readableText(given, "name"), readableText(given, "network"), {}, {}};
    if (entry.name.empty()) {
        entry.name = "case " + std::to_string(position + 1);
    }
    try {
        entry.parityCase = parityCase(object(given, "case"));
    } catch (const Error& error) {
        entry.problem = error.message();
    }
    return entry;
}

Json parseIndex(const std::filesystem::path& path) {
    const MappedFile file(path);
    if (file.bytes().size() > maxIndexBytes) {
        throw Error("is too large for an index of cases", path.string(),
                    "Give the path of a cases.json");
    }
    const auto* text = reinterpret_cast<const char*>(file.bytes().data());
    Json index = Json::parse(text, text + file.bytes().size(), nullptr, /*allow_exceptions=*/false);
    if (!index.is_object()) {
        throw Error("is not a JSON object", path.string(), "Give the path of a cases.json");
    }
    return index;
}

} // namespace

std::string compareKindName(CompareKind kind) {
    const auto* const it =
        std::ranges::find(compareKinds, kind, &std::pair<std::string_view, CompareKind>::second);
    return std::string(it->first);
}

const Rule& Compare::ruleFor(const std::string& result) const {
    for (const Override& candidate : overrides) {
        const auto fits = [&](const std::string& pattern) {
            return matchesPattern(result, pattern);
        };
        if (std::ranges::any_of(candidate.match, fits)) {
            return candidate.rule;
        }
    }
    return rule;
}

void checkInsideFolder(const std::string& name) {
    const std::filesystem::path path(name);
    const bool climbs = std::ranges::any_of(path, [](const auto& part) { return part == ".."; });
    if (name.empty() || path.is_absolute() || climbs || name.find('\0') != std::string::npos ||
        name.find('\\') != std::string::npos) {
        throw Error("the file name \"" + name + "\" leaves the folder of the index", {},
                    "Keep all files of the cases beside their cases.json");
    }
}

std::vector<IndexEntry> readIndex(const std::filesystem::path& path) {
    const Json index = parseIndex(path);
    const Json* schema = field(index, "schema");
    if (schema == nullptr || *schema != 1) {
        throw Error("is not an index of cases of schema 1", path.string(),
                    "Give the path of a cases.json with \"schema\": 1");
    }
    const Json* cases = field(index, "cases");
    if (cases == nullptr || !cases->is_array()) {
        throw Error("has no list \"cases\"", path.string(), "Give the path of a cases.json");
    }
    std::vector<IndexEntry> entries;
    std::set<std::string> names;
    for (std::size_t i = 0; i < cases->size(); ++i) {
        IndexEntry entry = indexEntry((*cases)[i], i);
        if (!names.insert(entry.name).second && entry.problem.empty()) {
            entry.problem = "the name is taken by an earlier case. Names are unique in an index.";
            entry.parityCase.reset();
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace underpaint::verify
