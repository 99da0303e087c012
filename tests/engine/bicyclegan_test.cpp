// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/network.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/inference_run.h"
#include "engine/nets/weights/deduce_options.h"
#include "engine/nets/weights/initialise.h"
#include "engine/project/tensors/weights_file.h"
#include "engine/scene/code_path.h"
#include "engine/train/systems/bicyclegan_step.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace bicyclegan_test {

using namespace underpaint;
using nets::Network;
using test::randomTensor;

namespace {

project::Options generatorOptions(const std::string& upsample, const std::string& norm) {
    return {{"input_nc", std::int64_t{2}},  {"output_nc", std::int64_t{3}}, {"nz", std::int64_t{4}},
            {"num_downs", std::int64_t{5}}, {"ngf", std::int64_t{2}},       {"norm", norm},
            {"nl", std::string("elu")},     {"upsample", upsample},         {"use_dropout", true}};
}

Network generator() {
    return Network::create("bicyclegan.unet_add_all", generatorOptions("basic", "batch"));
}

train::TrainedNetwork fresh(const Network& network, std::uint64_t seed) {
    return {network, initialWeights(network, nets::Initialisation::Scaled, seed)};
}

train::BicycleGanStep stepWith(const train::BicycleGanOptions& options, bool second = true) {
    const Network encoder =
        Network::create("bicyclegan.encoder_resnet", {{"input_nc", std::int64_t{3}},
                                                      {"nz", std::int64_t{4}},
                                                      {"nef", std::int64_t{2}},
                                                      {"n_blocks", std::int64_t{3}},
                                                      {"norm", std::string("batch")},
                                                      {"nl", std::string("lrelu")}});
    const Network judge =
        Network::create("bicyclegan.multiscale_discriminator", {{"input_nc", std::int64_t{3}},
                                                                {"ndf", std::int64_t{2}},
                                                                {"n_layers", std::int64_t{2}},
                                                                {"num_D", std::int64_t{2}},
                                                                {"norm", std::string("batch")}});
    std::optional<train::TrainedNetwork> other;
    if (second) {
        other = fresh(judge, 4);
    }
    return {fresh(generator(), 1), fresh(encoder, 2), fresh(judge, 3), std::move(other), options};
}

train::BicycleGanBatch batchOf(std::int64_t pairs) {
    return {.condition = randomTensor({pairs, 2, 64, 64}, 5),
            .image = randomTensor({pairs, 3, 64, 64}, 6).tanh(),
            .noise = randomTensor({pairs / 2, 4}, 7),
            .code = randomTensor({pairs / 2, 4}, 8)};
}

} // namespace

UNDERPAINT_TEST(bicyclegan_generators_use_their_code_at_every_size_and_option) {
    for (const std::string name : {"bicyclegan.unet_add_all", "bicyclegan.unet_add_input"}) {
        for (const std::string upsample : {"basic", "bilinear"}) {
            for (const std::string norm : {"instance", "batch", "none"}) {
                const Network network = Network::create(name, generatorOptions(upsample, norm));
                const nets::ParamStore weights =
                    initialWeights(network, nets::Initialisation::Scaled, 3);
                const at::Tensor input = randomTensor({1, 2, 64, 128}, 4);
                const auto photoOf = [&](double value) {
                    const at::NoGradGuard noGrad;
                    nets::EagerRun run;
                    const at::Tensor code = at::full({1, 4, 1, 1}, value);
                    return network.generate(run, nets::Scope(weights),
                                            {{"input", input}, {"z", code}});
                };
                const at::Tensor photo = photoOf(0.5);
                CHECK_EQUAL(photo.size(2), 64);
                CHECK_EQUAL(photo.size(3), 128);
                CHECK(!at::equal(photo, photoOf(-0.5)));
            }
        }
    }
}

UNDERPAINT_TEST(bicyclegan_encoders_look_at_what_fills_a_window) {
    const Network network =
        Network::create("bicyclegan.encoder_conv", {{"input_nc", std::int64_t{3}},
                                                    {"nz", std::int64_t{4}},
                                                    {"nef", std::int64_t{2}},
                                                    {"n_layers", std::int64_t{1}},
                                                    {"norm", std::string("none")}});
    const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Scaled, 3);
    const auto meanOf = [&](const at::Tensor& photo) {
        const at::NoGradGuard noGrad;
        nets::EagerRun run;
        return network.forward(run, nets::Scope(weights), {{"input", photo}}).at("mu");
    };
    // One layer halves: 16 pixels are the window of 8, up to 31 there is one.
    const at::Tensor photo = randomTensor({1, 3, 28, 16}, 4);
    CHECK_CLOSE((meanOf(photo) - meanOf(photo.narrow(2, 0, 18))).abs().max().item<double>(), 0,
                1e-5);
    // Twice the window is more than the official one takes: all of it counts.
    const at::Tensor large = randomTensor({1, 3, 32, 16}, 4);
    CHECK((meanOf(large) - meanOf(large.narrow(2, 0, 16))).abs().max().item<double>() > 1e-3);
}

