// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/instagan.h"

#include "engine/nets/network.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/mask_sets.h"
#include "engine/nets/systems/projected_discriminator.h"
#include "engine/nets/weights/deduce_options.h"
#include "engine/nets/weights/initialise.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <string>
#include <utility>
#include <vector>

namespace instagan_test {

using namespace underpaint;
using nets::Network;
using nets::instagan::SetGenerator;
using test::randomTensor;

namespace {

Network setGenerator(std::int64_t width, std::int64_t blocks, bool dropout = false) {
    return Network::create("instagan.set_generator", {{"input_nc", std::int64_t{3}},
                                                      {"output_nc", std::int64_t{3}},
                                                      {"ngf", width},
                                                      {"n_blocks", blocks},
                                                      {"norm", std::string("instance")},
                                                      {"use_dropout", dropout}});
}

Network setDiscriminator(std::int64_t width) {
    return Network::create("instagan.set_discriminator", {{"input_nc", std::int64_t{3}},
                                                          {"ndf", width},
                                                          {"n_layers", std::int64_t{3}},
                                                          {"norm", std::string("instance")}});
}

std::int64_t trainable(const Network& network) {
    std::int64_t count = 0;
    for (const nets::ParamSpec& spec : network.parameters()) {
        std::int64_t product = nets::isBuffer(spec.role) ? 0 : 1;
        for (const std::int64_t extent : spec.shape) {
            product *= extent;
        }
        count += product;
    }
    return count;
}

/// Rectangles that differ in place and size; the third is absent.
std::vector<at::Tensor> sampleMasks() {
    std::vector<at::Tensor> masks;
    for (std::int64_t i = 0; i < 4; ++i) {
        at::Tensor mask = at::full({1, 1, 32, 40}, -1.0);
        if (i != 2) {
            mask.slice(2, 3 + i, 12 + 3 * i).slice(3, 2 + 6 * i, 14 + 6 * i).fill_(1);
        }
        masks.push_back(mask);
    }
    return masks;
}

} // namespace

UNDERPAINT_TEST(instagan_networks_have_the_official_sizes) {
    CHECK_EQUAL(trainable(setGenerator(64, 9)), 26815108);
    CHECK_EQUAL(trainable(setDiscriminator(64)), 9721729);
}

UNDERPAINT_TEST(instagan_networks_are_recognised_by_their_names) {
    for (const bool dropout : {false, true}) {
        const Network network = setGenerator(4, 3, dropout);
        nets::TensorMap tensors;
        for (const auto& [key, value] : initialWeights(network, nets::Initialisation::Scaled, 1)) {
            tensors[key] = value;
        }
        const nets::DeducedNetwork found = nets::deduceNetwork(test::tensorFile(tensors));
        CHECK_EQUAL(found.network, network.name());
        CHECK(found.options == network.options());
    }
    nets::TensorMap tensors;
    for (const auto& [key, value] :
         initialWeights(setDiscriminator(4), nets::Initialisation::Scaled, 1)) {
        tensors[key] = value;
    }
    const nets::DeducedNetwork found = nets::deduceNetwork(test::tensorFile(tensors));
    CHECK_EQUAL(found.network, "instagan.set_discriminator");
    CHECK(std::get<std::int64_t>(found.options.at("n_layers")) == 3);
}

UNDERPAINT_TEST(masks_that_are_encoded_twice_give_the_same_set) {
    const at::NoGradGuard noGrad;
    const Network network = setGenerator(4, 2);
    const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Scaled, 5);
    const auto& net = *network.as<SetGenerator>();
    const at::Tensor photo = randomTensor({1, 3, 32, 40}, 6);
    const std::vector<at::Tensor> masks = sampleMasks();
    const auto translated = [&](std::size_t mostKept, std::vector<at::Tensor>& made) {
        nets::EagerRun run;
        made = masks;
        return net.translate(
            run, nets::Scope(weights), photo,
            {.count = masks.size(),
             .mask = [&](std::size_t i) { return masks[i]; },
             .translated = [&](std::size_t i, const at::Tensor& mask) { made[i] = mask; }},
            mostKept);
    };
    std::vector<at::Tensor> all;
    std::vector<at::Tensor> none;
    const at::Tensor a = translated(masks.size(), all);
    const at::Tensor b = translated(0, none);
    CHECK(at::equal(a, b));
    for (std::size_t i = 0; i < masks.size(); ++i) {
        CHECK(at::equal(all[i], none[i]));
        CHECK_EQUAL(at::equal(all[i], masks[i]), i == 2); // the absent one only
    }
}

UNDERPAINT_TEST(the_order_of_masks_changes_the_order_only) {
    const at::NoGradGuard noGrad;
    const Network network = setGenerator(4, 2);
    const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Scaled, 5);
    const std::vector<at::Tensor> m = sampleMasks();
    const at::Tensor photo = randomTensor({1, 3, 32, 40}, 6);
    const auto forward = [&](const std::vector<at::Tensor>& parts) {
        nets::EagerRun run;
        return network.forward(run, nets::Scope(weights), {{"input", at::cat(parts, 1)}})
            .at("output");
    };
    const at::Tensor one = forward({photo, m[0], m[1], m[2], m[3]});
    const at::Tensor other = forward({photo, m[3], m[0], m[2], m[1]});
    const auto order = at::tensor({0, 1, 2, 6, 3, 5, 4}, at::kLong);
    CHECK((one.index_select(1, order) - other).abs().max().item<double>() < 1e-4);
    const at::Tensor empty = at::cat({photo, m[2]}, 1);
    CHECK(at::equal(forward({photo, m[2]}), empty)); // nothing to translate
}

