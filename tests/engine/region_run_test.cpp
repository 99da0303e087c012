// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/nets/run/patching_run.h"
#include "engine/nets/run/recording_run.h"
#include "engine/nets/weights/initialise.h"
#include "tests/engine/generator_samples.h"

#include <algorithm>
#include <array>
#include <limits>

// After LibTorch, whose logging has a CHECK of its own.
#include "tests/support/engine_test.h"

namespace region_run_test {

using namespace underpaint;
using namespace underpaint::nets;
using namespace underpaint::test;

namespace {

constexpr Size picture{96, 64};
constexpr Rect everywhere{0, 0, picture.width, picture.height};
constexpr std::int64_t anyBytes = std::numeric_limits<std::int64_t>::max();

Tensor inferred(const Network& network, PreparedWeights& weights, const NetworkInput& input) {
    InferenceRun run(weights, {});
    return network.generate(run, Scope(weights.weights()), input);
}

Tensor recorded(const Network& network, PreparedWeights& weights, const NetworkInput& input,
                RegionCache& cache, InferenceRun::Options options = {},
                std::int64_t mostBytes = anyBytes) {
    InferenceRun inner(weights, std::move(options));
    RecordingRun run(inner, cache, mostBytes);
    const Tensor result = network.generate(run, Scope(weights.weights()), input);
    run.finish(result);
    return result.clone();
}

/// The whole result after a patch.
Tensor patched(const Network& network, PreparedWeights& weights, const NetworkInput& input,
               RegionCache& cache, const Rect& part, InferenceRun::Options options = {}) {
    options.freesMemory = false;
    InferenceRun inner(weights, std::move(options));
    PatchingRun run(inner, cache, part,
                    {static_cast<int>(input.width()), static_cast<int>(input.height())});
    const Tensor handle = network.generate(run, Scope(weights.weights()), input);
    CHECK(handle.size(2) == input.height() && handle.size(3) == input.width());
    return cache.nodes[cache.result].kept.clone();
}

/// The same scene with other labels and planes inside `edit`.
NetworkInput edited(const NetworkInput& input, const Rect& edit, std::uint64_t seed) {
    Random random(seed);
    const Tensor labels = input.labels().clone();
    const Tensor planes = input.planes().clone();
    const auto label = static_cast<std::int32_t>(random.below(8));
    for (std::int64_t n = 0; n < labels.size(0); ++n) {
        for (int y = edit.y; y < edit.bottom(); ++y) {
            for (int x = edit.x; x < edit.right(); ++x) {
                const std::int64_t at = (n * labels.size(1) + y) * labels.size(2) + x;
                labels.data_ptr<std::int32_t>()[at] = label;
                planes.data_ptr<float>()[at] = random.below(3) == 0 ? 1.0F : 0.0F;
            }
        }
    }
    return {labels, input.classes(), planes};
}

Rect around(const Rect& edit, int reach) {
    return Rect{edit.x - reach, edit.y - reach, edit.width + 2 * reach, edit.height + 2 * reach}
        .intersected(everywhere);
}

double difference(const Tensor& a, const Tensor& b) {
    return (a - b).abs().max().item<double>();
}

/// How far these small networks look; a U-Net sees the whole picture.
int reachOf(const Network& network) {
    return network.name() == "pix2pix.unet_generator" ? picture.width : 90;
}

/// Largest difference outside of a rectangle.
double outside(const Tensor& a, const Tensor& b, const Rect& rect) {
    Tensor apart = (a - b).abs();
    partOf(apart, rect).zero_();
    return apart.max().item<double>();
}

/// Options of a pass that is cancelled after so many primitives.
InferenceRun::Options cancelledAfter(int primitives) {
    const CancelToken token;
    return {.cancel = token,
            .progress =
                [token, left = primitives](double, std::string_view) mutable {
                    if (--left == 0) {
                        token.cancel();
                    }
                },
            .expectedMultiplyAdds = 1};
}

template<class Action>
bool isCancelled(Action action) {
    try {
        action();
    } catch (const Cancelled&) {
        return true;
    }
    return false;
}

/// Corners, borders, one pixel, all of it.
std::vector<Rect> places() {
    return {{40, 24, 9, 7}, {0, 0, 3, 3},   {93, 61, 3, 3}, {0, 30, 2, 9},
            {50, 0, 11, 1}, {95, 10, 1, 1}, {20, 63, 1, 1}, everywhere};
}

} // namespace

UNDERPAINT_TEST(region_recording_changes_no_byte) {
    for (const Network& network : generators()) {
        for (const Precision precision : {Precision::Fp32, Precision::Auto, Precision::Bf16}) {
            PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 3), at::kCPU,
                                    precision);
            const NetworkInput input = painted(4);
            const Tensor photo = inferred(network, weights, input);
            RegionCache cache;
            CHECK(at::equal(photo, recorded(network, weights, input, cache)));
            CHECK(cache.whole && !cache.notLocal);
            CHECK(cache.bytes() > 0);
            // Again over the same nodes.
            CHECK(at::equal(photo, recorded(network, weights, input, cache)));
            CHECK(at::equal(photo, cache.nodes[cache.result].kept));
        }
    }
}

