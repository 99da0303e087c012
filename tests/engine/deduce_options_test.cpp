// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/network.h"
#include "engine/nets/systems/input_channels.h"
#include "engine/nets/weights/deduce_options.h"
#include "engine/nets/weights/initialise.h"
#include "engine/project/tensors/torch_file.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

namespace deduce_options_test {

using namespace underpaint;

namespace {

project::OptionValue optionOf(const nlohmann::json& value) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_number_integer()) {
        return value.get<std::int64_t>();
    }
    return value.get<std::string>();
}

/// Options that weights cannot tell, or that are absent where false.
bool isUndecidable(const std::string& name) {
    return name == "use_dropout" || name == "use_sigmoid";
}

void checkDeduction(const std::filesystem::path& file, const nlohmann::json& described) {
    const std::string network = described.at("network");
    const std::string system = network.substr(0, network.find('.'));
    const nets::DeducedNetwork deduced = nets::deduceNetwork(project::readTorchFile(file), system);
    CHECK_EQUAL(deduced.network, network);
    for (const auto& [name, value] : described.at("options").items()) {
        if (!isUndecidable(name)) {
            CHECK(deduced.options.contains(name));
            CHECK(deduced.options.at(name) == optionOf(value));
        }
    }
    nets::Network::create(deduced.network, deduced.options); // accepts them all
}

/// Every weight file of a set that belongs to a network of its own.
int checkSet(const std::string& set) {
    const std::filesystem::path folder = test::sharedData("golden/" + set);
    std::ifstream stream(folder / "cases.json");
    const nlohmann::json index = nlohmann::json::parse(stream);
    std::set<std::string> seen;
    for (const nlohmann::json& one : index.at("cases")) {
        const nlohmann::json weights = one.value("weights", nlohmann::json());
        if (weights.is_string()) {
            checkDeduction(folder / weights.get<std::string>(), one);
            seen.insert(weights.get<std::string>());
        } else if (weights.is_object()) {
            for (const auto& [role, file] : weights.items()) {
                checkDeduction(folder / file.get<std::string>(), one.at("networks").at(role));
                seen.insert(file.get<std::string>());
            }
        }
    }
    return static_cast<int>(seen.size());
}

/// The weights of a network as a file in memory, without their values.
project::TensorFile fileOf(const nets::Network& network) {
    std::vector<project::StoredTensor> tensors;
    const auto bytes = std::make_shared<std::vector<std::byte>>(std::size_t{1} << 26);
    for (const nets::ParamSpec& spec : network.parameters()) {
        std::vector<std::int64_t> strides(spec.shape.size(), 1);
        for (std::size_t i = spec.shape.size(); i-- > 1;) {
            strides[i - 1] = strides[i] * spec.shape[i];
        }
        tensors.push_back({spec.key, project::ElementType::F32, spec.shape, strides, *bytes});
    }
    return {"memory.pth", std::size_t{1} << 33, std::move(tensors), bytes};
}

void checkRoundTrip(const std::string& name, const project::Options& options,
                    const std::string& system) {
    const nets::DeducedNetwork deduced =
        nets::deduceNetwork(fileOf(nets::Network::create(name, options)), system);
    CHECK_EQUAL(deduced.network, name);
    for (const auto& [key, value] : options) {
        if (!isUndecidable(key)) {
            CHECK(deduced.options.at(key) == value);
        }
    }
}

project::Options withNorm(project::Options options, const std::string& norm) {
    options["norm"] = norm;
    return options;
}

std::int64_t whole(int value) {
    return value;
}

} // namespace

UNDERPAINT_TEST(golden_pix2pixhd_checkpoints_are_recognised) {
    CHECK(checkSet("pix2pixhd") >= 15);
}

UNDERPAINT_TEST(golden_pix2pix_checkpoints_are_recognised) {
    CHECK(checkSet("pix2pix") >= 7);
}

