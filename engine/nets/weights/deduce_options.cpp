// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/deduce_options.h"

#include "engine/base/error.h"
#include "engine/nets/weights/state_dict_names.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

namespace underpaint::nets {

namespace {

constexpr std::size_t outAxis = 0;
constexpr std::size_t inAxis = 1;

std::string numbered(const std::string& prefix, std::int64_t number, const std::string& suffix) {
    return prefix + std::to_string(number) + suffix;
}

/// The list `model` of a pix2pixHD generator (or of a pix2pix ResNet): 4 items before the first
/// downsampling, 3 a downsampling, then the blocks.
struct Trunk {
    std::int64_t downsamplings = 0;
    std::int64_t blocks = 0;

    std::int64_t firstBlock() const { return 4 + 3 * downsamplings; }
    std::int64_t up() const { return 4 + 3 * downsamplings + blocks; }
    std::int64_t head() const { return 5 + 6 * downsamplings + blocks; }
};

Trunk trunkOf(const StateDictNames& names) {
    const auto blocks = names.numbersAfter("model.", ".conv_block.");
    const std::int64_t before = *blocks.begin() - 4;
    const auto count = static_cast<std::int64_t>(blocks.size());
    if (before < 0 || before % 3 != 0 || *blocks.rbegin() - *blocks.begin() + 1 != count) {
        names.fail("the residual blocks are not where a generator has them");
    }
    return {before / 3, count};
}

/// A dropout after the first norm of a block moves its second convolution from place 5 to 6; with a
/// batch norm the other place has weights as well, those of the norm.
bool hasDropout(const StateDictNames& names, const Trunk& trunk) {
    const std::string block = numbered("model.", trunk.firstBlock(), ".conv_block.");
    const bool sixth = names.isConvolution(block + "6.weight");
    if (sixth == names.isConvolution(block + "5.weight")) {
        names.fail("the residual blocks (" + block + "*) are not made as pix2pix makes them",
                   "It imports blocks of two convolutions with mirrored borders");
    }
    return sixth;
}

/// The norm of a pix2pix network, whose convolutions have a bias before an instance norm alone.
std::string normOrNone(const StateDictNames& names, const std::string& layer,
                       const std::string& convolution) {
    const std::string norm = names.normAt(layer);
    return norm == "instance" && !names.has(convolution + ".bias") ? "none" : norm;
}

/// Transposed convolutions keep their weights as (in, out, …) and halve the channels; our own
/// variant that enlarges before a plain convolution keeps them as (out, in, …).
void deduceUpsampling(const StateDictNames& names, const std::string& firstUp,
                      project::Options& options) {
    if (names.has(firstUp) && names.extent(firstUp, 0) < names.extent(firstUp, 1)) {
        options["upsample"] = std::string("nearest");
    }
}

DeducedNetwork deduceUnet(const StateDictNames& names) {
    constexpr int deepest = 16;
    // Level k of the U is nested k times; the innermost has no further model inside.
    std::string level = "model.model.1";
    std::int64_t downs = 2;
    while (names.has(level + ".model.3.model.1.weight")) {
        level += ".model.3";
        if (++downs > deepest) {
            names.fail("the U-Net is nested more deeply than any picture could be");
        }
    }
    const std::string first = "model.model.0.weight";
    return {"pix2pix.unet_generator",
            {{"input_nc", names.extent(first, inAxis)},
             {"output_nc", names.extent("model.model.3.weight", inAxis)},
             {"num_downs", downs},
             {"ngf", names.extent(first, outAxis)},
             {"norm", normOrNone(names, level + ".model.4", "model.model.0")},
             {"use_dropout", true}},
            {"use_dropout = true (the official default; a U-Net's weights do not tell)"}};
}

DeducedNetwork deduceResnet(const StateDictNames& names, const Trunk& trunk) {
    if (trunk.downsamplings != 2) {
        names.fail("has " + std::to_string(trunk.downsamplings) +
                       " downsamplings, a pix2pix ResNet has 2",
                   "Import it as --kind pix2pixhd");
    }
    const bool dropout = hasDropout(names, trunk);
    return {"pix2pix.resnet_generator",
            {{"input_nc", names.extent("model.1.weight", inAxis)},
             {"output_nc", names.extent(numbered("model.", trunk.head(), ".weight"), outAxis)},
             {"ngf", names.extent("model.1.weight", outAxis)},
             {"n_blocks", trunk.blocks},
             {"norm", normOrNone(names, "model.2", "model.1")},
             {"use_dropout", dropout}},
            {}};
}

DeducedNetwork deduceGlobal(const StateDictNames& names, const Trunk& trunk) {
    DeducedNetwork deduced{
        "pix2pixhd.global_generator",
        {{"input_nc", names.extent("model.1.weight", inAxis)},
         {"output_nc", names.extent(numbered("model.", trunk.head(), ".weight"), outAxis)},
         {"ngf", names.extent("model.1.weight", outAxis)},
         {"n_downsampling", trunk.downsamplings},
         {"n_blocks", trunk.blocks},
         {"norm", names.normAt("model.2")}},
        {}};
    deduceUpsampling(names, numbered("model.", trunk.up(), ".weight"), deduced.options);
    return deduced;
}

/// A generator whose list has residual blocks: which of two systems?
DeducedNetwork deduceTrunk(const StateDictNames& names, std::string_view system) {
    const Trunk trunk = trunkOf(names);
    const bool dropout = hasDropout(names, trunk);
    const bool biased = names.has("model.1.bias");
    // pix2pix leaves out the bias before a batch norm and is the only one with dropout.
    const bool onlyPix2Pix = dropout || !biased;
    const bool onlyPix2PixHd =
        trunk.downsamplings != 2 || (biased && names.normAt("model.2") == "batch");
    if (system.empty() && !onlyPix2Pix && !onlyPix2PixHd) {
        names.fail("can be a ResNet of pix2pix as well as a generator of pix2pixHD",
                   "Say which with --kind pix2pix or --kind pix2pixhd");
    }
    const bool pix2pix = system.empty() ? onlyPix2Pix : system == "pix2pix";
    return pix2pix ? deduceResnet(names, trunk) : deduceGlobal(names, trunk);
}

DeducedNetwork deduceLocalEnhancer(const StateDictNames& names) {
    const std::int64_t enhancers = *names.numbersAfter("model", "_1.").rbegin();
    if (names.numbersAfter("model.", ".conv_block.").empty()) {
        names.fail("the global part of the local enhancer (model.*) is missing");
    }
    const Trunk global = trunkOf(names);
    const std::string before = numbered("model", enhancers, "_1");
    const std::string after = numbered("model", enhancers, "_2.");
    const auto localBlocks =
        static_cast<std::int64_t>(names.numbersAfter(after, ".conv_block.").size());
    DeducedNetwork deduced{
        "pix2pixhd.local_enhancer",
        {{"input_nc", names.extent(before + ".1.weight", inAxis)},
         {"output_nc", names.extent(numbered(after, localBlocks + 4, ".weight"), outAxis)},
         {"ngf", names.extent(before + ".1.weight", outAxis)},
         {"n_downsample_global", global.downsamplings},
         {"n_blocks_global", global.blocks},
         {"n_local_enhancers", enhancers},
         {"n_blocks_local", localBlocks},
         {"norm", names.normAt("model.2")}},
        {}};
    deduceUpsampling(names, numbered(after, localBlocks, ".weight"), deduced.options);
    return deduced;
}

DeducedNetwork deduceEncoder(const StateDictNames& names) {
    const std::int64_t last = *names.numbersAfter("model.", ".weight").rbegin();
    if (last < 5 || (last - 5) % 6 != 0) {
        names.fail("the layers are not those of an encoder");
    }
    return {"pix2pixhd.encoder",
            {{"input_nc", names.extent("model.1.weight", inAxis)},
             {"output_nc", names.extent(numbered("model.", last, ".weight"), outAxis)},
             {"ngf", names.extent("model.1.weight", outAxis)},
             {"n_downsampling", (last - 5) / 6},
             {"norm", names.normAt("model.2")}},
            {}};
}

DeducedNetwork deduceMultiscale(const StateDictNames& names, bool stages) {
    const auto scales =
        stages ? names.numbersAfter("scale", "_layer") : names.numbersAfter("layer", ".");
    const std::string first = stages ? "scale0_layer0.0" : "layer0.0";
    const std::string norm = stages ? "scale0_layer1.1" : "layer0.3";
    // One stage for every layer, the first and the score; flat lists count activations too.
    const auto positions = stages ? names.numbersAfter("scale0_layer", ".0.weight")
                                  : names.numbersAfter("layer0.", ".weight");
    const std::int64_t last = positions.empty() ? 0 : *positions.rbegin();
    DeducedNetwork deduced{"pix2pixhd.multiscale_discriminator",
                           {{"input_nc", names.extent(first + ".weight", inAxis)},
                            {"ndf", names.extent(first + ".weight", outAxis)},
                            {"n_layers", stages ? last - 1 : (last - 2) / 3},
                            {"num_D", *scales.rbegin() + 1},
                            {"norm", names.normAt(norm)},
                            {"use_sigmoid", false},
                            {"intermediate_features", stages}},
                           {}};
    if (!stages) {
        deduced.assumptions.emplace_back("use_sigmoid = false (the weights do not tell)");
    }
    return deduced;
}

DeducedNetwork deducePatch(const StateDictNames& names) {
    const std::int64_t last = *names.numbersAfter("model.", ".weight").rbegin();
    if (last < 5 || (last - 2) % 3 != 0) {
        names.fail("the layers are not those of a PatchGAN");
    }
    return {"pix2pix.patch_discriminator",
            {{"input_nc", names.extent("model.0.weight", inAxis)},
             {"ndf", names.extent("model.0.weight", outAxis)},
             {"n_layers", (last - 2) / 3},
             {"norm", normOrNone(names, "model.3", "model.2")}},
            {}};
}

DeducedNetwork deducePixel(const StateDictNames& names) {
    return {"pix2pix.pixel_discriminator",
            {{"input_nc", names.extent("net.0.weight", inAxis)},
             {"ndf", names.extent("net.0.weight", outAxis)},
             {"norm", normOrNone(names, "net.3", "net.2")}},
            {}};
}

} // namespace

namespace {

enum class Family { None, Unet, Enhancer, Stages, Scales, Pixel, Patch, Trunk, Encoder };

Family familyOf(const StateDictNames& names) {
    if (names.has("model.model.0.weight") && names.has("model.model.1.model.1.weight")) {
        return Family::Unet;
    }
    if (!names.numbersAfter("model", "_1.").empty()) {
        return Family::Enhancer;
    }
    if (names.has("scale0_layer0.0.weight")) {
        return Family::Stages;
    }
    if (names.has("layer0.0.weight")) {
        return Family::Scales;
    }
    if (names.has("net.0.weight")) {
        return Family::Pixel;
    }
    if (names.has("model.0.weight")) {
        return Family::Patch;
    }
    if (!names.numbersAfter("model.", ".conv_block.").empty()) {
        return Family::Trunk;
    }
    return names.has("model.1.weight") ? Family::Encoder : Family::None;
}

/// The first names, for people who know their own code.
std::string someNames(const project::TensorFile& file) {
    constexpr std::size_t shown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, file.tensors().size()); ++i) {
        text += (i == 0 ? "" : ", ") + project::shownText(file.tensors()[i].name);
    }
    return text.empty() ? "none" : text + (file.tensors().size() > shown ? ", ..." : "");
}

