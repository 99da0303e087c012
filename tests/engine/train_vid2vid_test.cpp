// SPDX-License-Identifier: GPL-3.0-or-later
// Training of vid2vid: gradients, chunks, coarse to fine, temporal discriminators.
#include "engine/nets/run/flow_warp.h"
#include "engine/nets/weights/initialise.h"
#include "engine/train/objective/flow_losses.h"
#include "engine/train/systems/vid2vid_step.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace train_vid2vid_test {

using namespace underpaint;
using namespace underpaint::train;
using test::randomTensor;

namespace {

constexpr std::int64_t scenes = 3; // channels of a label map
constexpr std::int64_t height = 16;
constexpr std::int64_t width = 24;

std::int64_t count(int value) {
    return value;
}

TrainedNetwork fresh(const std::string& name, const project::Options& options, std::uint64_t seed,
                     at::ScalarType type) {
    const nets::Network network = nets::Network::create("vid2vid." + name, options);
    return {network,
            nets::initialWeights(network, nets::Initialisation::Scaled, seed).to(at::kCPU, type)};
}

project::Options discriminator(std::int64_t channels) {
    return {{"input_nc", channels},         {"ndf", count(3)},
            {"n_layers", count(2)},         {"num_D", count(2)},
            {"norm", std::string("batch")}, {"intermediate_features", true}};
}

Vid2VidNetworks tinyNetworks(std::int64_t scales, at::ScalarType type = at::kFloat) {
    const project::Options common{{"input_nc", 3 * scenes},
                                  {"n_downsampling", count(1)},
                                  {"norm", std::string("batch")},
                                  {"use_fg", true}};
    project::Options coarse = common;
    coarse["ngf"] = count(4);
    coarse["n_blocks"] = count(2);
    project::Options fine = common;
    fine["ngf"] = count(2);
    fine["n_blocks_local"] = count(1);
    Vid2VidNetworks networks{
        .generators = {},
        .discriminator = fresh("multiscale_discriminator", discriminator(scenes + 3), 3, type)};
    networks.generators.push_back(fresh("composite_generator", coarse, 1, type));
    if (scales == 2) {
        networks.generators.push_back(fresh("composite_local_generator", fine, 2, type));
    }
    networks.temporal.push_back(fresh("multiscale_discriminator", discriminator(13), 4, type));
    return networks;
}

/// Sure of a flow that is made up, where it fits.
ReferenceFlow sampleFlow(const FramePairs& pairs) {
    const at::NoGradGuard noGrad;
    const auto& [frames, before, numbers, numbersBefore] = pairs;
    at::Tensor flow =
        at::ones({frames.size(0), 2, frames.size(2), frames.size(3)}, frames.options());
    flow = flow * frames.mean({1, 2, 3}, /*keepdim=*/true) * 4;
    return {flow, flowConfidence(frames, nets::warpedBy(before, flow), 3).confidence};
}

Vid2VidOptions optionsFor(std::int64_t scales) {
    Vid2VidOptions options;
    options.plan = {.frames = 3, .scales = scales, .hasForeground = true, .foreground = {1}};
    options.flow = sampleFlow;
    return options;
}

Vid2VidChunk frames(std::int64_t number, at::ScalarType type = at::kFloat) {
    const at::Tensor ids =
        ((randomTensor({1, number, 1, height, width}, 5) + 1) * 1.5).floor().clamp(0, 2);
    return {.labels = at::zeros({1, number, scenes, height, width})
                          .scatter_(2, ids.to(at::kLong), 1)
                          .to(type),
            .images = (0.8 * randomTensor({1, number, 3, height, width}, 6)).to(type)};
}

Vid2VidChunk part(const Vid2VidChunk& all, std::int64_t first, std::int64_t number) {
    return {.labels = all.labels.narrow(1, first, number),
            .images = all.images.narrow(1, first, number)};
}

double value(const StepReport& report, const std::string& name) {
    return report.losses.at(name).item<double>();
}

/// Loss `name` when the weights of one network have gone `distance` along its gradient.
double lossAt(std::size_t generator, const std::string& name, const nets::TensorMap& along,
              double distance) {
    Vid2VidNetworks networks = tinyNetworks(2, at::kDouble);
    const TrainedNetwork& moved =
        name == "D" ? networks.discriminator : networks.generators[generator];
    {
        const at::NoGradGuard noGrad;
        for (std::size_t i = 0; i < moved.keys().size(); ++i) {
            if (const auto it = along.find(moved.keys()[i]); it != along.end()) {
                at::Tensor(moved.parameters()[i]).add_(it->second, distance);
            }
        }
    }
    Vid2VidOptions options = optionsFor(2);
    options.optimiser.reset();
    Vid2VidStep step(std::move(networks), options);
    return value(step.step(frames(3, at::kDouble)), name);
}

} // namespace

