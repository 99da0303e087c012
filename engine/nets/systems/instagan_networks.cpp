// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/instagan_networks.h"

#include "engine/nets/systems/instagan.h"
#include "engine/nets/systems/projected_discriminator.h"

#include <string>
#include <vector>

namespace underpaint::nets::instagan {

namespace {

/// A photo, then masks; one at least.
InputSpec photoAndMasks(std::int64_t photoChannels) {
    return {.name = "input",
            .channels = photoChannels + 1,
            .content = InputContent::Picture,
            .openEnded = true};
}

template<class Net>
NetworkDefinition onSets(const Net& net) {
    return {
        .inputs = {photoAndMasks(net.inputChannels)},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output", net(run, weights, inputs.at("input").dense())}};
        },
        .norm = net.norm,
        .own = net};
}

NetworkDefinition defineGenerator(OptionReader& o) {
    const SetGenerator net{.inputChannels = o.integer("input_nc", 1, maxChannels, 3),
                           .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
                           .ngf = o.integer("ngf", 1, maxChannels),
                           .blocks = o.integer("n_blocks", 0, maxBlocks, 9),
                           .norm = o.norm(),
                           .dropout = o.boolean("use_dropout"),
                           .keepsInput = o.boolean("keep_input")};
    NetworkDefinition definition = onSets(net);
    definition.multiple = net.multiple();
    definition.dropout = net.dropout;
    return definition;
}

NetworkDefinition defineDiscriminator(OptionReader& o) {
    const SetDiscriminator net{.inputChannels = o.integer("input_nc", 1, maxChannels, 3),
                               .ndf = o.integer("ndf", 1, maxChannels),
                               .layers = o.integer("n_layers", 1, 8, 3),
                               .norm = o.norm(),
                               .sigmoid = o.boolean("use_sigmoid")};
    NetworkDefinition definition = onSets(net);
    definition.judgesInProbabilities = net.sigmoid;
    return definition;
}

/// Our own: judges the photo by the features of a pretrained backbone beside the union of its
/// masks, at several scales that count alike.
/// (N, 1, 1, 1): the mean score (N, 1, h, w) of the places that show some of the masks (N, 1, H,
/// W). Around instances two domains look alike: scores there would tell nothing, and drown the
/// others.
Tensor meanWithin(const Tensor& united, const Tensor& scores) {
    const auto there = at::adaptive_max_pool2d(united, {scores.size(2), scores.size(3)});
    const Tensor places = std::get<0>(there).ge(0.5).to(scores.scalar_type());
    const auto sum = [](const Tensor& x) { return x.sum({1, 2, 3}, /*keepdim=*/true); };
    // Without instances all of the picture counts.
    const Tensor counted = places + sum(places).le(0);
    return sum(scores * counted) / sum(counted);
}

NetworkDefinition defineProjected(OptionReader& o) {
    constexpr std::int64_t photo = 3;
    (void)o.integer("input_nc", photo, photo, photo); // as all discriminators have it
    const ProjectedDiscriminator net{.inputChannels = photo + 1,
                                     .width = o.integer("width", 1, maxChannels, 48),
                                     .headWidth = o.integer("head_width", 1, maxChannels, 64)};
    NetworkDefinition definition{
        .inputs = {photoAndMasks(photo)},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            const Tensor input = inputs.at("input").dense();
            const Tensor masks = input.narrow(1, photo, input.size(1) - photo);
            const Tensor united = ((masks + 1) / 2).sum(1, /*keepdim=*/true).clamp_max(1);
            std::vector<Tensor> scores;
            for (const auto& head :
                 net(run, weights, at::cat({united, input.narrow(1, 0, photo)}, 1))) {
                scores.push_back(meanWithin(united, head.front()));
            }
            return {{"output", run.concatenate(scores)}};
        }};
    definition.multiple = ProjectedDiscriminator::multiple();
    definition.backbonePrefix = "backbone.";
    definition.backbone = "backbone.efficientnet_lite0";
    return definition;
}

Evidence seeGenerator(const StateDictNames& names) {
    const bool own = names.has("encoder_img.1.weight") && names.has("encoder_seg.1.weight") &&
                     names.has("decoder_img.7.weight");
    return own ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceGenerator(const StateDictNames& names) {
    const auto blocks = names.numbersAfter("encoder_img.", ".conv_block.");
    const bool dropout =
        !blocks.empty() &&
        names.isConvolution(numbered("encoder_img.", *blocks.begin(), ".conv_block.6.weight"));
    return {{{"input_nc", names.extent("encoder_img.1.weight", inAxis)},
             {"output_nc", names.extent("decoder_img.7.weight", outAxis)},
             {"ngf", names.extent("encoder_img.1.weight", outAxis)},
             {"n_blocks", static_cast<std::int64_t>(blocks.size())},
             {"norm", names.normAt("encoder_img.2")},
             {"use_dropout", dropout}}};
}

Evidence seeDiscriminator(const StateDictNames& names) {
    const bool own = names.has("feature_img.0.module.weight_bar") &&
                     names.has("feature_seg.0.module.weight_bar");
    return own ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceDiscriminator(const StateDictNames& names) {
    const auto layers = names.numbersAfter("feature_img.", ".module.weight_bar");
    return {{{"input_nc", names.extent("feature_img.0.module.weight_bar", inAxis)},
             {"ndf", names.extent("feature_img.0.module.weight_bar", outAxis)},
             {"n_layers", static_cast<std::int64_t>(layers.size())},
             {"norm", names.normAt("classifier.1")},
             {"use_sigmoid", false}},
            {"use_sigmoid = false (the official default; weights do not tell)"}};
}

} // namespace

} // namespace underpaint::nets::instagan

namespace underpaint::nets {

NetworkSystem networksOfInstaGan() {
    using namespace instagan;
    return {
        .kind = "instagan",
        .title = "InstaGAN",
        .networks = {
            {.name = "instagan.set_generator",
             .role = "G",
             .define = defineGenerator,
             .recognition = {.anchors = {"encoder_img.1.weight"},
                             .evidence = seeGenerator,
                             .deduce = deduceGenerator}},
            {.name = "instagan.set_discriminator",
             .role = "D",
             .define = defineDiscriminator,
             .recognition = {.anchors = {"feature_img.0.module.weight_bar"},
                             .evidence = seeDiscriminator,
                             .deduce = deduceDiscriminator}},
            {.name = "instagan.projected_discriminator", .role = "D", .define = defineProjected},
        }};
}

} // namespace underpaint::nets