[[noreturn]] void failUnknown(const project::TensorFile& file) {
    throw Error("the weights are of no network that this program knows; they are called " +
                    someNames(file),
                file.path().string(),
                "It imports the official networks of pix2pix and pix2pixHD, whose names it knows "
                "behind any prefix");
}

} // namespace

DeducedNetwork deduceNetwork(const project::TensorFile& given, std::string_view system) {
    const project::TensorFile file = project::stripModulePrefix(given);
    const StateDictNames names(file);
    switch (familyOf(names)) {
    case Family::Unet:
        return deduceUnet(names);
    case Family::Enhancer:
        return deduceLocalEnhancer(names);
    case Family::Stages:
        return deduceMultiscale(names, true);
    case Family::Scales:
        return deduceMultiscale(names, false);
    case Family::Pixel:
        return deducePixel(names);
    case Family::Patch:
        return deducePatch(names);
    case Family::Trunk:
        return deduceTrunk(names, system);
    case Family::Encoder:
        return deduceEncoder(names);
    case Family::None:
        break;
    }
    failUnknown(file);
}

namespace {

/// What may stand before a weight that every network of a family has, shortest first.
std::set<std::string, bool (*)(const std::string&, const std::string&)>
possiblePrefixes(const project::TensorFile& file) {
    static constexpr std::array<std::string_view, 7> anchors = {
        "model.model.0.weight", "model1_1.1.weight", "scale0_layer0.0.weight", "layer0.0.weight",
        "net.0.weight",         "model.0.weight",    "model.1.weight"};
    std::set<std::string, bool (*)(const std::string&, const std::string&)> prefixes(
        [](const std::string& a, const std::string& b) {
            return std::pair(a.size(), std::string_view(a)) <
                   std::pair(b.size(), std::string_view(b));
        });
    for (const project::StoredTensor& tensor : file.tensors()) {
        for (const std::string_view anchor : anchors) {
            if (!tensor.name.ends_with(anchor)) {
                continue;
            }
            const std::string prefix = tensor.name.substr(0, tensor.name.size() - anchor.size());
            const bool apart =
                prefix.empty() || std::isalnum(static_cast<unsigned char>(prefix.back())) == 0;
            constexpr std::size_t most = 64; // networks in one file
            if (apart && prefixes.size() < most) {
                prefixes.insert(prefix);
            }
        }
    }
    return prefixes;
}

void findIn(const project::TensorSet& set, std::vector<FoundNetwork>& found) {
    std::vector<std::string> taken;
    for (const std::string& prefix : possiblePrefixes(set.file)) {
        // Below a network that was found lie its own parts.
        const bool part = std::any_of(taken.begin(), taken.end(), [&](const std::string& outer) {
            return prefix.starts_with(outer);
        });
        if (part) {
            continue;
        }
        project::TensorFile weights = project::withPrefix(set.file, prefix, false);
        if (familyOf(StateDictNames(weights)) != Family::None) {
            taken.push_back(prefix);
            const std::size_t others = set.file.tensors().size() - weights.tensors().size();
            found.push_back({set.name, prefix, std::move(weights), others});
        }
    }
}

} // namespace