UNDERPAINT_TEST(region_means_are_those_of_each_region_and_tell_its_share) {
    // Scores so far apart that every pixel belongs to one region: the left third, and the rest.
    const at::Tensor x = randomTensor({2, 3, 4, 6}, 5);
    at::Tensor scores = at::zeros({2, 2, 4, 6});
    scores.narrow(1, 0, 1).narrow(3, 0, 2).fill_(60);
    scores.narrow(1, 1, 1).narrow(3, 2, 4).fill_(60);
    nets::EagerRun run;
    const at::Tensor means = run.regionMeans(x, scores).view({2, 2, 4});
    const auto near = [](const at::Tensor& a, const at::Tensor& b) {
        return (a - b).abs().max().item<double>() < 1e-5;
    };
    CHECK(near(means.select(1, 0).narrow(1, 0, 3), x.narrow(3, 0, 2).mean({2, 3})));
    CHECK(near(means.select(1, 1).narrow(1, 0, 3), x.narrow(3, 2, 4).mean({2, 3})));
    CHECK(near(means.select(2, 3), at::tensor({1.0 / 3, 2.0 / 3}, at::kFloat).expand({2, 2})));
    // A region that is nowhere has no share, and means that are numbers.
    scores.fill_(0).narrow(1, 0, 1).fill_(200);
    const at::Tensor nowhere = run.regionMeans(x, scores).view({2, 2, 4}).select(1, 1);
    CHECK(nowhere.abs().max().item<double>() < 1e-3);
}

UNDERPAINT_TEST(region_encoders_take_photos_of_every_size_one_by_one) {
    const Network network = Network::create("bicyclegan.encoder_regions",
                                            {{"nz", std::int64_t{4}}, {"nef", std::int64_t{4}}});
    const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Scaled, 3);
    nets::PreparedWeights prepared(weights, at::kCPU, nets::Precision::Fp32);
    const at::NoGradGuard noGrad;
    for (const auto& [height, width] : {std::pair{16, 16}, {48, 32}, {96, 160}}) {
        const at::Tensor photos = randomTensor({2, 3, height, width}, 4).tanh();
        nets::EagerRun run;
        const at::Tensor both =
            network.forward(run, nets::Scope(weights), {{"input", photos}}).at("mu");
        CHECK_EQUAL(both.size(1), 4);
        for (std::int64_t i = 0; i < 2; ++i) {
            // As training and as rendering runs it.
            nets::InferenceRun fast(prepared, {});
            for (nets::Run* one : {static_cast<nets::Run*>(&run), static_cast<nets::Run*>(&fast)}) {
                const at::Tensor code =
                    network.forward(*one, nets::Scope(weights), {{"input", photos.narrow(0, i, 1)}})
                        .at("mu");
                CHECK_CLOSE((code - both.narrow(0, i, 1)).abs().max().item<double>(), 0, 1e-4);
            }
        }
    }
}

UNDERPAINT_TEST(bicyclegan_checkpoints_are_recognised) {
    const auto deduced = [](const std::string& file) {
        return nets::deduceNetwork(
            project::readWeightsFile(test::sharedData("golden/bicyclegan/" + file)), "bicyclegan");
    };
    const auto whole = [](const nets::DeducedNetwork& network, const std::string& option) {
        return std::get<std::int64_t>(network.options.at(option));
    };
    const nets::DeducedNetwork all = deduced("G_all_128_bilinear.pth");
    CHECK_EQUAL(all.network, std::string("bicyclegan.unet_add_all"));
    CHECK_EQUAL(whole(all, "nz"), 8);
    CHECK_EQUAL(whole(all, "input_nc"), 1);
    CHECK_EQUAL(whole(all, "num_downs"), 7);
    CHECK_EQUAL(std::get<std::string>(all.options.at("upsample")), std::string("bilinear"));
    const nets::DeducedNetwork input = deduced("G_input_256.pth");
    CHECK_EQUAL(input.network, std::string("bicyclegan.unet_add_input"));
    CHECK_EQUAL(whole(input, "nz"), 8);
    CHECK_EQUAL(whole(input, "input_nc"), 1);
    CHECK_EQUAL(whole(input, "num_downs"), 8);
    const nets::DeducedNetwork residual = deduced("E_resnet_256.pth");
    CHECK_EQUAL(residual.network, std::string("bicyclegan.encoder_resnet"));
    CHECK_EQUAL(whole(residual, "n_blocks"), 5);
    CHECK_EQUAL(whole(residual, "nz"), 8);
    const nets::DeducedNetwork plain = deduced("E_conv_128.pth");
    CHECK_EQUAL(plain.network, std::string("bicyclegan.encoder_conv"));
    CHECK_EQUAL(whole(plain, "n_layers"), 4);
    const nets::DeducedNetwork judge = deduced("D_multi_128_x3.pth");
    CHECK_EQUAL(judge.network, std::string("bicyclegan.multiscale_discriminator"));
    CHECK_EQUAL(whole(judge, "n_layers"), 2);
    CHECK_EQUAL(whole(judge, "num_D"), 3);
}