UNDERPAINT_TEST(region_patch_of_all_the_picture_equals_a_whole_render) {
    for (const Network& network : generators()) {
        PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 5), at::kCPU,
                                Precision::Fp32);
        const NetworkInput before = painted(6);
        RegionCache cache;
        (void)recorded(network, weights, before, cache);
        const NetworkInput after = edited(before, {30, 20, 20, 20}, 7);
        const Tensor photo = patched(network, weights, after, cache, everywhere);
        if (!cache.hasMoments()) {
            CHECK(difference(photo, inferred(network, weights, after)) <= 1e-5);
        }
        // With the moments of the picture itself it is the whole render for all of them.
        RegionCache own;
        const Tensor exact = recorded(network, weights, after, own);
        CHECK(difference(patched(network, weights, after, own, everywhere), exact) <= 1e-5);
    }
}

UNDERPAINT_TEST(region_patch_with_enough_reach_equals_that_of_all) {
    for (const Network& network : generators()) {
        PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 8), at::kCPU,
                                Precision::Fp32);
        const NetworkInput before = painted(9);
        std::uint64_t seed = 10;
        for (const Rect& place : places()) {
            const NetworkInput after = edited(before, place, ++seed);
            RegionCache all;
            (void)recorded(network, weights, before, all);
            const Tensor expected = patched(network, weights, after, all, everywhere);
            RegionCache part;
            (void)recorded(network, weights, before, part);
            const Tensor photo =
                patched(network, weights, after, part, around(place, reachOf(network)));
            CHECK(difference(photo, expected) <= 1e-5);
        }
    }
}

UNDERPAINT_TEST(region_patch_leaves_all_bytes_around_it) {
    for (const Network& network : generators()) {
        for (const Precision precision : {Precision::Auto, Precision::Bf16}) {
            PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 11), at::kCPU,
                                    precision);
            const NetworkInput before = painted(12, 1);
            RegionCache cache;
            const Tensor first = recorded(network, weights, before, cache);
            Tensor last = first;
            NetworkInput scene = before;
            std::uint64_t seed = 13;
            Rect touched;
            for (const Rect& place : places()) {
                if (place == everywhere) {
                    continue;
                }
                scene = edited(scene, place, ++seed);
                const Rect part = around(place, 6);
                const Tensor photo = patched(network, weights, scene, cache, part);
                CHECK_EQUAL(outside(photo, last, part), 0.0);
                CHECK(difference(photo, last) > 0);
                last = photo;
                touched = touched.united(part);
            }
        }
    }
}

UNDERPAINT_TEST(region_patches_one_after_another_equal_one_of_all) {
    for (const Network& network : generators()) {
        PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 14), at::kCPU,
                                Precision::Fp32);
        const NetworkInput before = painted(15, 1);
        RegionCache cache;
        (void)recorded(network, weights, before, cache);
        RegionCache other;
        (void)recorded(network, weights, before, other);
        NetworkInput scene = before;
        Tensor photo;
        for (int i = 0; i < 5; ++i) {
            const Rect place{10 + 15 * i, 8 + 10 * i, 6, 5};
            scene = edited(scene, place, 16 + static_cast<std::uint64_t>(i));
            photo = patched(network, weights, scene, cache, around(place, reachOf(network)));
        }
        CHECK(difference(photo, patched(network, weights, scene, other, everywhere)) <= 1e-5);
    }
}

