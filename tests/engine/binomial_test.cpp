// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/binomial_interval.h"
#include "tests/support/engine_test.h"

#include <cmath>

using namespace underpaint;

namespace {

void checkRange(long successes, long trials, double low, double high) {
    const ProbabilityRange range = binomialInterval(successes, trials);
    CHECK_CLOSE(range.low, low, 5e-5);
    CHECK_CLOSE(range.high, high, 5e-5);
}

} // namespace

UNDERPAINT_TEST(intervals_are_those_of_clopper_and_pearson) {
    // As R's binom.test() gives them.
    checkRange(5, 10, 0.1871, 0.8129);
    checkRange(0, 10, 0, 0.3085);
    checkRange(10, 10, 0.6915, 1);
    checkRange(1, 20, 0.0013, 0.2487);
    checkRange(70, 100, 0.6002, 0.7876);
    checkRange(1, 1, 0.0250, 1);
    const ProbabilityRange nothing = binomialInterval(0, 0);
    CHECK_EQUAL(nothing.low, 0.0);
    CHECK_EQUAL(nothing.high, 1.0);
    // With a closed form: of no successes, 1 - tail^(1 / trials).
    CHECK_CLOSE(binomialInterval(0, 30, 0.99).high, 1 - std::pow(0.005, 1.0 / 30), 1e-9);
    // Many trials neither overflow nor lose precision.
    const ProbabilityRange many = binomialInterval(5'000, 10'000);
    CHECK_CLOSE(many.low, 0.4902, 1e-4);
    CHECK_CLOSE(many.high, 0.5098, 1e-4);
}

UNDERPAINT_TEST(the_sign_test_counts_both_tails) {
    CHECK_CLOSE(signTest(5, 10), 1.0, 1e-9);
    CHECK_CLOSE(signTest(9, 10), 22.0 / 1024, 1e-9);
    CHECK_CLOSE(signTest(1, 10), 22.0 / 1024, 1e-9);
    CHECK_CLOSE(signTest(0, 6), 2.0 / 64, 1e-9);
    CHECK_EQUAL(signTest(0, 0), 1.0);
}

UNDERPAINT_TEST(counts_that_cannot_be_are_refused) {
    CHECK_ERROR(binomialInterval(3, 2), "3 successes in 2 trials");
    CHECK_ERROR(binomialInterval(-1, 2), "successes");
    CHECK_ERROR(binomialInterval(1, 2, 1), "confidence");
    CHECK_ERROR(signTest(3, 2), "3 successes");
}
