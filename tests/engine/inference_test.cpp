// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/device.h"
#include "engine/nets/run/inference_run.h"

#include "engine/base/random.h"
#include "engine/kernels/panel_matrix.h"
#include "engine/nets/cost/network_benchmark.h"
#include "engine/nets/run/cpu_backend.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/weights/initialise.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <dlfcn.h>

#include "tests/engine/generator_samples.h"
#include "tests/engine/nets_samples.h"

// After LibTorch, whose logging has a CHECK of its own.
#include "tests/support/engine_test.h"

namespace inference_test {

using namespace underpaint;
using namespace underpaint::nets;
using namespace underpaint::test;

namespace {

constexpr double leastPsnr = 40;

Tensor inferred(const Network& network, PreparedWeights& weights, const NetworkInput& input,
                InferenceRun::Options options = {}) {
    InferenceRun run(weights, std::move(options));
    return network.generate(run, Scope(weights.weights()), input);
}

Tensor eager(const Network& network, const ParamStore& weights, const NetworkInput& input,
             bool batchStatistics = false) {
    const at::NoGradGuard noGrad;
    EagerRun run({.batchStatistics = batchStatistics,
                  .keepRunningStatistics = true,
                  .dropout = {},
                  .onMark = {}});
    return network.generate(run, Scope(weights), input);
}

double difference(const Tensor& a, const Tensor& b) {
    return (a - b).abs().max().item<double>();
}

double psnr(const Tensor& a, const Tensor& b) {
    return 10 * std::log10(4 / (a - b).to(at::kDouble).square().mean().item<double>());
}

bool sameBytes(const Tensor& a, const Tensor& b) {
    return at::equal(a, b);
}

} // namespace

UNDERPAINT_TEST(inference_fp32_matches_plain_operators_on_every_generator) {
    for (const Network& network : generators()) {
        const ParamStore store = initialWeights(network, Initialisation::Scaled, 3);
        PreparedWeights weights(store, at::kCPU, Precision::Fp32);
        const NetworkInput input = painted(4);
        const Tensor photo = inferred(network, weights, input);
        CHECK(photo.scalar_type() == at::kFloat);
        CHECK(difference(photo, eager(network, store, input)) <= 1e-4);
        CHECK(difference(inferred(network, weights, input, {.batchStatistics = true}),
                         eager(network, store, input, true)) <= 1e-4);
    }
}

UNDERPAINT_TEST(inference_reduced_precisions_stay_above_40_db) {
    for (const Precision precision : {Precision::Auto, Precision::Bf16}) {
        for (const Network& network : generators()) {
            const ParamStore store = initialWeights(network, Initialisation::Scaled, 5);
            PreparedWeights weights(store, at::kCPU, precision);
            CHECK(weights.precision() != Precision::Auto);
            const NetworkInput input = painted(6);
            const double reached =
                psnr(inferred(network, weights, input), eager(network, store, input));
            CHECK(reached >= leastPsnr);
        }
    }
}

UNDERPAINT_TEST(inference_encoder_and_discriminator_match_plain_operators) {
    const Network encoder =
        Network::create("pix2pixhd.encoder", {{"output_nc", number(3)},
                                              {"ngf", number(8)},
                                              {"n_downsampling", number(2)},
                                              {"norm", std::string("instance")}});
    const Network judge =
        Network::create("pix2pixhd.multiscale_discriminator", {{"input_nc", number(3)},
                                                               {"ndf", number(8)},
                                                               {"n_layers", number(3)},
                                                               {"num_D", number(2)},
                                                               {"norm", std::string("instance")},
                                                               {"intermediate_features", true}});
    const Tensor image = painted(7).dense().narrow(1, 0, 3) * 2 - 1;
    const Tensor ids = painted(8).labels().unsqueeze(1) + 26000;
    for (const Network& network : {encoder, judge}) {
        const ParamStore store = initialWeights(network, Initialisation::Scaled, 9);
        PreparedWeights weights(store, at::kCPU, Precision::Fp32);
        InferenceRun fast(weights, {});
        EagerRun plain;
        const NetworkInputs arguments{{"image", image}, {"input", image}, {"inst", ids}};
        const at::NoGradGuard noGrad;
        const TensorMap results = network.forward(fast, Scope(store), arguments);
        for (const auto& [name, expected] : network.forward(plain, Scope(store), arguments)) {
            CHECK(results.at(name).sizes() == expected.sizes());
            CHECK(difference(results.at(name), expected) <=
                  1e-4 * std::max(1.0, expected.abs().max().item<double>()));
        }
    }
}

UNDERPAINT_TEST(inference_of_paint_equals_that_of_its_one_hot_form) {
    for (const Network& network : {smallGlobal(), smallEnhancer(1), smallEnhancer(2)}) {
        PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 10), at::kCPU,
                                Precision::Fp32);
        const NetworkInput input = painted(11);
        CHECK(difference(inferred(network, weights, input),
                         inferred(network, weights, input.dense())) <= 2e-5);
    }
}

