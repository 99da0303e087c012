// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/translate_samples.h"

#include "engine/base/random.h"
#include "engine/nets/systems/spectral_norm.h"
#include "engine/nets/weights/initialise.h"

#include <span>
#include <string_view>

namespace underpaint::test {

namespace {

constexpr std::uint64_t weightSeed = 7;

project::PackageWeights weightsOf(const std::string& role, const nets::ParamStore& store) {
    project::PackageWeights weights{role, {}};
    for (const auto& [key, tensor] : store) {
        const auto type = tensor.scalar_type() == at::kLong ? project::ElementType::I64
                                                            : project::ElementType::F32;
        weights.tensors.push_back({key, type, tensor.sizes().vec(),
                                   std::span(static_cast<const std::byte*>(tensor.data_ptr()),
                                             static_cast<std::size_t>(tensor.nbytes()))});
    }
    return weights;
}

std::vector<project::PackageClass> sampleClasses() {
    std::vector<project::PackageClass> classes;
    const scene::LabelSet set = sampleLabels();
    for (const scene::LabelClass& one : set.classes()) {
        classes.push_back(
            {one.id, one.name, {one.colour.red, one.colour.green, one.colour.blue}, one.thing});
    }
    return classes;
}

std::filesystem::path writeWithSampleWeights(const std::filesystem::path& path,
                                             const project::Manifest& manifest) {
    std::vector<nets::ParamStore> stores;
    std::vector<project::PackageWeights> weights;
    for (const auto& [role, described] : manifest.networks) {
        stores.push_back(
            sampleWeights(nets::Network::create(described.network, described.options)));
        weights.push_back(weightsOf(role, stores.back()));
    }
    project::writePackage(path, manifest, weights);
    return path;
}

} // namespace

scene::LabelSet sampleLabels() {
    std::vector<scene::LabelClass> classes;
    for (std::uint16_t id = 0; id < 6; ++id) {
        const auto level = static_cast<std::uint8_t>(40 * id);
        classes.push_back({id,
                           "class " + std::string(1, static_cast<char>('a' + id)),
                           {level, static_cast<std::uint8_t>(255 - level), 100},
                           id == 3 || id == 4});
    }
    return {"sample", classes};
}

nets::ParamStore sampleWeights(const nets::Network& network) {
    return nets::initialWeights(network, nets::Initialisation::Scaled, weightSeed);
}

std::filesystem::path writePix2PixHd(const std::filesystem::path& path) {
    project::Manifest manifest;
    manifest.name = "sample";
    manifest.kind = "pix2pixhd";
    manifest.classes = sampleClasses();
    manifest.labelChannels = 6;
    manifest.useInstanceEdges = true;
    manifest.featNum = 3;
    manifest.size.multiple = 4;
    manifest.styles[2] = {{{0.5, -0.5, 0}, 0.5}, {{-0.5, 0.5, 0.25}, 0.5}};
    for (int k = 0; k < 5; ++k) {
        manifest.styles[4].push_back({{0.2 * k, -0.1 * k, 0.5 - 0.2 * k}, 0.2});
    }
    manifest.networks["G"] = {"pix2pixhd.global_generator",
                              {{"input_nc", std::int64_t{10}},
                               {"output_nc", std::int64_t{3}},
                               {"ngf", std::int64_t{4}},
                               {"n_downsampling", std::int64_t{2}},
                               {"n_blocks", std::int64_t{2}},
                               {"norm", std::string("instance")}},
                              {}};
    manifest.networks["E"] = {"pix2pixhd.encoder",
                              {{"output_nc", std::int64_t{3}},
                               {"ngf", std::int64_t{4}},
                               {"n_downsampling", std::int64_t{2}},
                               {"norm", std::string("instance")}},
                              {}};
    return writeWithSampleWeights(path, manifest);
}

std::filesystem::path writePix2Pix(const std::filesystem::path& path, SampleInput input) {
    const std::int64_t channels = input == SampleInput::OneHot ? 6 : 3;
    project::Manifest manifest;
    manifest.name = "sample pix2pix";
    manifest.kind = "pix2pix";
    manifest.labelChannels = input == SampleInput::OneHot ? 6 : 0;
    if (input != SampleInput::Photo) {
        manifest.classes = sampleClasses();
    }
    manifest.size.multiple = 128;
    manifest.networks["G"] = {"pix2pix.unet_generator",
                              {{"input_nc", channels},
                               {"output_nc", std::int64_t{3}},
                               {"num_downs", std::int64_t{7}},
                               {"ngf", std::int64_t{2}},
                               {"norm", std::string("batch")},
                               {"use_dropout", true}},
                              {}};
    const nets::ParamStore store = sampleWeights(
        nets::Network::create("pix2pix.unet_generator", manifest.networks["G"].options));
    const project::PackageWeights weights = weightsOf("G", store);
    project::writePackage(path, manifest, std::span(&weights, 1));
    return path;
}

std::filesystem::path writeBicycleGan(const std::filesystem::path& path, bool ours) {
    project::Manifest manifest;
    manifest.name = "sample codes";
    manifest.kind = "bicyclegan";
    manifest.classes = sampleClasses();
    manifest.labelChannels = 6;
    manifest.size = {.nativeWidth = 48, .nativeHeight = 32, .multiple = 4};
    manifest.networks["G"] = {"bicyclegan.modulated_generator",
                              {{"input_nc", std::int64_t{6}},
                               {"nz", std::int64_t{3}},
                               {"ngf", std::int64_t{4}},
                               {"n_downsampling", std::int64_t{2}},
                               {"norm", std::string("pixel")},
                               {"n_blocks", std::int64_t{1}}},
                              {}};
    manifest.networks["E"] = {"bicyclegan.encoder_conv",
                              {{"input_nc", std::int64_t{3}},
                               {"nz", std::int64_t{3}},
                               {"nef", std::int64_t{4}},
                               {"n_layers", std::int64_t{2}},
                               {"norm", std::string("none")}},
                              {}};
    if (ours) {
        manifest.networks["E"] = {
            "bicyclegan.encoder_regions", {{"nz", std::int64_t{3}}, {"nef", std::int64_t{4}}}, {}};
    }
    const auto storeOf = [&](const char* role) {
        const project::PackageNetwork& network = manifest.networks[role];
        return sampleWeights(nets::Network::create(network.network, network.options));
    };
    const nets::ParamStore generator = storeOf("G");
    const nets::ParamStore encoder = storeOf("E");
    const std::vector<project::PackageWeights> weights{weightsOf("G", generator),
                                                       weightsOf("E", encoder)};
    project::writePackage(path, manifest, weights);
    return path;
}

std::filesystem::path writeVid2Vid(const std::filesystem::path& path, bool withSingle) {
    project::Manifest manifest;
    manifest.name = "sample sequences";
    manifest.kind = "vid2vid";
    manifest.classes = sampleClasses();
    manifest.labelChannels = 6;
    manifest.useInstanceEdges = true;
    manifest.size.multiple = 8;
    project::Options options{{"input_nc", std::int64_t{21}},
                             {"n_downsampling", std::int64_t{2}},
                             {"norm", std::string("batch")},
                             {"use_fg", true}};
    options["ngf"] = std::int64_t{8};
    options["n_blocks"] = std::int64_t{2};
    options["fg_labels"] = std::vector<double>{3, 4};
    manifest.networks["G0"] = {"vid2vid.composite_generator", options, {}};
    options.erase("fg_labels");
    options.erase("n_blocks");
    options["ngf"] = std::int64_t{4};
    options["n_blocks_local"] = std::int64_t{1};
    options["scale"] = std::int64_t{1};
    manifest.networks["G1"] = {"vid2vid.composite_local_generator", options, {}};
    if (withSingle) {
        manifest.networks["single_G"] = {"pix2pixhd.global_generator",
                                         {{"input_nc", std::int64_t{6}},
                                          {"output_nc", std::int64_t{3}},
                                          {"ngf", std::int64_t{4}},
                                          {"n_downsampling", std::int64_t{2}},
                                          {"n_blocks", std::int64_t{1}},
                                          {"norm", std::string("instance")}},
                                         {}};
    }
    return writeWithSampleWeights(path, manifest);
}

std::filesystem::path writeSegmenter(const std::filesystem::path& path) {
    project::Manifest manifest;
    manifest.name = "sample segmenter";
    manifest.kind = "segmenter";
    manifest.classes = sampleClasses();
    manifest.size = {.nativeWidth = 64, .nativeHeight = 48, .multiple = 16};
    manifest.networks["S"] = {
        "segmenter", {{"classes", std::int64_t{6}}, {"width", std::int64_t{4}}}, {}};
    const nets::ParamStore store =
        sampleWeights(nets::Network::create("segmenter", manifest.networks["S"].options));
    const project::PackageWeights weights = weightsOf("S", store);
    project::writePackage(path, manifest, std::span(&weights, 1));
    return path;
}

std::filesystem::path writeInstaGan(const std::filesystem::path& path) {
    project::Manifest manifest;
    manifest.name = "sample translator";
    manifest.kind = "instagan";
    manifest.classes = {{0, "class d", {255, 0, 0}, true}, {1, "class e", {0, 255, 0}, true}};
    manifest.size = {.nativeWidth = 64, .nativeHeight = 48, .multiple = 4};
    for (const char* role : {"G_A", "G_B"}) {
        manifest.networks[role] = {"instagan.set_generator",
                                   {{"ngf", std::int64_t{4}},
                                    {"n_blocks", std::int64_t{1}},
                                    {"norm", std::string("instance")}},
                                   {}};
    }
    return writeWithSampleWeights(path, manifest);
}

std::filesystem::path writeCoCosNet(const std::filesystem::path& path, bool ours) {
    project::Manifest manifest;
    manifest.name = "sample exemplars";
    manifest.kind = "cocosnet";
    manifest.classes = sampleClasses();
    manifest.labelChannels = 6;
    manifest.size = {.nativeWidth = 64, .nativeHeight = 64, .multiple = 32};
    manifest.networks["G"] = {"cocosnet.generator",
                              {{"seg_nc", std::int64_t{6}},
                               {"ngf", std::int64_t{4}},
                               {"nhidden", std::int64_t{4}},
                               {"use_attention", true}},
                              {}};
    manifest.networks["Corr"] = {"cocosnet.correspondence",
                                 {{"seg_nc", std::int64_t{6}},
                                  {"ngf", std::int64_t{2}},
                                  {"nhidden", std::int64_t{4}},
                                  {"projection_nc", std::int64_t{8}},
                                  {"match_kernel", std::int64_t{3}},
                                  {"maskmix", true}},
                                 {}};
    if (ours) {
        manifest.networks["G"] = {"cocosnet.modulated_generator",
                                  {{"input_nc", std::int64_t{12}},
                                   {"noise_nc", std::int64_t{3}},
                                   {"ngf", std::int64_t{4}},
                                   {"n_downsampling", std::int64_t{2}},
                                   {"norm", std::string("pixel")},
                                   {"decoder_only", true},
                                   {"keep_warp", true},
                                   {"n_blocks", std::int64_t{1}}},
                                  {}};
        manifest.networks["Corr"].options["pono_c"] = true;
        manifest.networks["Corr"].options["warp_bilinear"] = true;
    }
    manifest.networks["S"] = {
        "segmenter", {{"classes", std::int64_t{6}}, {"width", std::int64_t{4}}}, {}};
    std::vector<nets::ParamStore> stores;
    std::vector<project::PackageWeights> weights;
    for (const auto& [role, described] : manifest.networks) {
        stores.push_back(
            sampleWeights(nets::Network::create(described.network, described.options)));
        settleSpectralNorms(stores.back());
        weights.push_back(weightsOf(role, stores.back()));
    }
    project::writePackage(path, manifest, weights);
    return path;
}

void settleSpectralNorms(const nets::ParamStore& weights) {
    constexpr std::string_view original = ".weight_orig";
    for (const auto& [key, value] : weights) {
        for (int step = 0; key.ends_with(original) && step < 5; ++step) {
            nets::storedSpectralWeight(
                nets::Scope(weights, key.substr(0, key.size() - original.size())), true);
        }
    }
}

scene::SceneState sampleScene(Size size) {
    LabelPlane labels(size.width, size.height);
    InstancePlane instances(size.width, size.height);
    Random random(99);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            labels.at(x, y) = static_cast<std::uint16_t>((x / 9 + y / 7) % 3);
            instances.at(x, y) = labels.at(x, y);
        }
    }
    for (std::uint32_t k = 0; k < 3; ++k) {
        const int left = static_cast<int>(random.below(static_cast<std::uint64_t>(size.width)));
        const int top = static_cast<int>(random.below(static_cast<std::uint64_t>(size.height)));
        for (int y = top; y < std::min(top + 9, size.height); ++y) {
            for (int x = left; x < std::min(left + 11, size.width); ++x) {
                labels.at(x, y) = 4;
                instances.at(x, y) = 4000 + k;
            }
        }
    }
    scene::SceneState state;
    state.labelSet = sampleLabels();
    state.labels = scene::LabelMap(labels);
    state.instances = scene::InstanceMap(instances);
    return state;
}

} // namespace underpaint::test
