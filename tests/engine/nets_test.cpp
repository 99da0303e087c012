// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/network.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/instance_pooling.h"
#include "engine/nets/systems/losses.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/load_weights.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nets_test {

using namespace underpaint;
using namespace underpaint::nets;
using underpaint::test::randomTensor;
using underpaint::test::tensorFile;

namespace {

std::int64_t parameterCount(const std::string& name, const project::Options& options) {
    std::int64_t count = 0;
    for (const ParamSpec& spec : Network::create(name, options).parameters()) {
        std::int64_t size = isBuffer(spec.role) ? 0 : 1;
        for (const std::int64_t extent : spec.shape) {
            size *= extent;
        }
        count += size;
    }
    return count;
}

std::size_t entryCount(const std::string& name, const project::Options& options) {
    return Network::create(name, options).parameters().size();
}

using Whole = std::int64_t;

project::Options globalOptions(Whole channels, Whole ngf = 64) {
    return {{"input_nc", channels}, {"output_nc", Whole{3}},
            {"ngf", ngf},           {"n_downsampling", Whole{4}},
            {"n_blocks", Whole{9}}, {"norm", std::string("instance")}};
}

project::Options localOptions(Whole channels, Whole ngf) {
    return {{"input_nc", channels},
            {"output_nc", Whole{3}},
            {"ngf", ngf},
            {"n_downsample_global", Whole{4}},
            {"n_blocks_global", Whole{9}},
            {"n_local_enhancers", Whole{1}},
            {"n_blocks_local", Whole{3}},
            {"norm", std::string("instance")}};
}

project::Options multiscaleOptions(Whole channels, Whole scales) {
    return {{"input_nc", channels},
            {"ndf", Whole{64}},
            {"n_layers", Whole{3}},
            {"num_D", scales},
            {"norm", std::string("instance")},
            {"intermediate_features", true}};
}

project::Options unetOptions(Whole downs, const std::string& norm) {
    return {{"input_nc", Whole{3}}, {"output_nc", Whole{3}}, {"num_downs", downs},
            {"ngf", Whole{64}},     {"norm", norm},          {"use_dropout", true}};
}

project::Options resnetOptions(Whole blocks, const std::string& norm, bool dropout = false) {
    return {{"input_nc", Whole{3}}, {"output_nc", Whole{3}}, {"ngf", Whole{64}},
            {"n_blocks", blocks},   {"norm", norm},          {"use_dropout", dropout}};
}

project::Options patchOptions(Whole layers) {
    return {{"input_nc", Whole{6}},
            {"ndf", Whole{64}},
            {"n_layers", layers},
            {"norm", std::string("batch")}};
}

} // namespace

// Counted by running the official modules.
UNDERPAINT_TEST(pix2pixhd_networks_have_the_official_number_of_parameters) {
    const std::string global = "pix2pixhd.global_generator";
    const std::string local = "pix2pixhd.local_enhancer";
    const std::string judge = "pix2pixhd.multiscale_discriminator";
    CHECK_EQUAL(parameterCount(global, globalOptions(36)), 182546755);
    CHECK_EQUAL(parameterCount(global, globalOptions(39)), 182556163);
    CHECK_EQUAL(parameterCount(global, globalOptions(3)), 182443267);
    CHECK_EQUAL(parameterCount(local, localOptions(36, 32)), 182857059);
    CHECK_EQUAL(parameterCount(local, localOptions(39, 32)), 182871171);
    CHECK_EQUAL(parameterCount(local, localOptions(36, 64)), 731036355);
    CHECK_EQUAL(parameterCount(judge, multiscaleOptions(39, 1)), 2801601);
    CHECK_EQUAL(parameterCount(judge, multiscaleOptions(39, 2)), 5603202);
    CHECK_EQUAL(parameterCount(judge, multiscaleOptions(39, 3)), 8404803);
    CHECK_EQUAL(parameterCount(judge, multiscaleOptions(6, 2)), 5535618);
    const project::Options encoder{{"input_nc", Whole{3}},
                                   {"output_nc", Whole{3}},
                                   {"ngf", Whole{16}},
                                   {"n_downsampling", Whole{4}},
                                   {"norm", std::string("instance")}};
    CHECK_EQUAL(parameterCount("pix2pixhd.encoder", encoder), 788803);
    CHECK_EQUAL(entryCount(global, globalOptions(36)), 56U);
    CHECK_EQUAL(entryCount(local, localOptions(36, 32)), 74U);
    CHECK_EQUAL(entryCount("pix2pixhd.encoder", encoder), 20U);
    CHECK_EQUAL(entryCount(judge, multiscaleOptions(39, 2)), 20U);
}