UNDERPAINT_TEST(a_fresh_set_generator_that_keeps_its_input_changes_next_to_nothing) {
    const at::NoGradGuard noGrad;
    const std::vector<at::Tensor> masks = sampleMasks();
    const at::Tensor input =
        at::cat({randomTensor({1, 3, 32, 40}, 6).clamp(-1, 1), masks[0], masks[1]}, 1);
    for (const bool keeps : {true, false}) {
        const Network network =
            Network::create("instagan.set_generator", {{"input_nc", std::int64_t{3}},
                                                       {"ngf", std::int64_t{8}},
                                                       {"n_blocks", std::int64_t{1}},
                                                       {"norm", std::string("instance")},
                                                       {"keep_input", keeps}});
        const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Pix2Pix, 5);
        nets::EagerRun run;
        const at::Tensor output =
            network.forward(run, nets::Scope(weights), {{"input", input}}).at("output");
        const at::Tensor apart = (output - input).abs().mean({0, 2, 3});
        CHECK_EQUAL(apart.max().item<double>() < 0.05, keeps);
        CHECK(apart.min().item<double>() > 0); // every channel is painted over
    }
}

UNDERPAINT_TEST(the_projected_discriminator_judges_where_the_masks_are) {
    const at::NoGradGuard noGrad;
    using Whole = std::int64_t;
    const Network network =
        Network::create("instagan.projected_discriminator",
                        {{"input_nc", Whole{3}}, {"width", Whole{8}}, {"head_width", Whole{8}}});
    const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Scaled, 3);
    const nets::ProjectedDiscriminator plain{.inputChannels = 4, .width = 8, .headWidth = 8};
    const at::Tensor photo = randomTensor({1, 3, 64, 96}, 5).tanh();
    at::Tensor masks = at::full({1, 2, 64, 96}, -1.0);
    masks.slice(1, 0, 1).slice(2, 8, 40).slice(3, 0, 32).fill_(1);
    const auto judged = [&](const at::Tensor& some) {
        nets::EagerRun run;
        return network.forward(run, nets::Scope(weights), {{"input", at::cat({photo, some}, 1)}})
            .at("output");
    };
    const at::Tensor united = ((masks + 1) / 2).amax(1, /*keepdim=*/true);
    nets::EagerRun run;
    const auto maps = plain(run, nets::Scope(weights), at::cat({united, photo}, 1));
    const at::Tensor scores = judged(masks);
    CHECK_EQUAL(scores.numel(), static_cast<Whole>(maps.size()));
    for (std::size_t stage = 0; stage < maps.size(); ++stage) {
        const at::Tensor map = maps[stage].front().squeeze();
        const Whole down = 64 / map.size(0);
        double sum = 0;
        int count = 0;
        for (Whole y = 0; y < map.size(0); ++y) {
            for (Whole x = 0; x < map.size(1); ++x) {
                const bool shows = united.squeeze()
                                       .slice(0, y * down, (y + 1) * down)
                                       .slice(1, x * down, (x + 1) * down)
                                       .max()
                                       .item<double>() > 0;
                sum += shows ? map[y][x].item<double>() : 0;
                count += shows ? 1 : 0;
            }
        }
        CHECK(count > 0 && count < map.numel());
        CHECK_CLOSE(scores.flatten()[static_cast<Whole>(stage)].item<double>(), sum / count, 1e-5);
    }
    CHECK(judged(at::full_like(masks, -1.0)).isfinite().all().item<bool>());
}

UNDERPAINT_TEST(masks_of_equal_size_keep_their_order) {
    at::Tensor masks = at::full({1, 3, 4, 4}, -1.0);
    masks[0][0][0][0] = 1;
    masks[0][1][3][3] = 1;
    masks[0][2].slice(0, 0, 2).fill_(1);
    const at::Tensor selected = nets::selectedMasks(masks, 5);
    CHECK(at::equal(selected[0][0], masks[0][2]));
    CHECK(at::equal(selected[0][1], masks[0][0]));
    CHECK(at::equal(selected[0][2], masks[0][1]));
    CHECK(selected[0][4].max().item<double>() == -1);
}

UNDERPAINT_TEST(wrapped_spectral_norms_advance_unless_kept) {
    const at::NoGradGuard noGrad;
    const Network network = setDiscriminator(4);
    const nets::ParamStore weights = initialWeights(network, nets::Initialisation::Scaled, 5);
    const nets::ParamStore before = weights.clone();
    const at::Tensor input = at::cat({randomTensor({1, 3, 32, 40}, 6), sampleMasks()[0]}, 1);
    const auto judge = [&](bool keep) {
        nets::EagerRun run({.keepRunningStatistics = keep});
        return network.forward(run, nets::Scope(weights), {{"input", input}}).at("output");
    };
    const std::string u = "feature_seg.0.module.weight_u";
    const at::Tensor kept = judge(true);
    CHECK(at::equal(weights.at(u), before.at(u)));
    CHECK(at::equal(judge(false), kept));
    CHECK(!at::equal(weights.at(u), before.at(u)));
}

} // namespace instagan_test