UNDERPAINT_TEST(gradients_of_vid2vid_are_those_of_its_losses) {
    Vid2VidOptions options = optionsFor(2);
    options.optimiser.reset();
    Vid2VidStep step(tinyNetworks(2, at::kDouble), options);
    // One frame: nothing of it is detached on the way to the totals.
    const StepReport report = step.step(frames(3, at::kDouble));
    for (const auto& [role, loss] :
         {std::pair("G0", "G"), std::pair("G1", "G"), std::pair("D", "D")}) {
        const nets::TensorMap& gradient = report.gradients.at(role);
        double squares = 0;
        for (const auto& [key, slope] : gradient) {
            squares += slope.square().sum().item<double>();
        }
        CHECK(squares > 0);
        const std::size_t generator = std::string(role) == "G1" ? 1 : 0;
        const double distance = 1e-6 / std::sqrt(squares);
        const double rise = lossAt(generator, loss, gradient, distance) -
                            lossAt(generator, loss, gradient, -distance);
        CHECK_CLOSE(rise / (2 * distance * squares), 1, 1e-3);
    }
}

UNDERPAINT_TEST(a_sequence_in_chunks_is_the_sequence) {
    const Vid2VidChunk all = frames(6);
    Vid2VidOptions options = optionsFor(2);
    options.optimiser.reset();
    Vid2VidStep whole(tinyNetworks(2), options);
    const at::Tensor expected = whole.step(all).values.at("fake_B");
    Vid2VidStep cut(tinyNetworks(2), options);
    const at::Tensor first = cut.step(part(all, 0, 4)).values.at("fake_B");
    const at::Tensor second = cut.step(part(all, 2, 4)).values.at("fake_B");
    CHECK_EQUAL(expected.size(1), 4);
    CHECK((at::cat({first, second}, 1) - expected).abs().max().item<double>() < 1e-5);
    // Without its beginning the second part would be another.
    cut.begin();
    const at::Tensor alone = cut.step(part(all, 2, 4)).values.at("fake_B");
    CHECK((alone - second).abs().max().item<double>() > 1e-3);
}

UNDERPAINT_TEST(a_sequence_goes_on_from_what_was_remembered) {
    const Vid2VidChunk all = frames(8);
    Vid2VidStep step(tinyNetworks(2), optionsFor(2));
    CHECK(step.remember().empty());
    step.step(part(all, 0, 4));
    const nets::TensorMap memory = step.remember();
    Vid2VidOptions still = optionsFor(2);
    still.optimiser.reset();
    Vid2VidStep one(step.networks(), still);
    Vid2VidStep other(step.networks(), still);
    one.recall(memory);
    other.recall(memory);
    other.recall({});
    const StepReport gone = one.step(part(all, 2, 4));
    CHECK(!gone.gradients.at("D_T0").empty()); // a group with frames from before
    CHECK(other.step(part(all, 2, 4)).gradients.at("D_T0").empty());
}

UNDERPAINT_TEST(flows_are_asked_for_by_the_numbers_of_frames) {
    Vid2VidChunk all = frames(6);
    all.numbers = at::arange(10, 16, at::kFloat).view({1, 6});
    Vid2VidOptions options = optionsFor(1);
    std::vector<std::string> asked;
    options.flow = [&](const FramePairs& pairs) {
        for (std::int64_t i = 0; i < pairs.numbers.size(0); ++i) {
            const auto number = [i](const at::Tensor& numbers) {
                return std::to_string(numbers[i].item<int>());
            };
            asked.push_back(number(pairs.numbers) + "-" + number(pairs.numbersBefore));
        }
        return sampleFlow(pairs);
    };
    Vid2VidStep step(tinyNetworks(1), options);
    step.step(all);
    // Four frames that are painted, then the group of the last three.
    CHECK(asked ==
          (std::vector<std::string>{"12-11", "13-12", "14-13", "15-14", "14-13", "15-14"}));
}