UNDERPAINT_TEST(pix2pix_networks_have_the_official_number_of_parameters) {
    const std::string unet = "pix2pix.unet_generator";
    const std::string resnet = "pix2pix.resnet_generator";
    CHECK_EQUAL(parameterCount(unet, unetOptions(7, "batch")), 41828995);
    CHECK_EQUAL(parameterCount(unet, unetOptions(7, "instance")), 41825667);
    CHECK_EQUAL(parameterCount(unet, unetOptions(8, "batch")), 54413955);
    CHECK_EQUAL(parameterCount(unet, unetOptions(8, "instance")), 54409603);
    CHECK_EQUAL(parameterCount(resnet, resnetOptions(6, "batch")), 7841411);
    CHECK_EQUAL(parameterCount(resnet, resnetOptions(6, "instance")), 7837699);
    CHECK_EQUAL(parameterCount(resnet, resnetOptions(9, "batch")), 11383427);
    CHECK_EQUAL(parameterCount(resnet, resnetOptions(9, "instance")), 11378179);
    const std::vector<std::pair<Whole, Whole>> patches{
        {1, 139585}, {2, 666433}, {3, 2768705}, {4, 6964033}, {5, 11159361}};
    for (const auto& [layers, count] : patches) {
        CHECK_EQUAL(parameterCount("pix2pix.patch_discriminator", patchOptions(layers)), count);
    }
    const project::Options pixel{
        {"input_nc", Whole{6}}, {"ndf", Whole{64}}, {"norm", std::string("batch")}};
    CHECK_EQUAL(parameterCount("pix2pix.pixel_discriminator", pixel), 9024);
}

UNDERPAINT_TEST(only_instance_norm_comes_with_biases) {
    for (const std::string norm : {"batch", "none"}) {
        const Network net = Network::create("pix2pix.resnet_generator", resnetOptions(6, norm));
        const auto keys = test::keysOf(net);
        CHECK(!keys.contains("model.1.bias"));
        CHECK(!keys.contains("model.10.conv_block.1.bias"));
        CHECK(keys.contains("model.23.bias"));
    }
}

UNDERPAINT_TEST(dropout_moves_the_keys_of_residual_blocks) {
    const auto with =
        test::keysOf(Network::create("pix2pix.resnet_generator", resnetOptions(6, "batch", true)));
    const auto without =
        test::keysOf(Network::create("pix2pix.resnet_generator", resnetOptions(6, "batch")));
    CHECK(with.contains("model.10.conv_block.6.weight"));
    CHECK(!with.contains("model.10.conv_block.5.weight"));
    CHECK(without.contains("model.10.conv_block.5.weight"));
    CHECK_EQUAL(with.size(), without.size());
}

