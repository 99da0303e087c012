// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/import_model.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "engine/nets/network_table.h"
#include "engine/nets/weights/deduce_options.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/nets/weights/tensors_to_write.h"
#include "engine/project/shown_text.h"
#include "engine/project/tensors/npy.h"
#include "engine/project/tensors/weights_file.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/system.h"
#include "engine/translate/torch_border.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace underpaint::translate {

namespace {

/// The role of the network that a model cannot do without.
constexpr const char* generatorRole = "G";

bool isModelOption(const std::string& name) {
    return std::ranges::any_of(systems(), [&](const System& system) {
        return std::ranges::find(system.modelOptions, name) != system.modelOptions.end();
    });
}

/// "G" of "G_A": what a network does, whatever its direction.
std::string taskOf(const std::string& role) {
    return role.substr(0, role.find('_'));
}

/// The options of the request that are meant for the network of `role`, over the deduced ones.
project::Options withOverrides(project::Options options, const project::Options& given,
                               const std::string& role) {
    for (const auto& [name, value] : given) {
        const std::size_t dot = name.find('.');
        const std::string owner = dot == std::string::npos ? "G" : name.substr(0, dot);
        if ((owner == role || owner == taskOf(role)) && !isModelOption(name)) {
            options[name.substr(dot == std::string::npos ? 0 : dot + 1)] = value;
        }
    }
    return options;
}

/// How people name it: the dictionary of the file, the prefix of its names, or both.
std::string nameOf(const nets::FoundNetwork& found) {
    std::string prefix = found.prefix;
    while (!prefix.empty() && (prefix.back() == '.' || prefix.back() == '/')) {
        prefix.pop_back();
    }
    return found.set + (found.set.empty() || prefix.empty() ? "" : "/") + prefix;
}

bool isCalled(const nets::FoundNetwork& found, const std::string& name) {
    const std::string whole = nameOf(found);
    return whole == name || found.set == name || found.prefix == name ||
           whole == found.set + "/" + name;
}

/// Where the weights were found, unless that is the whole file.
void addPlace(const nets::FoundNetwork& found, std::vector<std::string>& notes) {
    if (!found.set.empty()) {
        notes.push_back("the weights are those under " + project::shownText(found.set));
    }
    if (!found.prefix.empty()) {
        notes.push_back("the prefix " + project::shownText(found.prefix) +
                        " of the names was left out");
    }
    if (found.others > 0) {
        notes.push_back(std::to_string(found.others) +
                        " tensors beside them belong to something else");
    }
}

/// Values that are no numbers would paint black or noise wherever they reach.
void refuseInfinite(const nets::ParamStore& weights, const std::filesystem::path& path,
                    const std::string& remedy) {
    for (const auto& [key, tensor] : weights) {
        if (tensor.is_floating_point() && tensor.numel() > 0 &&
            !at::isfinite(tensor).all().item<bool>()) {
            const bool nan = at::isnan(tensor).any().item<bool>();
            throw Error("the weight " + key + " holds values that are " +
                            (nan ? "not a number (NaN)" : "infinite") + ", so not finite",
                        path.string(), remedy);
        }
    }
}

/// 'A' or 'B' where the name of a file or of the weights in it tells which way a network of two
/// translates: "latest_net_G_B.pth", "netD_A".
std::optional<char> directionOf(const std::filesystem::path& path,
                                const nets::FoundNetwork& found) {
    for (const std::string& name : {nameOf(found), path.stem().string()}) {
        for (const char* task : {"G_", "D_"}) {
            const std::size_t at = name.rfind(task);
            const std::size_t end = at + 3;
            const bool named = at != std::string::npos && end <= name.size() &&
                               (name[at + 2] == 'A' || name[at + 2] == 'B') &&
                               (end == name.size() || name[end] == '.' || name[end] == '_');
            if (named) {
                return name[at + 2];
            }
        }
    }
    return std::nullopt;
}

/// Names of networks that several systems share are those of one that has directions where the
/// file's name tells one.
nets::DeducedNetwork deduced(const nets::FoundNetwork& found, const std::string& kind,
                             bool directed) {
    if (kind.empty() && directed) {
        for (const System& system : systems()) {
            if (!system.twoWay) {
                continue;
            }
            try {
                return nets::deduceNetwork(found.weights, system.kind);
            } catch (const Error&) { // none of its networks
            }
        }
    }
    const System* system = findSystem(kind);
    if (system != nullptr && !system->guestsOf.empty()) {
        const nets::DeducedNetwork guest = nets::deduceNetwork(found.weights, system->guestsOf);
        const std::string_view owner = nets::networkRow(guest.network).system->kind;
        if (owner == system->guestsOf) {
            return guest;
        }
    }
    return nets::deduceNetwork(found.weights, kind);
}

ImportedPart importNetwork(const std::filesystem::path& path, const nets::FoundNetwork& found,
                           const ImportRequest& request) {
    const std::optional<char> direction = directionOf(path, found);
    nets::DeducedNetwork deduced = translate::deduced(found, request.kind, direction.has_value());
    const nets::NetworkRow row = nets::networkRow(deduced.network);
    std::string role(row.kind->role);
    const System* system = findSystem(request.kind.empty() ? row.system->kind : request.kind);
    const bool twoWay = system != nullptr && system->twoWay;
    if (system != nullptr && system->roleByName != nullptr) {
        role = system->roleByName(
            role, found.set.empty() && found.prefix.empty() ? path.stem().string() : nameOf(found));
    }
    if (twoWay || (direction && role == "D")) { // of which several systems have the same
        role += std::string("_") + direction.value_or('A');
    }
    project::Options options = withOverrides(std::move(deduced.options), request.options, role);
    // An assumption that the user decided is none.
    std::erase_if(deduced.assumptions, [&](const std::string& text) {
        const std::string name = text.substr(0, text.find(' '));
        return request.options.contains(name) || request.options.contains(role + "." + name) ||
               request.options.contains(taskOf(role) + "." + name);
    });
    addPlace(found, deduced.assumptions);
    nets::Network network = nets::Network::create(deduced.network, options);
    nets::LoadedWeights loaded = nets::loadWeights(network, found.weights);
    refuseInfinite(loaded.weights, path,
                   "The training went wrong or the file is damaged: use an earlier checkpoint");
    ImportedNetwork report{.file = path,
                           .role = role,
                           .network = deduced.network,
                           .options = std::move(options),
                           .assumptions = std::move(deduced.assumptions),
                           .missing = std::move(loaded.report.missing),
                           .surplus = std::move(loaded.report.surplus),
                           .misshapen = std::move(loaded.report.misshapen),
                           .ignored = std::move(loaded.report.ignored)};
    return {std::move(report), std::move(network), std::move(loaded.weights)};
}

/// Those that the request names, where it names any of this file.
std::vector<nets::FoundNetwork> chosen(std::vector<nets::FoundNetwork> found,
                                       const std::string& set) {
    const bool named =
        !set.empty() && std::any_of(found.begin(), found.end(),
                                    [&](const auto& network) { return isCalled(network, set); });
    if (named) {
        std::erase_if(found, [&](const auto& network) {
            return !isCalled(network, set) && nets::deducedRole(network.weights) == generatorRole;
        });
    }
    return found;
}

[[noreturn]] void failSeveral(const std::filesystem::path& path, const std::string& role,
                              const std::vector<nets::FoundNetwork>& found,
                              const std::string& asked) {
    std::string names;
    std::string example;
    for (const nets::FoundNetwork& network : found) {
        if (nets::deducedRole(network.weights) == role) {
            example = nameOf(network);
            names += (names.empty() ? "" : ", ") + project::shownText(example);
        }
    }
    throw Error("holds several sets of weights of a network " + role + ": " + names +
                    (asked.empty() ? "" : "; none of them is called " + project::shownText(asked)),
                path.string(), "Choose one by its name, such as --set " + safeText(example));
}

/// Those that some system takes from a file with several networks, the generator first.
std::vector<std::string> knownRoles() {
    std::vector<std::string> roles{generatorRole};
    for (const System& system : systems()) {
        for (const std::string_view role : system.roles) {
            if (std::ranges::find(roles, role) == roles.end()) {
                roles.emplace_back(role);
            }
        }
    }
    return roles;
}

/// Whether a model may have several networks of that role, whose names tell which is which.
bool areToldByName(const std::string& role) {
    return std::ranges::any_of(systems(), [&](const System& system) {
        return system.roleByName != nullptr &&
               std::ranges::find(system.roles, role) != system.roles.end();
    });
}

/// Two networks of a file are the same one by their names.
[[noreturn]] void failUntold(const std::filesystem::path& path, const std::string& role,
                             const std::string& family,
                             const std::vector<nets::FoundNetwork>& found) {
    std::string names;
    for (const nets::FoundNetwork& network : found) {
        if (nets::deducedRole(network.weights) == family) {
            names += (names.empty() ? "" : ", ") + project::shownText(nameOf(network));
        }
    }
    throw Error("holds several networks that would be " + role + ", and their names (" + names +
                    ") do not tell which of them paints what",
                path.string(),
                "Save each in a file of its own under its official name (latest_net_" + role +
                    ".pth …), or under keys that end in these names");
}

/// The generator of a file and the encoder beside it; of other networks only what lies alone.
std::vector<ImportedPart> importFile(const std::filesystem::path& path,
                                     const ImportRequest& request) {
    const auto found = chosen(nets::findNetworks(project::readWeightSets(path)), request.set);
    if (found.size() == 1) {
        std::vector<ImportedPart> parts;
        parts.push_back(importNetwork(path, found.front(), request));
        return parts;
    }
    std::vector<ImportedPart> parts;
    for (const std::string& role : knownRoles()) {
        const auto count = std::count_if(found.begin(), found.end(), [&](const auto& network) {
            return nets::deducedRole(network.weights) == role;
        });
        if (count > 1 && role == generatorRole) {
            failSeveral(path, role, found, request.set);
        }
        for (const nets::FoundNetwork& network : found) {
            const bool wanted = count == 1 || (count > 1 && areToldByName(role));
            if (!wanted || nets::deducedRole(network.weights) != role) {
                continue;
            }
            ImportedPart part = importNetwork(path, network, request);
            if (partOfRole(parts, part.report.role) != nullptr) {
                failUntold(path, part.report.role, role, found);
            }
            parts.push_back(std::move(part));
        }
    }
    return parts;
}

/// The part that plays `role`, or nullptr.
template<class Parts>
auto partOf(Parts& parts, const std::string& role) -> decltype(parts.data()) {
    const auto it = std::ranges::find_if(
        parts, [&](const ImportedPart& part) { return part.report.role == role; });
    return it == parts.end() ? nullptr : &*it;
}

/// The generator: that of the coarsest scale, the only one, or that of one direction.
template<class Parts>
auto generatorOf(Parts& parts) -> decltype(parts.data()) {
    for (const char* role : {"G0", generatorRole, "G_A", "G_B"}) {
        if (auto* part = partOf(parts, role)) {
            return part;
        }
    }
    return nullptr;
}

std::vector<ImportedPart> importNetworks(const ImportRequest& request) {
    std::vector<ImportedPart> parts;
    for (const std::filesystem::path& path : request.files) {
        if (project::looksLikeNpy(path)) {
            continue;
        }
        for (ImportedPart& part : importFile(path, request)) {
            if (const ImportedPart* other = partOf(parts, part.report.role)) {
                throw Error("holds a network " + part.report.role + ", and so does " +
                                other->report.file.string(),
                            path.string(), "Import one model at a time");
            }
            parts.push_back(std::move(part));
        }
    }
    ImportedPart* generator = generatorOf(parts);
    if (generator == nullptr) {
        throw Error("there is no generator among the files", {},
                    "Name the checkpoint with the generator (latest_net_G.pth) as well");
    }
    const System* system = findSystem(generator->network.kind());
    const ImportedPart* encoder = partOf(parts, "E");
    if (system != nullptr && system->fitEncoder != nullptr && encoder != nullptr) {
        system->fitEncoder(*generator, *encoder);
    }
    if (system != nullptr && system->fitParts != nullptr) {
        system->fitParts(parts, request);
    }
    return parts;
}

void refuseInfinite(const project::ClusterTable& table, const std::filesystem::path& path) {
    for (const auto& [id, matrix] : table.classes) {
        const bool finite = std::all_of(matrix.values.begin(), matrix.values.end(),
                                        [](double value) { return std::isfinite(value); });
        if (!finite) {
            throw Error("the clusters of class " + std::to_string(id) +
                            " hold values that are not finite (NaN or infinite)",
                        path.string(), "Cluster the features again");
        }
    }
}

std::optional<project::ClusterTable> importClusters(const ImportRequest& request) {
    std::optional<project::ClusterTable> table;
    for (const std::filesystem::path& path : request.files) {
        if (!project::looksLikeNpy(path)) {
            continue;
        }
        if (table) {
            throw Error("a second file of clusters", path.string(), "Give one .npy file");
        }
        table = project::readClusters(path);
        refuseInfinite(*table, path);
    }
    return table;
}

std::optional<std::int64_t> featuresOfClusters(const std::optional<project::ClusterTable>& table) {
    if (!table || table->classes.empty()) {
        return std::nullopt;
    }
    return table->classes.begin()->second.cols;
}

std::vector<project::PackageClass> packageClasses(const ImportRequest& request,
                                                  std::int64_t labelChannels) {
    const bool generated = !request.labels && labelChannels > 0;
    const scene::LabelSet set = generated ? scene::generatedLabels(static_cast<int>(labelChannels))
                                          : request.labels.value_or(scene::LabelSet());
    std::vector<project::PackageClass> classes;
    for (const scene::LabelClass& one : set.classes()) {
        classes.push_back(
            {one.id, one.name, {one.colour.red, one.colour.green, one.colour.blue}, one.thing});
    }
    std::sort(classes.begin(), classes.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    if (labelChannels > 0) {
        ClassChannels(classes, static_cast<int>(labelChannels)); // throws when they do not fit
    }
    return classes;
}

std::map<int, std::vector<project::StyleCentroid>>
packageStyles(const project::ClusterTable& table, const project::Manifest& manifest) {
    std::map<int, std::vector<project::StyleCentroid>> styles;
    for (const auto& [id, matrix] : table.classes) {
        const bool known = std::any_of(manifest.classes.begin(), manifest.classes.end(),
                                       [&, wanted = id](const auto& c) { return c.id == wanted; });
        if (!known || matrix.cols != manifest.featNum) {
            throw Error(known
                            ? "the clusters have " + std::to_string(matrix.cols) +
                                  " values, the generator takes " + std::to_string(manifest.featNum)
                            : "there are clusters of class " + std::to_string(id) +
                                  ", which the model does not have",
                        "clusters", "Give the .npy file that belongs to this generator");
        }
        for (std::int64_t row = 0; row < matrix.rows; ++row) {
            const auto first = matrix.values.begin() + row * matrix.cols;
            styles[id].push_back({{first, first + matrix.cols}, 0});
        }
    }
    return styles;
}

project::Manifest describe(const ImportRequest& request, const std::vector<ImportedPart>& parts,
                           const std::optional<project::ClusterTable>& clusters) {
    const ImportedPart& generator = *generatorOf(parts);
    const ImportedPart* encoder = partOf(parts, "E");
    project::Manifest manifest;
    manifest.kind = generator.network.kind();
    if (!request.kind.empty() && request.kind != manifest.kind) {
        throw Error("is a network of " + manifest.kind + ", not of " + request.kind,
                    generator.report.file.string(), "Leave --kind out, or correct it");
    }
    const System* system = findSystem(manifest.kind);
    if (system == nullptr) {
        throw Error("holds a network of " + manifest.kind + ", which paints nothing by itself",
                    generator.report.file.string());
    }
    std::optional<std::int64_t> features = featuresOfClusters(clusters);
    if (encoder != nullptr) {
        features = integerOption(encoder->report.options, "output_nc", nets::maxChannels);
    }
    const nets::InputChannels split = system->compose(generator, request, features);
    // An encoder of codes makes no channels of the generator's condition.
    const bool encodesFeatures =
        encoder != nullptr && encoder->report.options.contains("output_nc");
    if (encodesFeatures && features != split.features) {
        throw Error("the encoder makes " + std::to_string(features.value_or(0)) +
                        " features, the generator takes " + std::to_string(split.features),
                    encoder->report.file.string(), "Give files of one model");
    }
    manifest.labelChannels = static_cast<int>(split.labels);
    manifest.useInstanceEdges = split.edge;
    manifest.featNum = static_cast<int>(split.features);
    manifest.classes = packageClasses(request, split.labels);
    manifest.size = {request.nativeSize.width, request.nativeSize.height,
                     static_cast<int>(generator.network.multiple())};
    if (clusters) {
        manifest.styles = packageStyles(*clusters, manifest);
    }
    for (const ImportedPart& part : parts) {
        manifest.networks[part.report.role] = {part.report.network, part.report.options, {}};
    }
    if (system->complete != nullptr) {
        system->complete(parts, request, manifest);
    }
    manifest.name = request.name;
    manifest.licence = request.licence;
    manifest.data = request.data;
    manifest.notes = request.notes;
    return manifest;
}

at::ScalarType storedType(nets::Precision precision) {
    switch (precision) {
    case nets::Precision::Bf16:
        return at::kBFloat16;
    case nets::Precision::Fp16:
        return at::kHalf;
    case nets::Precision::Auto:
    case nets::Precision::Fp32:
        break;
    }
    return at::kFloat;
}

project::Manifest writeParts(const std::filesystem::path& output, const project::Manifest& manifest,
                             std::vector<ImportedPart>& parts, nets::Precision stored,
                             bool overwrite) {
    std::vector<project::PackageWeights> weights;
    std::vector<nets::TensorsToWrite> tensors;
    for (ImportedPart& part : parts) {
        nets::TensorsToWrite& own = tensors.emplace_back();
        // Taken out of the part, so that the wider weights do not stay beside the stored ones.
        const nets::ParamStore narrow =
            std::exchange(part.weights, {}).to(at::kCPU, storedType(stored));
        refuseInfinite(narrow, part.report.file,
                       "They are too large for half precision: import with --precision fp32");
        for (const auto& [key, tensor] : narrow) {
            own.add(key, tensor);
        }
        weights.push_back({part.report.role, own.views()});
    }
    return project::writePackage(output, manifest, weights, overwrite);
}

std::string nameFor(const std::filesystem::path& output) {
    const std::filesystem::path file =
        output.has_filename() ? output.filename() : output.parent_path().filename();
    return file.stem().string();
}

/// Found out before gigabytes are read, not after.
void checkOutput(const std::filesystem::path& output, bool overwrite) {
    const std::filesystem::path file = output.has_filename() ? output : output.parent_path();
    if (!overwrite && std::filesystem::exists(file)) {
        throw Error("is there already", file.string(), "Choose another name, or --overwrite");
    }
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    if (!std::filesystem::is_directory(folder)) {
        throw Error("the folder does not exist", file.string(), "Make it, or choose another name");
    }
}

} // namespace

std::vector<std::string> importableKinds() {
    std::vector<std::string> kinds;
    for (const System& system : systems()) {
        kinds.emplace_back(system.kind);
    }
    return kinds;
}

ImportOutcome importModel(const ImportRequest& request, const std::filesystem::path& output,
                          bool overwrite) {
    checkOutput(output, overwrite);
    return guarded([&] {
        ImportOutcome outcome;
        const std::optional<project::ClusterTable> clusters = importClusters(request);
        std::vector<ImportedPart> parts = importNetworks(request);
        for (const ImportedPart& part : parts) {
            outcome.networks.push_back(part.report);
        }
        if (!std::all_of(parts.begin(), parts.end(),
                         [](const ImportedPart& part) { return part.report.whole(); })) {
            return outcome;
        }
        project::Manifest manifest = describe(request, parts, clusters);
        if (manifest.name.empty()) {
            manifest.name = nameFor(output);
        }
        outcome.written = writeParts(output, manifest, parts, request.stored, overwrite);
        return outcome;
    });
}

} // namespace underpaint::translate