UNDERPAINT_TEST(region_patch_that_was_cancelled_is_made_good_by_the_next) {
    const Network network = smallGlobal();
    PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 17), at::kCPU,
                            Precision::Fp32);
    const NetworkInput before = painted(18, 1);
    RegionCache cache;
    (void)recorded(network, weights, before, cache);
    RegionCache other;
    (void)recorded(network, weights, before, other);
    const Rect first = around({10, 10, 8, 8}, 20);
    const NetworkInput half = edited(before, {10, 10, 8, 8}, 19);
    CHECK(isCancelled(
        [&] { (void)patched(network, weights, half, cache, first, cancelledAfter(7)); }));
    const NetworkInput after = edited(half, {60, 40, 5, 5}, 20);
    const Rect second = around({60, 40, 5, 5}, 20);
    const Rect both = first.united(second);
    const Tensor photo = patched(network, weights, after, cache, both);
    CHECK(difference(photo, patched(network, weights, after, other, both)) == 0);
}

UNDERPAINT_TEST(region_recording_that_was_cancelled_leaves_a_cache_to_patch) {
    const Network network = smallGlobal(16, "batch");
    PreparedWeights weights(initialWeights(network, Initialisation::Scaled, 21), at::kCPU,
                            Precision::Fp32);
    const NetworkInput before = painted(22, 1);
    RegionCache cache;
    const auto recordSome = [&](const NetworkInput& input) {
        CHECK(isCancelled(
            [&] { (void)recorded(network, weights, input, cache, cancelledAfter(9)); }));
    };
    recordSome(before);
    CHECK(!cache.whole);
    (void)recorded(network, weights, before, cache);
    CHECK(cache.whole);
    const Rect place{40, 20, 8, 8};
    const NetworkInput after = edited(before, place, 23);
    recordSome(after);
    CHECK(cache.whole);
    const Tensor photo = patched(network, weights, after, cache, around(place, 90));
    CHECK(difference(photo, inferred(network, weights, after)) <= 1e-5);
}

UNDERPAINT_TEST(region_recording_gives_up_what_cannot_be_local) {
    const Network unet = generators()[7];
    PreparedWeights weights(initialWeights(unet, Initialisation::Scaled, 24), at::kCPU,
                            Precision::Fp32);
    const NetworkInput input = painted(25, 1);
    RegionCache statistics;
    InferenceRun inner(weights, {.batchStatistics = true});
    RecordingRun run(inner, statistics, anyBytes);
    run.finish(unet.generate(run, Scope(weights.weights()), input));
    CHECK(statistics.notLocal && !statistics.whole && statistics.bytes() == 0);

    const Tensor photo = inferred(unet, weights, input);
    RegionCache small;
    CHECK(at::equal(photo, recorded(unet, weights, input, small, {}, 10'000)));
    CHECK(small.tooLarge && !small.whole && small.bytes() == 0);
}

UNDERPAINT_TEST(region_windows_hold_what_their_outputs_look_at) {
    // A convolution of a line of numbers, for all kernels, strides, paddings, borders and parts.
    for (const std::int64_t kernel : {1, 2, 3, 4, 5, 7}) {
        for (const std::int64_t stride : {1, 2, 3}) {
            for (std::int64_t padding = 0; padding <= kernel / 2; ++padding) {
                for (const Border border : {Border::Zero, Border::Reflect}) {
                    const Convolution spec{
                        .kernel = kernel, .stride = stride, .padding = padding, .border = border};
                    const Tensor x = at::arange(23, at::kFloat).view({1, 1, 1, 23});
                    const Tensor weight =
                        at::arange(1, kernel + 1, at::kFloat).view({1, 1, 1, kernel});
                    const auto convolved = [&](const Tensor& line) {
                        const bool reflect = border == Border::Reflect && padding > 0;
                        const Tensor wide =
                            reflect ? at::reflection_pad2d(line, {padding, padding, 0, 0}) : line;
                        const std::array<std::int64_t, 2> zeros{0, reflect ? 0 : padding};
                        return at::conv2d(wide, weight, {}, {1, stride}, at::IntArrayRef(zeros));
                    };
                    const Tensor whole = convolved(x);
                    const auto outs = static_cast<int>(whole.size(3));
                    WindowShape shape = windowShape(spec);
                    for (int first = 0; first < outs; ++first) {
                        for (int last = first + 1; last <= outs; ++last) {
                            const Rect part{first, 0, last - first, 1};
                            // Only across: one row is its own border.
                            const PartWindow window = windowOf(1000, 23, part, shape);
                            const Rect source{window.source().x, 0, window.source().width, 1};
                            const Tensor made = convolved(partOf(x, source));
                            const Rect across{window.inResult().x, 0, part.width, 1};
                            CHECK(at::equal(partOf(made, across), partOf(whole, part)));
                        }
                    }
                }
            }
        }
    }
}

} // namespace region_run_test