UNDERPAINT_TEST(bad_options_are_named) {
    const std::string name = "pix2pixhd.global_generator";
    const auto changed = [&](const std::string& option, const project::OptionValue& value) {
        project::Options options = globalOptions(36);
        options[option] = value;
        return Network::create(name, options);
    };
    CHECK_ERROR(Network::create("pix2pixhd.nothing", {}), "no network of this name");
    CHECK_ERROR(changed("ngf", Whole{0}), "ngf");
    CHECK_ERROR(changed("ngf", std::string("many")), "ngf");
    CHECK_ERROR(changed("n_blocks", 1.5), "n_blocks");
    CHECK_ERROR(changed("n_downsampling", Whole{1} << 40), "n_downsampling");
    CHECK_ERROR(changed("norm", std::string("positional")), "norm");
    CHECK_ERROR(changed("norm", true), "norm");
    CHECK_ERROR(changed("dropout", true), "dropout");
    CHECK_ERROR(changed("track_running_stats", std::string("yes")), "track_running_stats");
    project::Options incomplete = globalOptions(36);
    incomplete.erase("input_nc");
    CHECK_ERROR(Network::create(name, incomplete), "input_nc is missing");
    CHECK_EQUAL(changed("ngf", 32.0).inputChannels(), 36);
}

UNDERPAINT_TEST(weight_files_are_compared_with_the_network) {
    const Network net = Network::create("pix2pix.patch_discriminator", test::smallPatch("batch"));
    const ParamStore weights = initialWeights(net, Initialisation::Scaled, 5);
    TensorMap file(weights.begin(), weights.end());
    CHECK(loadWeights(net, tensorFile(file)).report.text().empty());
    CHECK_EQUAL(loadWeights(net, tensorFile(file)).weights.size(), weights.size());

    TensorMap prefixed;
    for (const auto& [key, value] : file) {
        prefixed["module." + key] = value;
    }
    CHECK(loadWeights(net, tensorFile(prefixed)).report.whole());

    TensorMap old = file;
    std::erase_if(old, [](const auto& entry) { return entry.first.ends_with("tracked"); });
    CHECK(loadWeights(net, tensorFile(old)).report.text().empty());

    TensorMap lacking = file;
    lacking.erase("model.0.bias");
    lacking["model.2.weight"] = at::zeros({1, 2});
    lacking["model.99.weight"] = at::zeros({3});
    const LoadReport report = loadWeights(net, tensorFile(lacking)).report;
    CHECK(!report.whole());
    CHECK_EQUAL(report.missing.size(), 1U);
    CHECK_EQUAL(report.missing.front(), "model.0.bias");
    CHECK_EQUAL(report.misshapen.size(), 1U);
    CHECK(report.misshapen.front().find("(1, 2)") != std::string::npos);
    CHECK_EQUAL(report.surplus.size(), 1U);
    CHECK_ERROR(loadWholeWeights(net, tensorFile(lacking)), "model.0.bias");
}

UNDERPAINT_TEST(stale_statistics_are_told_from_foreign_weights) {
    const Network net =
        Network::create("pix2pix.patch_discriminator", test::smallPatch("instance"));
    const ParamStore weights = initialWeights(net, Initialisation::Scaled, 5);
    TensorMap file(weights.begin(), weights.end());
    file["model.3.running_mean"] = at::zeros({8});
    const LoadReport report = loadWeights(net, tensorFile(file)).report;
    CHECK(report.whole());
    CHECK(report.surplus.empty());
    CHECK_EQUAL(report.ignored.size(), 1U);
}

UNDERPAINT_TEST(overlays_replace_equal_shapes_only) {
    const Network net = Network::create("pix2pix.patch_discriminator", test::smallPatch("batch"));
    ParamStore weights = initialWeights(net, Initialisation::Scaled, 5);
    const TensorMap overlay{{"model.0.bias", at::full({4}, 7.0F)},
                            {"model.2.weight", at::zeros({1})},
                            {"elsewhere", at::zeros({1})}};
    CHECK_EQUAL(overlayWeights(weights, tensorFile(overlay)), 1U);
    CHECK_EQUAL(weights.at("model.0.bias")[3].item<float>(), 7.0F);
    CHECK(weights.at("model.2.weight").numel() > 1);
}

