// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/initialise.h"
#include "engine/train/data/instance_rows.h"
#include "engine/train/objective/image_pool.h"
#include "engine/train/systems/pix2pix_step.h"
#include "engine/train/systems/pix2pixhd_step.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace train_test {

using namespace underpaint;
using namespace underpaint::train;
using at::Tensor;
using test::randomTensor;

namespace {

using Whole = std::int64_t;

TrainedNetwork trained(const std::string& name, const project::Options& options,
                       std::uint64_t seed) {
    nets::Network network = nets::Network::create(name, options);
    const nets::ParamStore weights =
        nets::initialWeights(network, nets::Initialisation::Scaled, seed);
    return {std::move(network), weights};
}

TrainedNetwork smallResnet(Whole in) {
    return trained("pix2pix.resnet_generator",
                   {{"input_nc", in},
                    {"output_nc", Whole{1}},
                    {"ngf", Whole{2}},
                    {"n_blocks", Whole{1}},
                    {"norm", std::string("batch")}},
                   1);
}

TrainedNetwork smallPatch(Whole in) {
    project::Options options = test::smallPatch("batch");
    options["input_nc"] = in;
    options["n_layers"] = Whole{1};
    return trained("pix2pix.patch_discriminator", options, 2);
}

Pix2PixStep pix2pix(std::optional<AdamOptions> optimiser, bool conditional = true) {
    Pix2PixOptions options;
    options.optimiser = optimiser;
    options.conditional = conditional;
    return {smallResnet(2), smallPatch(conditional ? 3 : 1), options};
}

TrainedNetwork smallMultiscale(bool stages) {
    return trained("pix2pixhd.multiscale_discriminator",
                   {{"input_nc", Whole{5}},
                    {"ndf", Whole{2}},
                    {"n_layers", Whole{1}},
                    {"num_D", Whole{2}},
                    {"norm", std::string("instance")},
                    {"intermediate_features", stages}},
                   3);
}

Pix2PixHdStep pix2pixHd(bool stages, std::optional<AdamOptions> optimiser) {
    const project::Options generator{{"input_nc", Whole{4}}, {"output_nc", Whole{3}},
                                     {"ngf", Whole{2}},      {"n_downsampling", Whole{1}},
                                     {"n_blocks", Whole{1}}, {"norm", std::string("instance")}};
    const project::Options encoder{{"input_nc", Whole{3}},
                                   {"output_nc", Whole{2}},
                                   {"ngf", Whole{2}},
                                   {"n_downsampling", Whole{1}},
                                   {"norm", std::string("instance")}};
    Pix2PixHdOptions options;
    options.optimiser = optimiser;
    return {trained("pix2pixhd.global_generator", generator, 4), smallMultiscale(stages),
            trained("pix2pixhd.encoder", encoder, 5), options};
}

Pix2PixHdBatch hdBatch() {
    Pix2PixHdBatch batch;
    batch.condition = randomTensor({2, 2, 16, 24}, 6);
    batch.instances = at::arange(2 * 16 * 24).view({2, 1, 16, 24}).div(50, "floor");
    batch.image = randomTensor({2, 3, 16, 24}, 7);
    return batch;
}

} // namespace

UNDERPAINT_TEST(a_pool_hands_out_history_once_it_is_full) {
    std::vector<PoolDraw> draws{{0.5, 0}, {0.6, 1}, {0.9, 1}, {0.1, 0}};
    std::size_t next = 0;
    ImagePool pool(2, [&] { return draws.at(next++); });
    const auto feed = [&](float id) {
        return pool.exchange(at::full({1, 1, 1, 1}, id)).item<float>();
    };
    CHECK_EQUAL(feed(1), 1.0F);
    CHECK_EQUAL(feed(2), 2.0F);
    CHECK_EQUAL(next, 0U);
    CHECK_EQUAL(feed(3), 3.0F); // 0.5 is not above one half
    CHECK_EQUAL(feed(4), 2.0F);
    CHECK_EQUAL(feed(5), 4.0F);
    CHECK_EQUAL(feed(6), 6.0F);
    CHECK_EQUAL(pool.stored()[0].item<float>(), 1.0F);
    CHECK_EQUAL(pool.stored()[1].item<float>(), 5.0F);
    ImagePool none(0, std::uint64_t{1});
    const Tensor batch = randomTensor({3, 1, 2, 2}, 8);
    CHECK(at::equal(none.exchange(batch), batch));
    ImagePool wrong(1, [] { return PoolDraw{0.9, 7}; });
    wrong.exchange(at::zeros({1, 1, 1, 1}));
    CHECK_ERROR(wrong.exchange(at::zeros({1, 1, 1, 1})), "slot 7");
}

UNDERPAINT_TEST(a_seeded_pool_repeats_itself) {
    const auto shown = [](std::uint64_t seed) {
        ImagePool pool(3, seed);
        return pool.exchange(at::arange(40, at::kFloat).view({40, 1, 1, 1})).flatten();
    };
    CHECK(at::equal(shown(4), shown(4)));
    CHECK(!at::equal(shown(4), shown(5)));
}

