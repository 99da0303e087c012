// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets {

struct CorrespondenceBenchmarkRequest {
    std::vector<int> sides{64, 128, 256}; ///< of the square grids of places
    int channels = 256;
    int window = 3;
    int values = 3; ///< channels that are carried over
    int threads = 0;
    int runs = 3; ///< measured ones of the streaming evaluation; the plain one runs once
    std::uint64_t seed = 0;
    CancelToken cancel = {};
};

/// Of one evaluation; 0 ms: it did not run, because the matrix does not fit into memory.
struct EvaluationCost {
    double milliseconds = 0;
    std::int64_t extraBytes = 0; ///< resident memory above that before, at its peak
};

struct CorrespondenceTiming {
    int side = 0;
    EvaluationCost streamed;
    EvaluationCost plain;
    double difference = 0; ///< largest of the values
};

/// Measures the correspondence of two maps of random features without and with its matrix in
/// memory. All streaming evaluations come first.
std::vector<CorrespondenceTiming>
benchmarkCorrespondence(const CorrespondenceBenchmarkRequest& request);

} // namespace underpaint::nets