namespace {

Tensor naiveInstanceMean(const Tensor& x, const Tensor& instances) {
    Tensor result = at::empty_like(x);
    for (std::int64_t n = 0; n < x.size(0); ++n) {
        std::map<std::int64_t, std::vector<std::pair<std::int64_t, std::int64_t>>> pixels;
        for (std::int64_t i = 0; i < x.size(2); ++i) {
            for (std::int64_t j = 0; j < x.size(3); ++j) {
                pixels[instances[n][0][i][j].item<std::int64_t>()].emplace_back(i, j);
            }
        }
        for (const auto& [id, members] : pixels) {
            Tensor sum = at::zeros({x.size(1)}, at::kDouble);
            for (const auto& [i, j] : members) {
                sum += x[n].select(1, i).select(1, j).to(at::kDouble);
            }
            for (const auto& [i, j] : members) {
                result[n].select(1, i).select(1, j).copy_(sum /
                                                          static_cast<double>(members.size()));
            }
        }
    }
    return result;
}

/// Largest difference between autograd's gradient of f and central differences, in double.
double gradientError(const std::function<Tensor(const Tensor&)>& f, const Tensor& at) {
    const Tensor x = at.to(at::kDouble).detach().clone().set_requires_grad(true);
    const Tensor gradient = torch::autograd::grad({f(x)}, {x}).front().flatten();
    constexpr double step = 1e-6;
    double largest = 0;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        const auto moved = [&](double by) {
            Tensor y = x.detach().clone();
            y.view({-1})[i] += by;
            return f(y).item<double>();
        };
        const double numeric = (moved(step) - moved(-step)) / (2 * step);
        largest = std::max(largest, std::abs(numeric - gradient[i].item<double>()));
    }
    return largest;
}

} // namespace

UNDERPAINT_TEST(instances_are_averaged_as_the_definition_says) {
    const Tensor x = randomTensor({2, 3, 7, 9}, 1);
    Random random(2);
    Tensor ids = at::empty({2, 1, 7, 9}, at::kLong);
    for (std::int64_t i = 0; i < ids.numel(); ++i) {
        // Ids shared between the images, small ones and some beyond 32 bits of product.
        ids.view({-1})[i] = static_cast<std::int64_t>(random.below(5) * 1000003);
    }
    const Tensor pooled = instanceMean(x, ids);
    CHECK(at::allclose(pooled, naiveInstanceMean(x, ids), 1e-5, 1e-6));
    CHECK(at::equal(pooled, instanceMean(x, ids.to(at::kFloat))));
    CHECK(gradientError(
              [&](const Tensor& y) { return (instanceMean(y, ids) * x.to(at::kDouble)).sum(); },
              x) < 1e-6);
    CHECK_ERROR(instanceMean(x, ids.slice(2, 0, 5)), "another size");
}

UNDERPAINT_TEST(losses_have_the_right_gradients) {
    const Tensor scores = randomTensor({2, 1, 3, 4}, 3) * 2;
    const Tensor probabilities = at::sigmoid(scores);
    for (const GanMode mode : {GanMode::Lsgan, GanMode::Vanilla, GanMode::Wgangp, GanMode::Hinge}) {
        for (const bool real : {true, false}) {
            const auto judge = [&](const Tensor& x) { return discriminatorLoss(mode, x, real); };
            CHECK(gradientError(judge, scores) < 1e-7);
        }
        const auto fool = [&](const Tensor& x) { return generatorLoss(mode, x); };
        CHECK(gradientError(fool, scores) < 1e-7);
    }
    const auto entropy = [](const Tensor& x) {
        return discriminatorLoss(GanMode::VanillaOnProbabilities, x, true);
    };
    CHECK(gradientError(entropy, probabilities) < 1e-6);
    const Stages real{{randomTensor({2, 1, 3, 4}, 4).to(at::kDouble), scores},
                      {randomTensor({2, 1, 3, 4}, 5).to(at::kDouble), scores}};
    const auto matching = [&](const Tensor& x) {
        return featureMatchingLoss({{x, scores}, {2 * x, scores}}, real);
    };
    CHECK(gradientError(matching, randomTensor({2, 1, 3, 4}, 6)) < 1e-7);
    const auto perceptual = [&](const Tensor& x) {
        return perceptualLoss({x, x * x}, {real[0][0], real[1][0]}, {0.25, 1.0});
    };
    CHECK(gradientError(perceptual, randomTensor({2, 1, 3, 4}, 7)) < 1e-7);
}

