// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/import_model.h"

#include "engine/base/error.h"
#include "engine/nets/deduce_options.h"
#include "engine/nets/load_weights.h"
#include "engine/nets/tensors_to_write.h"
#include "engine/project/npy.h"
#include "engine/project/weights_file.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/translate/class_channels.h"
#include "engine/translate/torch_border.h"

#include <algorithm>
#include <span>

namespace underpaint::translate {

namespace {

/// One file of weights on its way into the package.
struct Part {
    ImportedNetwork report;
    nets::Network network;
    nets::ParamStore weights;
};

std::string roleOf(const std::string& network) {
    if (network.ends_with("generator") || network.ends_with("local_enhancer")) {
        return "G";
    }
    return network.ends_with("encoder") ? "E" : "D";
}

bool isModelOption(const std::string& name) {
    return name == "label_nc" || name == "use_instance" || name == "feat_num";
}

/// The options of the request that are meant for the network of `role`, over the deduced ones.
project::Options withOverrides(project::Options options, const project::Options& given,
                               const std::string& role) {
    for (const auto& [name, value] : given) {
        const std::size_t dot = name.find('.');
        const std::string owner = dot == std::string::npos ? "G" : name.substr(0, dot);
        if (owner == role && !isModelOption(name)) {
            options[name.substr(dot == std::string::npos ? 0 : dot + 1)] = value;
        }
    }
    return options;
}

Part importNetwork(const std::filesystem::path& path, const ImportRequest& request) {
    const project::TensorFile file = project::readWeightsFile(path);
    nets::DeducedNetwork deduced = nets::deduceNetwork(file, request.kind);
    const std::string role = roleOf(deduced.network);
    project::Options options = withOverrides(std::move(deduced.options), request.options, role);
    // An assumption that the user decided is none.
    std::erase_if(deduced.assumptions, [&](const std::string& text) {
        const std::string name = text.substr(0, text.find(' '));
        return request.options.contains(name) || request.options.contains(role + "." + name);
    });
    nets::Network network = nets::Network::create(deduced.network, options);
    nets::LoadedWeights loaded = nets::loadWeights(network, file);
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

const Part* partOf(const std::vector<Part>& parts, const std::string& role) {
    const auto it = std::find_if(parts.begin(), parts.end(),
                                 [&](const Part& part) { return part.report.role == role; });
    return it == parts.end() ? nullptr : &*it;
}

std::vector<Part> importNetworks(const ImportRequest& request) {
    std::vector<Part> parts;
    for (const std::filesystem::path& path : request.files) {
        if (path.extension() == ".npy") {
            continue;
        }
        Part part = importNetwork(path, request);
        if (const Part* other = partOf(parts, part.report.role)) {
            throw Error("holds a network " + part.report.role + ", and so does " +
                            other->report.file.string(),
                        path.string(), "Import one model at a time");
        }
        parts.push_back(std::move(part));
    }
    if (partOf(parts, "G") == nullptr) {
        throw Error("there is no generator among the files", {},
                    "Name the checkpoint with the generator (latest_net_G.pth) as well");
    }
    return parts;
}

std::optional<project::ClusterTable> importClusters(const ImportRequest& request) {
    std::optional<project::ClusterTable> table;
    for (const std::filesystem::path& path : request.files) {
        if (path.extension() != ".npy") {
            continue;
        }
        if (table) {
            throw Error("a second file of clusters", path.string(), "Give one .npy file");
        }
        table = project::readClusters(path);
    }
    return table;
}

std::optional<std::int64_t> featuresOfClusters(const std::optional<project::ClusterTable>& table) {
    if (!table || table->classes.empty()) {
        return std::nullopt;
    }
    return table->classes.begin()->second.cols;
}

std::optional<std::int64_t> integerOption(const project::Options& options, const std::string& name,
                                          std::int64_t high) {
    const auto it = options.find(name);
    if (it == options.end()) {
        return std::nullopt;
    }
    const auto* value = std::get_if<std::int64_t>(&it->second);
    if (value == nullptr || *value < 0 || *value > high) {
        throw Error("is not a whole number from 0 to " + std::to_string(high), "--option " + name);
    }
    return *value;
}

std::optional<bool> booleanOption(const project::Options& options, const std::string& name) {
    const auto it = options.find(name);
    if (it == options.end()) {
        return std::nullopt;
    }
    if (const auto* flag = std::get_if<bool>(&it->second)) {
        return *flag;
    }
    const auto* number = std::get_if<std::int64_t>(&it->second);
    if (number == nullptr || (*number != 0 && *number != 1)) {
        throw Error("is not true or false", "--option " + name);
    }
    return *number == 1;
}

constexpr std::int64_t maxChannels = 4096;

nets::InputChannels splitPix2PixHd(const Part& generator, const ImportRequest& request,
                                   std::optional<std::int64_t> features) {
    nets::InputChannelHints hints{.labels = integerOption(request.options, "label_nc", maxChannels),
                                  .edge = booleanOption(request.options, "use_instance"),
                                  .features =
                                      integerOption(request.options, "feat_num", maxChannels)};
    if (!hints.features) {
        hints.features = features;
    }
    const std::int64_t channels = generator.network.inputChannels();
    if (!hints.labels && request.labels) {
        // A set whose largest number lies far off (255 = unlabelled) has a channel a class.
        const std::int64_t byId = request.labels->idCount();
        hints.labels = byId <= channels ? byId : static_cast<std::int64_t>(request.labels->size());
    }
    return nets::splitInputChannels(channels, hints, generator.report.file.string());
}

nets::InputChannels splitPix2Pix(const Part& generator, const ImportRequest& request) {
    const std::int64_t channels = generator.network.inputChannels();
    const auto labels = integerOption(request.options, "label_nc", maxChannels);
    const bool picture = labels ? *labels == 0 : channels == 3 || channels == 1;
    if (labels && *labels != 0 && *labels != channels) {
        throw Error("the generator has " + std::to_string(channels) + " input channels, not " +
                        std::to_string(*labels) + " label channels",
                    generator.report.file.string(), "Correct --option label_nc");
    }
    return {picture ? 0 : channels, false, 0};
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

project::Manifest describe(const ImportRequest& request, const std::vector<Part>& parts,
                           const std::optional<project::ClusterTable>& clusters) {
    const Part& generator = *partOf(parts, "G");
    const Part* encoder = partOf(parts, "E");
    project::Manifest manifest;
    manifest.kind = generator.report.network.substr(0, generator.report.network.find('.'));
    if (!request.kind.empty() && request.kind != manifest.kind) {
        throw Error("is a network of " + manifest.kind + ", not of " + request.kind,
                    generator.report.file.string(), "Leave --kind out, or correct it");
    }
    std::optional<std::int64_t> features = featuresOfClusters(clusters);
    if (const auto* net =
            encoder == nullptr ? nullptr : encoder->network.as<nets::pix2pixhd::Encoder>()) {
        features = net->outputChannels;
    }
    const nets::InputChannels split = manifest.kind == "pix2pixhd"
                                          ? splitPix2PixHd(generator, request, features)
                                          : splitPix2Pix(generator, request);
    if (encoder != nullptr && features != split.features) {
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
    for (const Part& part : parts) {
        manifest.networks[part.report.role] = {part.report.network, part.report.options, {}};
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
                             std::vector<Part>& parts, nets::Precision stored, bool overwrite) {
    std::vector<project::PackageWeights> weights;
    std::vector<nets::TensorsToWrite> tensors;
    for (Part& part : parts) {
        nets::TensorsToWrite& own = tensors.emplace_back();
        // Taken out of the part, so that the wider weights do not stay beside the stored ones.
        const nets::ParamStore narrow =
            std::exchange(part.weights, {}).to(at::kCPU, storedType(stored));
        for (const auto& [key, tensor] : narrow) {
            own.add(key, tensor);
        }
        weights.push_back({part.report.role, own.views()});
    }
    return project::writePackage(output, manifest, weights, overwrite);
}

std::string nameOf(const std::filesystem::path& output) {
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

ImportOutcome importModel(const ImportRequest& request, const std::filesystem::path& output,
                          bool overwrite) {
    checkOutput(output, overwrite);
    return guarded([&] {
        ImportOutcome outcome;
        const std::optional<project::ClusterTable> clusters = importClusters(request);
        std::vector<Part> parts = importNetworks(request);
        for (const Part& part : parts) {
            outcome.networks.push_back(part.report);
        }
        if (!std::all_of(parts.begin(), parts.end(),
                         [](const Part& part) { return part.report.whole(); })) {
            return outcome;
        }
        project::Manifest manifest = describe(request, parts, clusters);
        if (manifest.name.empty()) {
            manifest.name = nameOf(output);
        }
        outcome.written = writeParts(output, manifest, parts, request.stored, overwrite);
        return outcome;
    });
}

} // namespace underpaint::translate