UNDERPAINT_TEST(a_first_frame_stands_still_before_the_second) {
    Vid2VidOptions options = optionsFor(1);
    options.optimiser.reset();
    options.realFirstFrames = false;
    const auto second = [&](bool still) {
        options.standsStillBefore = still;
        Vid2VidStep step(tinyNetworks(1), options);
        return step.step(frames(4)).values.at("fake_B");
    };
    const at::Tensor with = second(true);
    const at::Tensor without = second(false);
    CHECK(with.select(1, 0).equal(without.select(1, 0)));
    CHECK((with.select(1, 1) - without.select(1, 1)).abs().max().item<double>() > 1e-4);
}

UNDERPAINT_TEST(temporal_discriminators_learn_when_they_have_groups) {
    const Vid2VidChunk all = frames(7);
    Vid2VidStep step(tinyNetworks(1), optionsFor(1));
    const StepReport early = step.step(part(all, 0, 4)); // two frames
    CHECK(early.gradients.at("D_T0").empty());
    CHECK(!early.losses.contains("G_T_GAN"));
    const StepReport later = step.step(part(all, 2, 4)); // four with those before
    CHECK(!later.gradients.at("D_T0").empty());
    CHECK(value(later, "G_T_GAN") > 0);
    CHECK(value(later, "D_T_real") > 0);
}

UNDERPAINT_TEST(the_finest_scale_can_learn_alone) {
    Vid2VidOptions options = optionsFor(2);
    options.finestOnly = true;
    Vid2VidStep step(tinyNetworks(2), options);
    const auto weights = [&](std::size_t scale) {
        const TrainedNetwork& network = step.networks().generators[scale];
        return network.weights().at("model_final_img.1.weight").detach().clone();
    };
    const at::Tensor coarse = weights(0);
    const at::Tensor fine = weights(1);
    const StepReport report = step.step(frames(4));
    CHECK(report.gradients.at("G0").empty());
    CHECK(weights(0).equal(coarse));
    CHECK(!weights(1).equal(fine));
}

UNDERPAINT_TEST(gradients_flow_through_as_many_frames_as_wanted) {
    // What the second frame costs reaches the first only where the graph goes through it.
    const auto gradient = [](std::int64_t through) {
        Vid2VidOptions options = optionsFor(1);
        options.optimiser.reset();
        options.framesOfGradient = through;
        Vid2VidStep step(tinyNetworks(1), options);
        return step.step(frames(4)).gradients.at("G0").at("model_final_img.1.weight");
    };
    CHECK((gradient(1) - gradient(2)).abs().max().item<double>() > 0);
}

UNDERPAINT_TEST(vid2vid_learns_a_sequence) {
    const Vid2VidChunk all = frames(5);
    Vid2VidOptions options = optionsFor(1);
    options.optimiser = AdamOptions{.learningRate = 5e-3};
    options.flow = [](const FramePairs& pairs) {
        const at::Tensor& now = pairs.frames;
        return ReferenceFlow{at::zeros({now.size(0), 2, now.size(2), now.size(3)}),
                             flowConfidence(now, pairs.before).confidence};
    };
    Vid2VidChunk still = all;
    still.images = all.images.narrow(1, 0, 1).mean({3, 4}, true).expand_as(all.images).contiguous();
    Vid2VidStep step(tinyNetworks(1), options);
    const auto distance = [&] {
        step.begin();
        const at::Tensor fake = step.step(still).values.at("fake_B");
        return (fake - still.images.narrow(1, 2, 3)).abs().mean().item<double>();
    };
    const double before = distance();
    for (int i = 0; i < 60; ++i) {
        distance();
    }
    CHECK(distance() < 0.6 * before);
}

UNDERPAINT_TEST(networks_that_do_not_make_vid2vid_are_refused) {
    CHECK_ERROR(Vid2VidStep(tinyNetworks(1), optionsFor(2)), "one generator");
    Vid2VidOptions blind = optionsFor(1);
    blind.flow = {};
    CHECK_ERROR(Vid2VidStep(tinyNetworks(1), blind), "flows");
    Vid2VidStep step(tinyNetworks(1), optionsFor(1));
    CHECK_ERROR(step.step(frames(2)), "chunk");
}

} // namespace train_vid2vid_test