UNDERPAINT_TEST(losses_have_the_values_of_their_formulas) {
    const Tensor p = at::tensor({0.5F, -1.0F, 2.0F});
    CHECK_CLOSE(discriminatorLoss(GanMode::Lsgan, p, true).item<double>(), (0.25 + 4.0 + 1.0) / 3,
                1e-6);
    CHECK_CLOSE(discriminatorLoss(GanMode::Lsgan, p, false).item<double>(), (0.25 + 1.0 + 4.0) / 3,
                1e-6);
    CHECK_CLOSE(discriminatorLoss(GanMode::Hinge, p, true).item<double>(), (0.5 + 2.0) / 3, 1e-6);
    CHECK_CLOSE(discriminatorLoss(GanMode::Hinge, p, false).item<double>(), (1.5 + 0.0 + 3.0) / 3,
                1e-6);
    CHECK_CLOSE(discriminatorLoss(GanMode::Wgangp, p, true).item<double>(), -0.5, 1e-6);
    CHECK_CLOSE(generatorLoss(GanMode::Hinge, p).item<double>(), -0.5, 1e-6);
    CHECK_CLOSE(discriminatorLoss(GanMode::Vanilla, at::zeros({4}), true).item<double>(),
                std::log(2.0), 1e-6);
    // One stage before the score map, two scales: 4 / 1 / 2 = 2 a scale.
    const Stages fake{{at::ones({2}), p}, {at::ones({2}), p}};
    const Stages real{{at::zeros({2}), p}, {at::full({2}, 4.0F), p}};
    CHECK_CLOSE(featureMatchingLoss(fake, real).item<double>(), 2 * 1 + 2 * 3, 1e-6);
    CHECK_ERROR(ganModeFromName("gan"), "gan");
}

UNDERPAINT_TEST(dropout_draws_from_its_generator_only) {
    project::Options options{{"input_nc", Whole{1}},         {"output_nc", Whole{1}},
                             {"num_downs", Whole{6}},        {"ngf", Whole{2}},
                             {"norm", std::string("batch")}, {"use_dropout", true}};
    const Network net = Network::create("pix2pix.unet_generator", options);
    const ParamStore weights = initialWeights(net, Initialisation::Scaled, 11);
    const Tensor input = randomTensor({1, 1, 128, 64}, 12);
    const auto output = [&](std::optional<std::uint64_t> seed) {
        EagerRun::Options run;
        if (seed) {
            run.dropout = at::detail::createCPUGenerator(*seed);
        }
        EagerRun eager(std::move(run));
        return net.generate(eager, Scope(weights), input);
    };
    CHECK(at::equal(output(1), output(1)));
    CHECK(!at::equal(output(1), output(2)));
    CHECK(!at::equal(output(1), output(std::nullopt)));
    // Dropout is last in its block: no key moves.
    options["use_dropout"] = false;
    const Network plain = Network::create("pix2pix.unet_generator", options);
    CHECK(test::keysOf(plain) == test::keysOf(net));
    EagerRun eager;
    CHECK(at::equal(plain.generate(eager, Scope(weights), input), output(std::nullopt)));
}