UNDERPAINT_TEST(every_network_is_recognised_from_its_own_weights) {
    for (const std::string norm : {"instance", "batch"}) {
        for (const int downs : {1, 2, 3, 4}) {
            checkRoundTrip("pix2pixhd.global_generator",
                           withNorm({{"input_nc", whole(36)},
                                     {"output_nc", whole(3)},
                                     {"ngf", whole(8)},
                                     {"n_downsampling", whole(downs)},
                                     {"n_blocks", whole(9)}},
                                    norm),
                           "pix2pixhd");
        }
        for (const int levels : {1, 2}) {
            checkRoundTrip("pix2pixhd.local_enhancer",
                           withNorm({{"input_nc", whole(39)},
                                     {"output_nc", whole(3)},
                                     {"ngf", whole(4)},
                                     {"n_downsample_global", whole(3)},
                                     {"n_blocks_global", whole(2)},
                                     {"n_local_enhancers", whole(levels)},
                                     {"n_blocks_local", whole(3)}},
                                    norm),
                           "");
        }
        for (const bool dropout : {true, false}) {
            checkRoundTrip("pix2pix.resnet_generator",
                           withNorm({{"input_nc", whole(3)},
                                     {"output_nc", whole(3)},
                                     {"ngf", whole(8)},
                                     {"n_blocks", whole(6)},
                                     {"use_dropout", dropout}},
                                    norm),
                           "pix2pix");
        }
        for (const int layers : {1, 2, 3, 5}) {
            checkRoundTrip(
                "pix2pix.patch_discriminator",
                withNorm({{"input_nc", whole(6)}, {"ndf", whole(8)}, {"n_layers", whole(layers)}},
                         norm),
                "");
        }
    }
    for (const int downs : {5, 7, 8}) {
        checkRoundTrip("pix2pix.unet_generator",
                       {{"input_nc", whole(3)},
                        {"output_nc", whole(3)},
                        {"num_downs", whole(downs)},
                        {"ngf", whole(4)},
                        {"norm", std::string("instance")}},
                       "");
    }
    checkRoundTrip("pix2pixhd.global_generator",
                   {{"input_nc", whole(36)},
                    {"output_nc", whole(3)},
                    {"ngf", whole(8)},
                    {"n_downsampling", whole(3)},
                    {"n_blocks", whole(4)},
                    {"norm", std::string("instance")},
                    {"upsample", std::string("nearest")}},
                   "");
}

UNDERPAINT_TEST(networks_of_vid2vid_are_recognised) {
    for (const std::string norm : {"instance", "batch"}) {
        for (const bool foreground : {true, false}) {
            for (const bool still : {true, false}) {
                const project::Options common = withNorm({{"input_nc", whole(18)},
                                                          {"output_nc", whole(3)},
                                                          {"prev_output_nc", whole(6)},
                                                          {"ngf", whole(4)},
                                                          {"use_fg", foreground},
                                                          {"no_flow", still}},
                                                         norm);
                for (const int downs : {1, 3}) {
                    project::Options options = common;
                    options["n_downsampling"] = whole(downs);
                    options["n_blocks"] = whole(5);
                    checkRoundTrip("vid2vid.composite_generator", options, "");
                }
                project::Options options = common;
                options["n_downsampling"] = whole(3);
                options["n_blocks_local"] = whole(2);
                options["scale"] = whole(1);
                checkRoundTrip("vid2vid.composite_local_generator", options, "");
            }
        }
        for (const bool stages : {true, false}) {
            const auto judge = [&](int scales) {
                return withNorm({{"input_nc", whole(8)},
                                 {"ndf", whole(4)},
                                 {"n_layers", whole(3)},
                                 {"num_D", whole(scales)},
                                 {"intermediate_features", stages}},
                                norm);
            };
            checkRoundTrip("vid2vid.multiscale_discriminator", judge(2), "");
            checkRoundTrip("vid2vid.multiscale_discriminator", judge(3), "");
            // With one scale it is pix2pixHD's.
            checkRoundTrip("pix2pixhd.multiscale_discriminator", judge(1), "");
            checkRoundTrip("pix2pixhd.multiscale_discriminator", judge(2), "");
        }
    }
}

