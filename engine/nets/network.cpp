// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/network.h"

#include "engine/base/error.h"
#include "engine/nets/cost/describe_run.h"
#include "engine/nets/option_reader.h"

#include <set>
#include <type_traits>

namespace underpaint::nets {

namespace {

constexpr std::int64_t maxChannels = 4096;
constexpr std::int64_t maxBlocks = 64;

pix2pixhd::Upsampling readUpsampling(OptionReader& o) {
    return o.choice("upsample", {"transposed", "nearest"}) == "nearest"
               ? pix2pixhd::Upsampling::NearestConvolution
               : pix2pixhd::Upsampling::Transposed;
}

pix2pixhd::GlobalGenerator readGlobalGenerator(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .ngf = o.integer("ngf", 1, maxChannels),
            .downsamplings = o.integer("n_downsampling", 0, 8),
            .blocks = o.integer("n_blocks", 0, maxBlocks),
            .norm = o.norm(),
            .upsampling = readUpsampling(o)};
}

pix2pixhd::LocalEnhancer readLocalEnhancer(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .ngf = o.integer("ngf", 1, maxChannels),
            .globalDownsamplings = o.integer("n_downsample_global", 0, 8),
            .globalBlocks = o.integer("n_blocks_global", 0, maxBlocks),
            .enhancers = o.integer("n_local_enhancers", 1, 4),
            .localBlocks = o.integer("n_blocks_local", 0, maxBlocks),
            .norm = o.norm(),
            .upsampling = readUpsampling(o)};
}

pix2pixhd::Encoder readEncoder(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels, 3),
            .outputChannels = o.integer("output_nc", 1, maxChannels),
            .ngf = o.integer("ngf", 1, maxChannels),
            .downsamplings = o.integer("n_downsampling", 0, 8),
            .norm = o.norm()};
}

pix2pixhd::MultiscaleDiscriminator readMultiscaleDiscriminator(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .ndf = o.integer("ndf", 1, maxChannels),
            .layers = o.integer("n_layers", 1, 8),
            .scales = o.integer("num_D", 1, 8),
            .norm = o.norm(),
            .sigmoid = o.boolean("use_sigmoid"),
            .stages = o.boolean("intermediate_features"),
            .spectral = o.boolean("spectral_norm")};
}

pix2pix::UnetGenerator readUnet(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .downsamplings = o.integer("num_downs", 5, 10),
            .ngf = o.integer("ngf", 1, maxChannels),
            .norm = o.norm(),
            .dropout = o.boolean("use_dropout")};
}

pix2pix::ResnetGenerator readResnet(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .ngf = o.integer("ngf", 1, maxChannels),
            .blocks = o.integer("n_blocks", 0, maxBlocks),
            .norm = o.norm(),
            .dropout = o.boolean("use_dropout")};
}

pix2pix::PatchDiscriminator readPatch(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .ndf = o.integer("ndf", 1, maxChannels),
            .layers = o.integer("n_layers", 1, 8),
            .norm = o.norm()};
}

pix2pix::PixelDiscriminator readPixel(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .ndf = o.integer("ndf", 1, maxChannels),
            .norm = o.norm()};
}

ModulatedGenerator readModulated(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 1, maxChannels),
            .outputChannels = o.integer("output_nc", 1, maxChannels, 3),
            .ngf = o.integer("ngf", 1, maxChannels),
            .downsamplings = o.integer("n_downsampling", 1, 6),
            .maxChannels = o.integer("max_channels", 1, maxChannels, 256),
            .blocks = o.integer("n_blocks", 0, maxBlocks),
            .fineBlocks = o.integer("n_fine_blocks", 0, maxBlocks, 0),
            .noiseChannels = o.integer("noise_nc", 0, 4, 0)};
}

ProjectedDiscriminator readProjected(OptionReader& o) {
    return {.inputChannels = o.integer("input_nc", 3, maxChannels),
            .width = o.integer("width", 1, maxChannels, 48),
            .headWidth = o.integer("head_width", 1, maxChannels, 64)};
}