UNDERPAINT_TEST(bicyclegan_latent_error_does_not_reach_the_encoder) {
    train::BicycleGanOptions options;
    options.lambdaGan = options.lambdaL1 = options.lambdaKl = options.lambdaGan2 = 0;
    const train::StepReport report = stepWith(options).step(batchOf(2));
    CHECK(report.losses.at("z_L1").item<double>() > 0);
    CHECK(report.gradients.at("E").empty());
    CHECK(!report.gradients.at("G").empty());
    CHECK(report.gradients.at("D").empty());
    CHECK(report.gradients.at("D2").empty());
}

UNDERPAINT_TEST(bicyclegan_encoders_read_generated_photos_without_teaching_the_generator) {
    train::BicycleGanOptions options;
    options.lambdaGan = options.lambdaL1 = options.lambdaKl = options.lambdaGan2 = 0;
    options.lambdaZ = 0;
    for (double train::BicycleGanOptions::*weight :
         {&train::BicycleGanOptions::lambdaReading, &train::BicycleGanOptions::lambdaRepainting}) {
        train::BicycleGanOptions own = options;
        own.*weight = 1;
        const train::StepReport report = stepWith(own).step(batchOf(2));
        CHECK_EQUAL(report.losses.contains("E_Reading"), own.lambdaReading > 0);
        CHECK_EQUAL(report.losses.contains("E_Repainting"), own.lambdaRepainting > 0);
        CHECK(report.losses.at("G").item<double>() > 0);
        CHECK(!report.gradients.at("E").empty());
        CHECK(report.gradients.at("G").empty());
        CHECK(report.gradients.at("D").empty());
    }
}

UNDERPAINT_TEST(bicyclegan_trains_with_either_flow_alone) {
    train::BicycleGanOptions cvae;
    cvae.lambdaGan2 = cvae.lambdaZ = 0;
    const train::StepReport encoded = stepWith(cvae).step(batchOf(4));
    CHECK(!encoded.gradients.at("E").empty());
    CHECK(!encoded.gradients.at("D").empty());
    CHECK(encoded.gradients.at("D2").empty());
    CHECK(!encoded.values.contains("fake_B_random"));

    train::BicycleGanOptions clr;
    clr.lambdaGan = clr.lambdaL1 = clr.lambdaKl = 0;
    const train::StepReport random = stepWith(clr).step(batchOf(4));
    CHECK(random.gradients.at("E").empty());
    CHECK(random.gradients.at("D").empty());
    CHECK(!random.gradients.at("D2").empty());
    CHECK(!random.values.contains("fake_B_encoded"));

    // One discriminator for both flows learns from the two of them.
    const train::StepReport shared = stepWith({}, false).step(batchOf(2));
    CHECK(!shared.gradients.contains("D2"));
    CHECK(shared.losses.contains("D2"));
    CHECK_ERROR(stepWith({}).step(batchOf(3)), "two halves");
}

UNDERPAINT_TEST(codes_are_interpolated_even_where_they_have_no_angle) {
    using scene::CodePath;
    const scene::CodeValues a{3, 0};
    const auto round = scene::interpolateCodes(a, {0, 3}, 3, CodePath::Spherical);
    CHECK(std::abs(round[1][0] - 3 * std::sqrt(0.5)) < 1e-9); // the length is kept
    const auto same = scene::interpolateCodes(a, a, 3, CodePath::Spherical);
    CHECK(std::abs(same[1][0] - 3) < 1e-9);
    CHECK_EQUAL(scene::interpolateCodes(a, {1, 1}, 1, CodePath::Linear).front()[0], 3.0);
    CHECK_ERROR(scene::interpolateCodes(a, {1}, 2, CodePath::Linear), "cannot be interpolated");
    CHECK_ERROR(scene::interpolateCodes(a, a, 0, CodePath::Linear), "at least one frame");
}

} // namespace bicyclegan_test