UNDERPAINT_TEST(inference_repeats_its_bytes_whatever_happened_before) {
    const Network network = smallGlobal();
    PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 12), at::kCPU,
                            Precision::Auto);
    const NetworkInput input = painted(13);
    const Tensor first = inferred(network, weights, input);
    const Tensor other = inferred(network, weights, painted(14, 1));
    CHECK(!sameBytes(first.narrow(0, 0, 1), other));
    CHECK(sameBytes(first, inferred(network, weights, input)));
    // A picture's photo does not depend on its neighbours in the batch, nor on the threads.
    const NetworkInput alone(input.labels().narrow(0, 1, 1), input.classes(),
                             input.planes().narrow(0, 1, 1));
    CHECK(sameBytes(first.narrow(0, 1, 1), inferred(network, weights, alone)));
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const Tensor serial = inferred(network, weights, input);
    at::set_num_threads(threads);
    CHECK(sameBytes(first, serial));
}

UNDERPAINT_TEST(the_blas_spins_no_threads_of_its_own) {
    using Get = int (*)();
    const auto blasThreads =
        reinterpret_cast<Get>(::dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
    const int before = at::get_num_threads();
    for (const int threads : {1, 2}) {
        nets::setThreads(threads);
        CHECK_EQUAL(at::get_num_threads(), threads);
        if (blasThreads != nullptr) {
            CHECK_EQUAL(blasThreads(), 1);
        }
    }
    at::set_num_threads(before);
}

UNDERPAINT_TEST(inference_dropout_follows_its_seed) {
    const Network network = generators().back();
    PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 15), at::kCPU,
                            Precision::Fp32);
    const auto draw = [&](std::uint64_t seed) {
        return inferred(network, weights, painted(16),
                        {.dropout = at::make_generator<at::CPUGeneratorImpl>(seed)});
    };
    CHECK(sameBytes(draw(1), draw(1)));
    CHECK(difference(draw(1), draw(2)) > 1e-3);
}

UNDERPAINT_TEST(inference_leaves_stored_statistics_alone) {
    const Network network = smallGlobal(16, "batch");
    const ParamStore store = initialWeights(network, Initialisation::Scaled, 17);
    const ParamStore before = store.clone();
    PreparedWeights weights(store, at::kCPU, Precision::Auto);
    (void)inferred(network, weights, painted(18), {.batchStatistics = true});
    for (const auto& [key, tensor] : store) {
        CHECK(sameBytes(tensor, before.at(key)));
    }
}

UNDERPAINT_TEST(the_norm_of_a_constant_channel_is_not_its_rounding) {
    ParamStore weights;
    weights.set("n.weight", randomTensor({8}, 41));
    weights.set("n.bias", randomTensor({8}, 42));
    weights.set("n.running_mean", at::zeros({8}));
    weights.set("n.running_var", at::zeros({8}));
    PreparedWeights prepared(weights, at::kCPU, Precision::Fp32);
    InferenceRun run(prepared, {.batchStatistics = true});
    const Scope scope(weights, "n");
    const at::Tensor constant =
        (100 * randomTensor({1, 8, 1, 1}, 43)).expand({1, 8, 12, 10}).contiguous();
    CHECK(run.normalise(scope, constant, Norm::Batch, Activation::None)
              .equal(weights.at("n.bias").view({1, 8, 1, 1}).expand_as(constant)));
    CHECK(run.normalise(scope, constant, Norm::Instance, Activation::None)
              .equal(at::zeros_like(constant)));
    // What differs by more is normalised, and stored moments are taken at their word.
    const at::Tensor nearly = constant + 0.01 * randomTensor({1, 8, 12, 10}, 44);
    const at::Tensor norm = run.normalise(scope, nearly, Norm::Instance, Activation::None);
    CHECK(norm.std().item<double>() > 0.5);
    InferenceRun stored(prepared, {});
    const at::Tensor plain =
        stored.normalise(scope, at::ones({1, 8, 2, 2}), Norm::Batch, Activation::None);
    CHECK((plain - weights.at("n.bias").view({1, 8, 1, 1})).abs().max().item<double>() > 1);
}

UNDERPAINT_TEST(inference_reports_monotone_progress_to_the_end) {
    const Network network = smallEnhancer(1);
    PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 19), at::kCPU,
                            Precision::Auto);
    std::vector<double> fractions;
    (void)inferred(
        network, weights, painted(20, 1),
        {.progress = [&](double fraction, std::string_view) { fractions.push_back(fraction); },
         .expectedMultiplyAdds = network.cost(96, 64).multiplyAdds});
    CHECK(fractions.size() > 10);
    CHECK(std::is_sorted(fractions.begin(), fractions.end()));
    CHECK_CLOSE(fractions.back(), 1.0, 1e-9);
}

