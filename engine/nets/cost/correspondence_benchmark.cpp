// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/cost/correspondence_benchmark.h"

#include "engine/base/available_memory.h"
#include "engine/nets/run/cpu_backend.h"
#include "engine/nets/run/device.h"
#include "engine/nets/run/streamed_attention.h"
#include "engine/nets/weights/seeded_generator.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>

namespace underpaint::nets {

namespace {

/// A field of the process's status, in bytes; 0 where the system has none.
std::int64_t statusBytes(const std::string& field) {
    std::ifstream status("/proc/self/status");
    std::string name;
    while (status >> name) {
        if (name == field + ":") {
            std::int64_t kilobytes = 0;
            status >> kilobytes;
            return kilobytes * 1024;
        }
        std::getline(status, name);
    }
    return 0;
}

/// Runs `evaluate` and says what it took.
template<class Evaluate>
EvaluationCost costOf(int runs, Evaluate evaluate) {
    std::ofstream("/proc/self/clear_refs") << "5"; // the high-water mark begins anew
    const std::int64_t before = statusBytes("VmRSS");
    EvaluationCost cost;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        evaluate();
        const std::chrono::duration<double, std::milli> spent =
            std::chrono::steady_clock::now() - start;
        cost.milliseconds = i == 0 ? spent.count() : std::min(cost.milliseconds, spent.count());
    }
    cost.extraBytes = std::max<std::int64_t>(0, statusBytes("VmHWM") - before);
    return cost;
}

Attention randomQuestion(const CorrespondenceBenchmarkRequest& request, int side) {
    at::Generator generator = seededGenerator(at::kCPU, request.seed);
    const auto drawn = [&](int channels) {
        return at::randn({1, channels, side, side}, generator, at::kFloat);
    };
    return {.query = drawn(request.channels),
            .key = drawn(request.channels),
            .values = drawn(request.values),
            .window = request.window,
            .likeness = Likeness::CosineOfCentred,
            .temperature = 0.01};
}

/// Whether the logits, their quotient, the probabilities and one copy fit.
bool matrixFits(const CorrespondenceBenchmarkRequest& request, int side) {
    const double places = static_cast<double>(side) * side;
    const double descriptor =
        static_cast<double>(request.channels) * request.window * request.window;
    const double bytes = sizeof(float) * (4 * places * places + 4 * places * descriptor);
    const auto available = availableMemory();
    return !available || bytes < static_cast<double>(*available);
}

} // namespace

std::vector<CorrespondenceTiming>
benchmarkCorrespondence(const CorrespondenceBenchmarkRequest& request) {
    setThreads(request.threads);
    const at::NoGradGuard noGrad;
    const kernels::Parallel parallel = parallelOn(request.cancel);
    std::vector<CorrespondenceTiming> timings;
    for (const int side : request.sides) {
        const Attention question = randomQuestion(request, side);
        CorrespondenceTiming timing{.side = side, .streamed = {}, .plain = {}};
        timing.streamed = costOf(request.runs, [&] { attendStreamed(question, parallel); });
        timings.push_back(timing);
    }
    for (CorrespondenceTiming& timing : timings) {
        request.cancel.check();
        if (!matrixFits(request, timing.side)) {
            continue;
        }
        const Attention question = randomQuestion(request, timing.side);
        Tensor values;
        timing.plain = costOf(1, [&] { values = attendPlainly(question).values; });
        timing.difference =
            (values - attendStreamed(question, parallel).values).abs().max().item<double>();
    }
    return timings;
}

} // namespace underpaint::nets
