// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/mixed_precision.h"
#include "engine/train/optimise/compute_type.h"
#include "engine/train/optimise/trained_network.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

namespace mixed_precision_test {

using namespace underpaint;
using at::Tensor;
using test::randomTensor;

UNDERPAINT_TEST(training_is_in_bf16_where_the_hardware_multiplies_it_fast) {
    using train::trainsFasterInBf16;
    CHECK(trainsFasterInBf16({.onGpu = true, .gpuCores = true}));
    // A GPU without is slower in bf16, whatever CPU is beside it.
    CHECK(!trainsFasterInBf16({.onGpu = true, .torchMajor = 2, .amxTiles = true}));
    CHECK(!trainsFasterInBf16({.gpuCores = true, .torchMajor = 2}));
    CHECK(trainsFasterInBf16({.torchMajor = 2, .amxTiles = true}));
    CHECK(trainsFasterInBf16({.torchMajor = 2, .amdDotProducts = true}));
    CHECK(!trainsFasterInBf16({.torchMajor = 1, .amxTiles = true, .amdDotProducts = true}));
    CHECK(!trainsFasterInBf16({.torchMajor = 2}));
    // What the recipe says outright is done.
    CHECK(train::computeTypeOf("bf16", at::kCPU) == at::kBFloat16);
    CHECK(!train::computeTypeOf("fp32", at::kCPU));
}

UNDERPAINT_TEST(transposed_convolutions_equal_those_of_libtorch) {
    struct Case {
        std::int64_t kernel, stride, padding, outputPadding;
    };
    for (const Case& c : {Case{3, 2, 1, 1}, Case{4, 2, 1, 0}, Case{3, 1, 1, 0}}) {
        Tensor x = randomTensor({2, 6, 5, 7}, 1);
        Tensor weight = randomTensor({6, 4, c.kernel, c.kernel}, 2);
        x.set_requires_grad(true);
        weight.set_requires_grad(true);
        const Tensor expected =
            at::conv_transpose2d(x, weight, {}, {c.stride, c.stride}, {c.padding, c.padding},
                                 {c.outputPadding, c.outputPadding});
        const Tensor y = nets::transposedConvolved(x, weight, c.stride, c.padding, c.outputPadding);
        CHECK(y.sizes() == expected.sizes());
        CHECK(at::allclose(y, expected, 1e-4, 1e-5));
        const Tensor goal = randomTensor(expected.sizes().vec(), 3);
        const auto slopes = train::gradientsOf((y * goal).sum(), {x, weight}, false);
        const auto right = train::gradientsOf((expected * goal).sum(), {x, weight}, false);
        CHECK(at::allclose(slopes[0], right[0], 1e-4, 1e-5));
        CHECK(at::allclose(slopes[1], right[1], 1e-4, 1e-5));
    }
}

} // namespace mixed_precision_test