UNDERPAINT_TEST(adam_makes_its_textbook_first_step) {
    Tensor parameter = at::tensor({1.0F, -2.0F, 3.0F}).set_requires_grad(true);
    Tensor untouched = at::ones({2}).set_requires_grad(true);
    Adam adam({parameter, untouched}, {.learningRate = 0.01});
    const Tensor gradient = at::tensor({0.5F, -4.0F, 0.0F});
    adam.step({gradient, Tensor()});
    const Tensor expected = at::tensor({1.0F - 0.01F, -2.0F + 0.01F, 3.0F});
    CHECK(at::allclose(parameter.detach(), expected, 0, 1e-6));
    CHECK(at::equal(untouched.detach(), at::ones({2})));
    adam.setLearningRate(0);
    const Tensor before = parameter.detach().clone();
    adam.step({gradient, Tensor()});
    CHECK(at::equal(parameter.detach(), before));
    CHECK_ERROR(adam.step({gradient}), "gradients");
}

UNDERPAINT_TEST(without_an_optimiser_a_step_only_reports) {
    Pix2PixStep trainer = pix2pix(std::nullopt);
    const Tensor a = randomTensor({1, 2, 16, 16}, 9);
    const Tensor b = randomTensor({1, 1, 16, 16}, 10);
    const nets::ParamStore before = trainer.generator().weights().clone();
    const StepReport report = trainer.step({.condition = a, .image = b});
    for (const std::string& key : trainer.generator().keys()) {
        CHECK(at::equal(before.at(key), trainer.generator().weights().at(key).detach()));
        CHECK(report.gradients.at("G").contains(key));
    }
    CHECK_CLOSE(report.losses.at("G").item<double>(),
                report.losses.at("G_GAN").item<double>() + report.losses.at("G_L1").item<double>(),
                1e-4);
    // Batch norm saw one picture in G and three in D.
    CHECK_EQUAL(trainer.generator().weights().at("model.2.num_batches_tracked").item<Whole>(), 1);
    CHECK_EQUAL(trainer.discriminator().weights().at("model.3.num_batches_tracked").item<Whole>(),
                3);
}

UNDERPAINT_TEST(the_generator_learns_through_the_updated_discriminator) {
    const Tensor a = randomTensor({1, 2, 16, 16}, 9);
    const Tensor b = randomTensor({1, 1, 16, 16}, 10);
    Pix2PixStep still = pix2pix(std::nullopt);
    Pix2PixStep moving = pix2pix(AdamOptions{.learningRate = 0.01});
    const StepReport first = still.step({.condition = a, .image = b});
    const StepReport second = moving.step({.condition = a, .image = b});
    CHECK(at::equal(first.losses.at("D"), second.losses.at("D")));
    CHECK(at::equal(first.losses.at("G_L1"), second.losses.at("G_L1")));
    CHECK(!at::equal(first.losses.at("G_GAN"), second.losses.at("G_GAN")));
    CHECK(moving.discriminator().parameters().front().requires_grad());
    Pix2PixStep unconditional = pix2pix(std::nullopt, false);
    CHECK(unconditional.step({.condition = a, .image = b})
              .gradients.at("D")
              .contains("model.0.weight"));
}

UNDERPAINT_TEST(pix2pixhd_trains_generator_and_encoder_before_the_discriminator) {
    Pix2PixHdStep still = pix2pixHd(true, std::nullopt);
    Pix2PixHdStep moving = pix2pixHd(true, AdamOptions{.learningRate = 0.01});
    const StepReport first = still.step(hdBatch());
    const StepReport second = moving.step(hdBatch());
    // Both sides were computed with the weights before any step.
    for (const char* loss : {"G", "D", "G_GAN_Feat"}) {
        CHECK(at::equal(first.losses.at(loss), second.losses.at(loss)));
    }
    CHECK(at::equal(first.gradients.at("D").at("scale0_layer0.0.weight"),
                    second.gradients.at("D").at("scale0_layer0.0.weight")));
    CHECK(first.gradients.at("E").at("model.1.weight").abs().max().item<double>() > 0);
    CHECK(!at::equal(still.generator().parameters().front().detach(),
                     moving.generator().parameters().front().detach()));
    CHECK(!at::equal(still.encoder()->parameters().front().detach(),
                     moving.encoder()->parameters().front().detach()));
    CHECK_CLOSE(first.losses.at("D").item<double>(),
                0.5 * (first.losses.at("D_fake") + first.losses.at("D_real")).item<double>(), 1e-6);
    Pix2PixHdStep flat = pix2pixHd(false, std::nullopt);
    CHECK(!flat.step(hdBatch()).losses.contains("G_GAN_Feat"));
    CHECK_ERROR(Pix2PixHdStep(smallResnet(2), smallPatch(3), std::nullopt, {}), "multi-scale");
}

UNDERPAINT_TEST(instance_rows_follow_the_official_measure) {
    // 8 x 8 pixels: the unit of area is 2 pixels.
    Tensor ids = at::full({1, 1, 8, 8}, 7, at::kLong);
    ids.slice(2, 0, 1).fill_(26001);
    ids.slice(2, 7, 8).fill_(26000);
    Tensor features = at::zeros({1, 2, 8, 8});
    features.slice(2, 0, 1).fill_(0.5);
    const auto rows = instanceRows(features, ids);
    CHECK_EQUAL(rows.size(), 2U);
    CHECK_EQUAL(rows.at(7).size(), 1U);
    CHECK_CLOSE(rows.at(7).front().area, 24, 0);
    CHECK_EQUAL(rows.at(26).size(), 2U);
    CHECK_EQUAL(rows.at(26)[0].instance, 26000U);
    CHECK_EQUAL(rows.at(26)[1].instance, 26001U);
    CHECK_CLOSE(rows.at(26)[1].area, 4, 0);
    CHECK_EQUAL(rows.at(26)[1].features[1], 0.5F);
    CHECK_ERROR(instanceRows(features, ids.slice(3, 0, 4)), "another size");
}

} // namespace train_test
