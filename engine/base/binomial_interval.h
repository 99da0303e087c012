// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint {

/// A range of probabilities.
struct ProbabilityRange {
    double low = 0;
    double high = 1;
};

/// The exact confidence interval of Clopper and Pearson (Biometrika 1934) for a probability of
/// which `successes` of `trials` independent draws came true: of all intervals made so, at least
/// the share `confidence` (between 0 and 1) holds the true one. Without trials it is 0 to 1. Throws
/// Error for other numbers.
ProbabilityRange binomialInterval(long successes, long trials, double confidence = 0.95);

/// How probable it is that `trials` tosses of a fair coin come out at least as unevenly as
/// `successes` of them (two-sided sign test); 1 without trials. Throws Error as above.
double signTest(long successes, long trials);

} // namespace underpaint
