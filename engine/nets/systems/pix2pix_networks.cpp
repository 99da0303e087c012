// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/pix2pix_networks.h"

#include "engine/nets/systems/pix2pix.h"
#include "engine/nets/systems/residual_trunk.h"

#include <string>

namespace underpaint::nets::pix2pix {

namespace {

NetworkDefinition defineUnet(OptionReader& o) {
    const UnetGenerator net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
                            .downsamplings = o.integer("num_downs", 5, 10),
                            .ngf = o.integer("ngf", 1, maxChannels),
                            .norm = o.norm(),
                            .dropout = o.boolean("use_dropout")};
    NetworkDefinition definition = conditionGenerator(net);
    definition.smallest = net.multiple(); // it may shrink a picture to one pixel
    definition.norm = net.norm;
    definition.dropout = net.dropout;
    return definition;
}

NetworkDefinition definePixel(OptionReader& o) {
    const PixelDiscriminator net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                                 .ndf = o.integer("ndf", 1, maxChannels),
                                 .norm = o.norm()};
    return denseNetwork(net, InputContent::Judged);
}

/// The norm of a pix2pix network, whose convolutions have a bias before an instance norm alone.
std::string normOrNone(const StateDictNames& names, const std::string& layer,
                       const std::string& convolution) {
    const std::string norm = names.normAt(layer);
    return norm == "instance" && !names.has(convolution + ".bias") ? "none" : norm;
}

Evidence seeUnet(const StateDictNames& names) {
    const bool own = names.has("model.model.0.weight") && names.has("model.model.1.model.1.weight");
    return own ? Evidence::Shared : Evidence::None;
}

/// BicycleGAN's U-Net has a bias before a batch norm, too. With instance norms nothing tells the
/// two apart, and this one is far more common.
bool onlyUnet(const StateDictNames& names) {
    return !names.has("model.model.1.model.1.bias") ||
           names.normAt("model.model.1.model.2") != "batch";
}

DeducedOptions deduceUnet(const StateDictNames& names) {
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
    return {{{"input_nc", names.extent(first, inAxis)},
             {"output_nc", names.extent("model.model.3.weight", inAxis)},
             {"num_downs", downs},
             {"ngf", names.extent(first, outAxis)},
             {"norm", normOrNone(names, level + ".model.4", "model.model.0")},
             {"use_dropout", true}},
            {"use_dropout = true (the official default; a U-Net's weights do not tell)"}};
}

Evidence seeResnet(const StateDictNames& names) {
    return hasResidualTrunk(names) ? Evidence::Shared : Evidence::None;
}

/// pix2pix leaves out the bias before a batch norm and is the only one with dropout.
bool onlyResnet(const StateDictNames& names) {
    return residualTrunk(names).dropout || !names.has("model.1.bias");
}

Evidence seePatch(const StateDictNames& names) {
    return names.has("model.0.weight") ? Evidence::Sure : Evidence::None;
}

DeducedOptions deducePlainPatch(const StateDictNames& names) {
    return deducePatch(names, "weight");
}

Evidence seePixel(const StateDictNames& names) {
    return names.has("net.0.weight") ? Evidence::Sure : Evidence::None;
}

DeducedOptions deducePixel(const StateDictNames& names) {
    return {{{"input_nc", names.extent("net.0.weight", inAxis)},
             {"ndf", names.extent("net.0.weight", outAxis)},
             {"norm", normOrNone(names, "net.3", "net.2")}}};
}

} // namespace

NetworkDefinition defineResnet(OptionReader& o) {
    const ResnetGenerator net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                              .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
                              .ngf = o.integer("ngf", 1, maxChannels),
                              .blocks = o.integer("n_blocks", 0, maxBlocks),
                              .norm = o.norm(),
                              .dropout = o.boolean("use_dropout")};
    NetworkDefinition definition = conditionGenerator(net);
    definition.norm = net.norm;
    definition.dropout = net.dropout;
    return definition;
}

NetworkDefinition definePatch(OptionReader& o) {
    const PatchDiscriminator net{.inputChannels = o.integer("input_nc", 1, maxChannels),
                                 .ndf = o.integer("ndf", 1, maxChannels),
                                 .layers = o.integer("n_layers", 1, 8),
                                 .norm = o.norm(),
                                 .spectral = o.boolean("spectral_norm")};
    return denseNetwork(net, InputContent::Judged);
}

DeducedOptions deduceResnet(const StateDictNames& names) {
    const ResidualTrunk trunk = residualTrunk(names);
    if (trunk.downsamplings != 2) {
        names.fail("has " + std::to_string(trunk.downsamplings) +
                       " downsamplings, a pix2pix ResNet has 2",
                   "Import it as --kind pix2pixhd");
    }
    return {{{"input_nc", names.extent("model.1.weight", inAxis)},
             {"output_nc", names.extent(numbered("model.", trunk.head(), ".weight"), outAxis)},
             {"ngf", names.extent("model.1.weight", outAxis)},
             {"n_blocks", trunk.blocks},
             {"norm", normOrNone(names, "model.2", "model.1")},
             {"use_dropout", trunk.dropout}}};
}

DeducedOptions deducePatch(const StateDictNames& names, const std::string& suffix) {
    const std::int64_t last = *names.numbersAfter("model.", "." + suffix).rbegin();
    if (last < 5 || (last - 2) % 3 != 0) {
        names.fail("the layers are not those of a PatchGAN");
    }
    const std::string first = "model.0." + suffix;
    const std::string norm = names.normAt("model.3");
    const std::string second =
        suffix.starts_with("module.") ? "model.2.module.bias" : "model.2.bias";
    const bool leftOut = norm == "instance" && !names.has(second);
    return {{{"input_nc", names.extent(first, inAxis)},
             {"ndf", names.extent(first, outAxis)},
             {"n_layers", (last - 2) / 3},
             {"norm", leftOut ? "none" : norm}}};
}

} // namespace underpaint::nets::pix2pix

namespace underpaint::nets {

NetworkSystem networksOfPix2Pix() {
    using namespace pix2pix;
    return {.kind = "pix2pix",
            .title = "pix2pix",
            .networks = {
                {.name = "pix2pix.unet_generator",
                 .role = "G",
                 .define = defineUnet,
                 .recognition = {.anchors = {"model.model.0.weight"},
                                 .evidence = seeUnet,
                                 .only = onlyUnet,
                                 .title = "a U-Net of pix2pix",
                                 .deduce = deduceUnet}},
                {.name = "pix2pix.resnet_generator",
                 .role = "G",
                 .define = defineResnet,
                 .recognition = {.anchors = {"model.1.weight"},
                                 .evidence = seeResnet,
                                 .only = onlyResnet,
                                 .title = "a ResNet of pix2pix",
                                 .deduce = deduceResnet}},
                {.name = "pix2pix.pixel_discriminator",
                 .role = "D",
                 .define = definePixel,
                 .recognition = {.anchors = {"net.0.weight"},
                                 .evidence = seePixel,
                                 .deduce = deducePixel}},
                {.name = "pix2pix.patch_discriminator",
                 .role = "D",
                 .define = definePatch,
                 .recognition = {.anchors = {"model.0.weight"},
                                 .evidence = seePatch,
                                 .deduce = deducePlainPatch}},
            }};
}

} // namespace underpaint::nets
