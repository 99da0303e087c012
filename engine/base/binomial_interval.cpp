// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/binomial_interval.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>

namespace underpaint {

namespace {

void checkCounts(long successes, long trials) {
    if (trials < 0 || successes < 0 || successes > trials) {
        throw Error("there cannot be " + std::to_string(successes) + " successes in " +
                    std::to_string(trials) + " trials");
    }
}

double logChoose(long n, long k) {
    const auto logFactorial = [](long m) {
        int sign = 0; // std::lgamma leaves it where all threads see it
        return ::lgamma_r(static_cast<double>(m) + 1, &sign);
    };
    return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/// The probability of `from` to `to` successes, each of probability p in (0, 1).
double probabilityOf(long from, long to, long trials, double p) {
    double sum = 0;
    for (long k = from; k <= to; ++k) {
        sum += std::exp(logChoose(trials, k) + static_cast<double>(k) * std::log(p) +
                        static_cast<double>(trials - k) * std::log1p(-p));
    }
    return sum;
}

/// Where an increasing function of (0, 1) passes through the value.
template<class Function>
double whereReached(double value, Function function) {
    double low = 0;
    double high = 1;
    constexpr int halvings = 60;
    for (int i = 0; i < halvings; ++i) {
        const double middle = (low + high) / 2;
        (function(middle) < value ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

ProbabilityRange binomialInterval(long successes, long trials, double confidence) {
    checkCounts(successes, trials);
    if (!(confidence > 0 && confidence < 1)) {
        throw Error("a confidence lies between 0 and 1");
    }
    const double tail = (1 - confidence) / 2;
    ProbabilityRange range;
    if (successes > 0) {
        range.low = whereReached(
            tail, [&](double p) { return probabilityOf(successes, trials, trials, p); });
    }
    if (successes < trials) {
        range.high = whereReached(
            1 - tail, [&](double p) { return probabilityOf(successes + 1, trials, trials, p); });
    }
    return range;
}

double signTest(long successes, long trials) {
    checkCounts(successes, trials);
    const long fewer = std::min(successes, trials - successes);
    constexpr double fair = 0.5;
    return trials == 0 ? 1.0 : std::min(1.0, 2 * probabilityOf(0, fewer, trials, fair));
}

} // namespace underpaint