Segmenter readSegmenter(OptionReader& o) {
    const std::int64_t width = o.integer("width", 2, maxChannels / 4, 32);
    if (width % 2 != 0) {
        throw Error("option \"width\" is " + std::to_string(width) + ", which is odd", "segmenter",
                    "Use an even number");
    }
    return {.classes = o.integer("classes", 1, 65536), .width = width};
}

const Tensor& argument(const TensorMap& arguments, const std::string& name,
                       const std::string& network) {
    const auto it = arguments.find(name);
    if (it == arguments.end()) {
        throw Error("the argument \"" + name + "\" is missing", network);
    }
    return it->second;
}

TensorMap namedPredictions(const std::vector<std::vector<Tensor>>& predictions, bool stages) {
    TensorMap results;
    for (std::size_t s = 0; s < predictions.size(); ++s) {
        for (std::size_t j = 0; j < predictions[s].size(); ++j) {
            const std::string name = "pred." + std::to_string(s);
            results[stages ? name + "." + std::to_string(j) : name] = predictions[s][j];
        }
    }
    return results;
}

TensorMap namedFeatures(const EfficientNetLite0::Features& features) {
    TensorMap results{{"pooled", features.pooled.flatten(1)}};
    for (std::size_t i = 0; i < features.stages.size(); ++i) {
        results["features." + std::to_string(EfficientNetLite0::strides.at(i))] =
            features.stages[i];
    }
    return results;
}

template<class T>
concept Judge = requires(const T& net, Run& run, const Scope& scope, const Tensor& input) {
    { net(run, scope, input) } -> std::same_as<std::vector<std::vector<Tensor>>>;
};

template<class T>
concept Generator = requires(const T& net, Run& run, const Scope& scope,
                             const NetworkInput& input) {
    { net(run, scope, input) } -> std::same_as<Tensor>;
    net.outputChannels;
};

} // namespace

Network Network::create(const std::string& name, const project::Options& options) {
    using Reader = Any (*)(OptionReader&);
    static const std::map<std::string, Reader> readers{
        {"pix2pixhd.global_generator",
         [](OptionReader& o) -> Any { return readGlobalGenerator(o); }},
        {"pix2pixhd.local_enhancer", [](OptionReader& o) -> Any { return readLocalEnhancer(o); }},
        {"pix2pixhd.encoder", [](OptionReader& o) -> Any { return readEncoder(o); }},
        {"pix2pixhd.multiscale_discriminator",
         [](OptionReader& o) -> Any { return readMultiscaleDiscriminator(o); }},
        {"pix2pix.unet_generator", [](OptionReader& o) -> Any { return readUnet(o); }},
        {"pix2pix.resnet_generator", [](OptionReader& o) -> Any { return readResnet(o); }},
        {"pix2pix.patch_discriminator", [](OptionReader& o) -> Any { return readPatch(o); }},
        {"pix2pix.pixel_discriminator", [](OptionReader& o) -> Any { return readPixel(o); }},
        {"pix2pixhd.modulated_generator", [](OptionReader& o) -> Any { return readModulated(o); }},
        {"projected_discriminator", [](OptionReader& o) -> Any { return readProjected(o); }},
        {"backbone.efficientnet_lite0", [](OptionReader&) -> Any { return EfficientNetLite0{}; }},
        {"backbone.squeezenet_1_1", [](OptionReader&) -> Any { return SqueezeNet{}; }},
        {"segmenter", [](OptionReader& o) -> Any { return readSegmenter(o); }},
    };
    const auto it = readers.find(name);
    if (it == readers.end()) {
        throw Error(
            "there is no network of this name", name, "Networks of this program: " + [] {
                std::string list;
                for (const std::string& known : names()) {
                    list += (list.empty() ? "" : ", ") + known;
                }
                return list;
            }());
    }
    OptionReader reader(name, options);
    const Any network = it->second(reader);
    reader.finish();
    return {name, options, network};
}

std::vector<std::string> Network::names() {
    return {"backbone.efficientnet_lite0",
            "backbone.squeezenet_1_1",
            "pix2pix.patch_discriminator",
            "pix2pix.pixel_discriminator",
            "pix2pix.resnet_generator",
            "pix2pix.unet_generator",
            "pix2pixhd.encoder",
            "pix2pixhd.global_generator",
            "pix2pixhd.local_enhancer",
            "pix2pixhd.modulated_generator",
            "pix2pixhd.multiscale_discriminator",
            "projected_discriminator",
            "segmenter"};
}

