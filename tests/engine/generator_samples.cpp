// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/generator_samples.h"

#include "engine/base/random.h"

namespace underpaint::test {

using namespace underpaint::nets;

project::OptionValue number(std::int64_t value) {
    return value;
}

Network smallGlobal(std::int64_t width, const std::string& norm) {
    return Network::create("pix2pixhd.global_generator", {{"input_nc", number(9)},
                                                          {"ngf", number(width)},
                                                          {"n_downsampling", number(2)},
                                                          {"n_blocks", number(2)},
                                                          {"norm", norm}});
}

Network smallEnhancer(std::int64_t levels) {
    return Network::create("pix2pixhd.local_enhancer", {{"input_nc", number(9)},
                                                        {"ngf", number(8)},
                                                        {"n_downsample_global", number(2)},
                                                        {"n_blocks_global", number(1)},
                                                        {"n_local_enhancers", number(levels)},
                                                        {"n_blocks_local", number(1)},
                                                        {"norm", std::string("instance")}});
}

std::vector<Network> generators() {
    const auto unet = [](const std::string& norm) {
        return Network::create("pix2pix.unet_generator", {{"input_nc", number(9)},
                                                          {"ngf", number(8)},
                                                          {"num_downs", number(5)},
                                                          {"norm", norm},
                                                          {"use_dropout", true}});
    };
    const Network resnet =
        Network::create("pix2pix.resnet_generator", {{"input_nc", number(9)},
                                                     {"ngf", number(16)},
                                                     {"n_blocks", number(2)},
                                                     {"norm", std::string("batch")},
                                                     {"use_dropout", true}});
    const Network modulated =
        Network::create("pix2pixhd.modulated_generator", {{"input_nc", number(9)},
                                                          {"ngf", number(8)},
                                                          {"n_downsampling", number(3)},
                                                          {"max_channels", number(20)},
                                                          {"n_blocks", number(2)},
                                                          {"n_fine_blocks", number(1)}});
    const Network decoder =
        Network::create("pix2pixhd.modulated_generator", {{"input_nc", number(9)},
                                                          {"ngf", number(8)},
                                                          {"n_downsampling", number(3)},
                                                          {"max_channels", number(20)},
                                                          {"norm", std::string("pixel")},
                                                          {"decoder_only", true},
                                                          {"n_blocks", number(1)},
                                                          {"n_refinements", number(1)},
                                                          {"head_radius", number(2)}});
    const Network cheap =
        Network::create("pix2pixhd.modulated_generator", {{"input_nc", number(9)},
                                                          {"ngf", number(8)},
                                                          {"n_downsampling", number(3)},
                                                          {"norm", std::string("pixel")},
                                                          {"decoder_only", true},
                                                          {"n_blocks", number(1)},
                                                          {"n_fine_blocks", number(1)},
                                                          {"separable", true},
                                                          {"subpixel_head", true}});
    return {modulated,
            decoder,
            cheap,
            smallGlobal(),
            smallGlobal(5),
            smallGlobal(16, "batch"),
            smallEnhancer(1),
            smallEnhancer(2),
            unet("batch"),
            unet("instance"),
            resnet};
}

NetworkInput painted(std::uint64_t seed, std::int64_t batch) {
    Random random(seed);
    Tensor labels = at::empty({batch, 64, 96}, at::kInt);
    auto* data = labels.data_ptr<std::int32_t>();
    for (std::int64_t i = 0; i < labels.numel(); ++i) {
        const bool same = i > 0 && random.below(20) != 0;
        data[i] = same ? data[i - 1] : static_cast<std::int32_t>(random.below(10)) - 1;
    }
    Tensor planes = at::zeros({batch, 1, 64, 96}, at::kFloat);
    for (std::int64_t i = 0; i < planes.numel(); ++i) {
        planes.data_ptr<float>()[i] = random.below(5) == 0 ? 1.0F : 0.0F;
    }
    return {labels, 8, planes};
}

} // namespace underpaint::test