UNDERPAINT_TEST(dropout_and_norm_of_a_resnet_are_told_by_its_keys) {
    for (const std::string norm : {"instance", "batch", "none"}) {
        for (const bool dropout : {true, false}) {
            for (const int blocks : {1, 3, 6, 9}) {
                const project::Options options = withNorm({{"input_nc", whole(3)},
                                                           {"output_nc", whole(3)},
                                                           {"ngf", whole(4)},
                                                           {"n_blocks", whole(blocks)},
                                                           {"use_dropout", dropout}},
                                                          norm);
                const auto deduced = nets::deduceNetwork(
                    fileOf(nets::Network::create("pix2pix.resnet_generator", options)), "pix2pix");
                CHECK(deduced.options == options);
                CHECK(deduced.assumptions.empty());
            }
        }
        checkRoundTrip("pix2pix.unet_generator",
                       withNorm({{"input_nc", whole(3)},
                                 {"output_nc", whole(3)},
                                 {"num_downs", whole(5)},
                                 {"ngf", whole(4)}},
                                norm),
                       "");
        checkRoundTrip(
            "pix2pix.patch_discriminator",
            withNorm({{"input_nc", whole(6)}, {"ndf", whole(8)}, {"n_layers", whole(3)}}, norm),
            "");
        checkRoundTrip("pix2pix.pixel_discriminator",
                       withNorm({{"input_nc", whole(6)}, {"ndf", whole(8)}}, norm), "");
    }
}

UNDERPAINT_TEST(two_systems_with_the_same_weights_need_a_word) {
    const nets::Network network =
        nets::Network::create("pix2pix.resnet_generator", {{"input_nc", whole(3)},
                                                           {"ngf", whole(4)},
                                                           {"n_blocks", whole(6)},
                                                           {"norm", std::string("instance")}});
    const project::TensorFile file = fileOf(network);
    CHECK_ERROR(nets::deduceNetwork(file), "--kind");
    CHECK_EQUAL(nets::deduceNetwork(file, "pix2pix").network, "pix2pix.resnet_generator");
    CHECK_EQUAL(nets::deduceNetwork(file, "pix2pixhd").network, "pix2pixhd.global_generator");
}

UNDERPAINT_TEST(other_weights_are_refused) {
    const auto bytes = std::make_shared<std::vector<std::byte>>(4096);
    const auto file = [&](const std::string& name, std::vector<std::int64_t> shape) {
        std::vector<std::int64_t> strides(shape.size(), 0);
        return project::TensorFile(
            "x.pth", 1 << 20,
            {{name, project::ElementType::F32, std::move(shape), std::move(strides), *bytes}},
            bytes);
    };
    CHECK_ERROR(nets::deduceNetwork(file("features.0.weight", {4, 3, 3, 3})), "no network");
    CHECK_ERROR(nets::deduceNetwork(file("model.model.0.weight", {4, 3})), "model.model.0.weight");
    CHECK_ERROR(nets::deduceNetwork(file("model.17.conv_block.1.weight", {4, 4, 3, 3})),
                "residual blocks");
    CHECK_ERROR(nets::deduceNetwork(file("model1_1.1.weight", {4, 4, 7, 7})), "global part");
}

UNDERPAINT_TEST(input_channels_follow_from_what_is_known) {
    using nets::InputChannels;
    const auto split = [](std::int64_t channels, const nets::InputChannelHints& hints) {
        return nets::splitInputChannels(channels, hints, "g.pth");
    };
    CHECK((split(36, {.labels = 35, .edge = {}, .features = {}}) == InputChannels{35, true, 0}));
    CHECK((split(35, {.labels = 35, .edge = {}, .features = {}}) == InputChannels{35, false, 0}));
    CHECK((split(39, {.labels = 35, .edge = {}, .features = {}}) == InputChannels{35, true, 3}));
    CHECK((split(38, {.labels = 35, .edge = {}, .features = {}}) == InputChannels{35, false, 3}));
    CHECK((split(41, {.labels = 35, .edge = {}, .features = 5}) == InputChannels{35, true, 5}));
    CHECK((split(39, {.labels = {}, .edge = true, .features = 3}) == InputChannels{35, true, 3}));
    CHECK((split(3, {.labels = 0, .edge = {}, .features = {}}) == InputChannels{0, false, 0}));
    CHECK_ERROR(split(36, {}), "label_nc");
    CHECK_ERROR(split(39, {.labels = {}, .edge = {}, .features = 3}), "label_nc");
    CHECK_ERROR(split(41, {.labels = 35, .edge = {}, .features = {}}), "feat_num");
    CHECK_ERROR(split(36, {.labels = 40, .edge = {}, .features = {}}), "add up");
}

} // namespace deduce_options_test