UNDERPAINT_TEST(inference_stops_when_cancelled_and_renders_again_after) {
    const Network network = smallGlobal();
    PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 21), at::kCPU,
                            Precision::Auto);
    const NetworkInput input = painted(22, 1);
    const Tensor photo = inferred(network, weights, input);
    const CancelToken token;
    int steps = 0;
    bool stopped = false;
    try {
        (void)inferred(network, weights, input,
                       {.cancel = token,
                        .progress =
                            [&](double, std::string_view) {
                                if (++steps == 4) {
                                    token.cancel();
                                }
                            },
                        .expectedMultiplyAdds = 1});
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
    CHECK_EQUAL(steps, 4);
    CHECK(sameBytes(photo, inferred(network, weights, input)));
}

UNDERPAINT_TEST(inference_looks_at_the_token_within_a_primitive) {
    const CancelToken token;
    const kernels::Parallel parallel = parallelOn(token);
    std::atomic<std::int64_t> done = 0;
    bool stopped = false;
    try {
        parallel(100'000, [&](std::int64_t first, std::int64_t last) {
            done += last - first;
            token.cancel();
        });
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
    CHECK(done.load() < 100'000);
}

UNDERPAINT_TEST(inference_refuses_weights_of_another_shape_and_pictures_too_small) {
    const Network network = smallGlobal();
    ParamStore store = initialWeights(network, Initialisation::Scaled, 23);
    PreparedWeights good(store, at::kCPU, Precision::Fp32);
    CHECK_ERROR(inferred(network, good, at::zeros({1, 9, 4, 4})), "too small");
    store.set("model.1.weight", at::zeros({16, 9, 5, 5}));
    PreparedWeights bad(store, at::kCPU, Precision::Fp32);
    CHECK_ERROR(inferred(network, bad, painted(24)), "another shape");
}

UNDERPAINT_TEST(inference_chooses_methods_by_size_alone) {
    using kernels::Arithmetic;
    const kernels::ConvolutionShape wide{.in = 1024, .out = 1024, .kernel = 3, .padding = 1};
    CHECK(chooseMethod(wide, 32, 16, Arithmetic::Half) == Method::Winograd4);
    CHECK(chooseMethod(wide, 2, 2, Arithmetic::Half) == Method::Direct ||
          chooseMethod(wide, 2, 2, Arithmetic::Half) == Method::Winograd2);
    CHECK(chooseMethod(wide, 64, 64, Arithmetic::Single) == Method::Winograd2);
    const kernels::ConvolutionShape head{.in = 64, .out = 3, .kernel = 7, .padding = 3};
    CHECK(chooseMethod(head, 512, 256, Arithmetic::Single) == Method::Thin);
    const kernels::ConvolutionShape odd{.in = 15, .out = 16, .kernel = 3, .padding = 1};
    CHECK(chooseMethod(odd, 64, 64, Arithmetic::Half) == Method::Direct);
}

UNDERPAINT_TEST(inference_benchmark_reports_what_it_did) {
    BenchmarkRequest request{.network = "pix2pixhd.global_generator",
                             .options = {{"input_nc", number(9)},
                                         {"ngf", number(8)},
                                         {"n_downsampling", number(2)},
                                         {"n_blocks", number(1)},
                                         {"norm", std::string("instance")}},
                             .width = 64,
                             .height = 32,
                             .runs = 3,
                             .warmUp = 1,
                             .device = "cpu",
                             .roofline = false};
    const BenchmarkReport report = benchmarkNetwork(request);
    CHECK_EQUAL(report.latencies.size(), std::size_t{3});
    CHECK(report.minMs <= report.medianMs && report.medianMs <= report.maxMs);
    CHECK(report.minMs > 0 && report.peakBytes > 0 && report.gflops > 0);
    CHECK(report.psnr >= leastPsnr);
    double sum = 0;
    for (const auto& [name, share] : report.shares) {
        sum += share;
    }
    CHECK_CLOSE(sum, 1.0, 1e-6);
    request.width = 66;
    CHECK_ERROR(benchmarkNetwork(request), "multiples of 4");
    request.width = 64;
    request.network = "pix2pixhd.encoder";
    request.options = {{"output_nc", number(3)},
                       {"ngf", number(8)},
                       {"n_downsampling", number(2)},
                       {"norm", std::string("instance")}};
    CHECK_ERROR(benchmarkNetwork(request), "not a generator");
}

} // namespace inference_test