std::vector<FoundNetwork> findNetworks(const std::vector<project::TensorSet>& sets) {
    std::vector<FoundNetwork> found;
    for (const project::TensorSet& set : sets) {
        findIn(set, found);
    }
    if (found.empty()) {
        failUnknown(sets.front().file);
    }
    return found;
}

namespace {

std::string channelSum(const InputChannels& split) {
    return std::to_string(split.labels == 0 ? 3 : split.labels) +
           (split.labels == 0 ? " of an RGB picture" : " labels") +
           (split.edge ? " + 1 edge" : "") +
           (split.features > 0 ? " + " + std::to_string(split.features) + " features" : "");
}

/// Every split that has the right sum and agrees with the hints.
std::vector<InputChannels> possibleSplits(std::int64_t channels, const InputChannelHints& hints) {
    std::vector<InputChannels> splits;
    for (const bool edge : {true, false}) {
        if (hints.edge && *hints.edge != edge) {
            continue;
        }
        const auto consider = [&](std::int64_t labels, std::int64_t features) {
            const std::int64_t pictures = labels == 0 ? 3 : labels;
            if (features >= 0 && pictures + (edge ? 1 : 0) + features == channels) {
                splits.push_back({labels, edge, features});
            }
        };
        const std::int64_t rest = channels - (edge ? 1 : 0);
        if (hints.labels) {
            const std::int64_t pictures = *hints.labels == 0 ? 3 : *hints.labels;
            const std::int64_t features = hints.features.value_or(rest - pictures);
            consider(*hints.labels, features);
        } else if (hints.features && rest - *hints.features > 0) {
            consider(rest - *hints.features, *hints.features);
        }
    }
    return splits;
}

} // namespace

InputChannels splitInputChannels(std::int64_t channels, const InputChannelHints& hints,
                                 const std::string& where) {
    const std::string count = std::to_string(channels);
    if (!hints.labels && !(hints.features && hints.edge)) {
        throw Error("how its " + count +
                        " input channels divide into labels, edge and features cannot be seen "
                        "from the shapes",
                    where,
                    "Give --option label_nc=N (35 for Cityscapes; also use_instance=true|false, "
                    "feat_num=N) or a label set with --labels");
    }
    const std::vector<InputChannels> splits = possibleSplits(channels, hints);
    if (splits.empty()) {
        throw Error("the options do not add up to its " + count + " input channels", where,
                    "Channels are label_nc (3 for a picture when it is 0), 1 with use_instance, "
                    "and feat_num");
    }
    if (splits.size() == 1) {
        return splits.front();
    }
    for (const InputChannels& split : splits) {
        if (split.features == 0 || split.features == 3) {
            return split;
        }
    }
    throw Error("its " + count + " input channels can be " + channelSum(splits[0]) + " or " +
                    channelSum(splits[1]),
                where, "Give --option feat_num=N or --option use_instance=true|false");
}

} // namespace underpaint::nets