UNDERPAINT_TEST(networks_state_their_inputs) {
    const Network encoder =
        Network::create("pix2pixhd.encoder", {{"output_nc", Whole{3}},
                                              {"ngf", Whole{4}},
                                              {"n_downsampling", Whole{2}},
                                              {"norm", std::string("instance")}});
    CHECK_EQUAL(encoder.inputs().size(), 2U);
    CHECK_EQUAL(encoder.inputs()[0].name, "image");
    CHECK(encoder.inputs()[1].content == InputContent::Instances);
    EagerRun run;
    const ParamStore weights = initialWeights(encoder, Initialisation::Scaled, 1);
    const Tensor image = randomTensor({1, 3, 16, 8}, 2);
    CHECK_ERROR(encoder.forward(run, Scope(weights), {{"image", image}}), "\"inst\" is missing");
    const Network generator = Network::create("pix2pixhd.global_generator", globalOptions(36, 4));
    CHECK(generator.inputs()[0].content == InputContent::Condition);
    CHECK_ERROR(generator.generate(run, Scope(weights), image), "takes 36 channels");
    // A picture's cost follows from the inputs that it makes.
    const NetworkInputs inputs{{"image", image}, {"inst", image.narrow(1, 0, 1)}};
    CHECK_EQUAL(encoder.cost(inputs).multiplyAdds, encoder.cost(8, 16).multiplyAdds);
}

UNDERPAINT_TEST(primitives_have_defaults_made_of_others) {
    /// A Run that overrides nothing that has a default.
    class Plain final : public Run {
    public:
        using Run::averagePool;
        using Run::halve;
        Tensor convolution(const Scope& s, const Tensor& x, const Convolution& c) override {
            return m_eager.convolution(s, x, c);
        }
        Tensor transposedConvolution(const Scope& s, const Tensor& x,
                                     const TransposedConvolution& c) override {
            return m_eager.transposedConvolution(s, x, c);
        }
        Tensor normalise(const Scope& s, const Tensor& x, Norm n, Activation a) override {
            return m_eager.normalise(s, x, n, a);
        }
        Tensor normaliseModulated(const Tensor& x, ModulatedNorm n, const Tensor& m, Activation a,
                                  const Tensor& r) override {
            return m_eager.normaliseModulated(x, n, m, a, r);
        }
        Tensor activate(const Tensor& x, Activation a) override { return m_eager.activate(x, a); }
        Tensor add(const Tensor& a, const Tensor& b) override { return m_eager.add(a, b); }
        Tensor concatenate(const std::vector<Tensor>& p) override { return m_eager.concatenate(p); }
        Tensor averagePool(const Tensor& x) override { return m_eager.averagePool(x); }
        Tensor halve(const Tensor& x) override { return m_eager.halve(x); }
        Tensor maxPool(const Tensor& x, const Pooling& p) override { return m_eager.maxPool(x, p); }
        Tensor upsampleNearest(const Tensor& x, std::int64_t f) override {
            return m_eager.upsampleNearest(x, f);
        }
        Tensor upsampleBilinear(const Tensor& x, std::int64_t f) override {
            return m_eager.upsampleBilinear(x, f);
        }
        Tensor dropout(const Tensor& x, double r) override { return m_eager.dropout(x, r); }
        Tensor instanceMean(const Tensor& x, const Tensor& i) override {
            return m_eager.instanceMean(x, i);
        }

        Tensor pooledLinear(const Scope& s, const Tensor& x, std::int64_t out) override {
            return m_eager.pooledLinear(s, x, out);
        }

    private:
        EagerRun m_eager;
    };
    const Network network = Network::create("pix2pixhd.local_enhancer", localOptions(6, 4));
    const ParamStore weights = initialWeights(network, Initialisation::Scaled, 3);
    const NetworkInput input(randomTensor({1, 6, 64, 64}, 4));
    Plain plain;
    EagerRun eager;
    const at::NoGradGuard noGrad;
    CHECK(at::equal(network.generate(plain, Scope(weights), input),
                    network.generate(eager, Scope(weights), input)));
}

} // namespace nets_test
