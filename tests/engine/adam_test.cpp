// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/adam.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

namespace adam_test {

using namespace underpaint;
using namespace underpaint::train;
using at::Tensor;

// float32 on a CPU has a kernel of its own; sizes are not multiples of anything.
UNDERPAINT_TEST(the_kernel_of_adam_equals_operators_in_double) {
    const AdamOptions options{.learningRate = 0.01, .beta1 = 0.5, .beta2 = 0.999};
    const Tensor start = test::randomTensor({40003}, 1);
    const Tensor single = start.clone();
    const Tensor twofold = start.to(at::kDouble);
    Adam fast({single}, options);
    Adam exact({twofold}, options);
    for (std::uint64_t step = 0; step < 5; ++step) {
        const Tensor gradient = test::randomTensor({40003}, 10 + step);
        fast.step({gradient});
        exact.step({gradient.to(at::kDouble)});
    }
    CHECK(at::allclose(single.to(at::kDouble), twofold, 1e-5, 1e-6));
    CHECK(at::allclose(fast.moments()[0].second.to(at::kDouble), exact.moments()[0].second, 1e-5,
                       1e-9));
    CHECK(!single.equal(start));
}

} // namespace adam_test