std::int64_t Network::inputChannels() const {
    return std::visit([](const auto& net) { return net.inputChannels; }, m_network);
}

std::int64_t Network::multiple() const {
    return std::visit(
        [](const auto& net) -> std::int64_t {
            if constexpr (requires { net.multiple(); }) {
                return net.multiple();
            } else {
                return 1;
            }
        },
        m_network);
}

bool Network::isGenerator() const {
    return std::visit([](const auto& net) { return Generator<std::decay_t<decltype(net)>>; },
                      m_network);
}

std::int64_t Network::noiseChannels() const {
    const auto* net = as<ModulatedGenerator>();
    return net == nullptr ? 0 : net->noiseChannels;
}

Tensor Network::generate(Run& run, const Scope& weights, const NetworkInput& input) const {
    return std::visit(
        [&](const auto& net) -> Tensor {
            if constexpr (Generator<std::decay_t<decltype(net)>>) {
                if (input.channels() != net.inputChannels) {
                    throw Error("the network takes " + std::to_string(net.inputChannels) +
                                    " channels, this input has " + std::to_string(input.channels()),
                                m_name);
                }
                return net(run, weights, input);
            } else {
                throw Error("is not a generator", m_name);
            }
        },
        m_network);
}

TensorMap Network::forward(Run& run, const Scope& weights, const TensorMap& arguments) const {
    return std::visit(
        [&](const auto& net) -> TensorMap {
            using Type = std::decay_t<decltype(net)>;
            if constexpr (std::is_same_v<Type, pix2pixhd::Encoder>) {
                return {{"output", net(run, weights, argument(arguments, "image", m_name),
                                       argument(arguments, "inst", m_name))}};
            } else if constexpr (std::is_same_v<Type, pix2pixhd::MultiscaleDiscriminator>) {
                return namedPredictions(net(run, weights, argument(arguments, "input", m_name)),
                                        net.stages);
            } else if constexpr (std::is_same_v<Type, ProjectedDiscriminator>) {
                return namedPredictions(net(run, weights, argument(arguments, "input", m_name)),
                                        false);
            } else if constexpr (std::is_same_v<Type, EfficientNetLite0>) {
                return namedFeatures(net(run, weights, argument(arguments, "input", m_name)));
            } else if constexpr (std::is_same_v<Type, SqueezeNet>) {
                const auto stages = net(run, weights, argument(arguments, "input", m_name));
                return {stages.begin(), stages.end()};
            } else {
                return {{"output", net(run, weights, argument(arguments, "input", m_name))}};
            }
        },
        m_network);
}

std::vector<std::vector<Tensor>> Network::judge(Run& run, const Scope& weights,
                                                const Tensor& input) const {
    return std::visit(
        [&](const auto& net) -> std::vector<std::vector<Tensor>> {
            if constexpr (Judge<std::decay_t<decltype(net)>>) {
                return net(run, weights, input);
            } else {
                throw Error("is no discriminator of pix2pixHD's training", m_name);
            }
        },
        m_network);
}

bool Network::isJudge() const {
    return std::visit([](const auto& net) { return Judge<std::decay_t<decltype(net)>>; },
                      m_network);
}

void Network::describe(Run& run, std::int64_t width, std::int64_t height) const {
    const ParamStore none;
    const Tensor input = shapeOnly(1, inputChannels(), height, width);
    const Tensor ids = shapeOnly(1, 1, height, width);
    forward(run, Scope(none), {{"input", input}, {"image", input}, {"inst", ids}});
}

std::vector<ParamSpec> Network::parameters() const {
    // Any legal size gives the same weights; this one is large enough for every network here.
    const std::int64_t extent = std::max<std::int64_t>(256, 2 * multiple());
    DescribeRun shapes;
    describe(shapes, extent, extent);
    return shapes.parameters();
}

NetworkCost Network::cost(std::int64_t width, std::int64_t height) const {
    DescribeRun shapes;
    describe(shapes, width, height);
    return {shapes.multiplyAdds(), shapes.primitives()};
}

} // namespace underpaint::nets
