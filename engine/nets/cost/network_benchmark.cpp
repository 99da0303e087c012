// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/cost/network_benchmark.h"

#include "engine/base/error.h"
#include "engine/base/geometry.h"
#include "engine/base/random.h"
#include "engine/kernels/instance_edges.h"
#include "engine/nets/cost/machine_description.h"
#include "engine/nets/cost/machine_rates.h"
#include "engine/nets/run/device.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/inference_run.h"
#include "engine/nets/run/timing.h"
#include "engine/nets/weights/initialise.h"
#include "engine/nets/weights/load_weights.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace underpaint::nets {

namespace {

constexpr int rectangles = 60;
/// From this many channels on a condition is taken to be painted labels, below it a picture.
constexpr std::int64_t leastPaintedChannels = 5;

/// Rectangles of random classes: large areas of one class with straight borders, as people paint.
Tensor paintedLabels(int width, int height, std::int64_t classes, Random& random) {
    Tensor labels = at::zeros({1, height, width}, at::kInt);
    auto* data = labels.data_ptr<std::int32_t>();
    const auto below = [&](int bound) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(std::max(1, bound))));
    };
    for (int i = 0; i < rectangles; ++i) {
        const int left = below(width);
        const int top = below(height);
        const int right = std::min(width, left + 4 + below(width / 3));
        const int bottom = std::min(height, top + 4 + below(height / 3));
        const int label = below(static_cast<int>(classes));
        for (int y = top; y < bottom; ++y) {
            std::fill(data + std::ptrdiff_t{1} * y * width + left,
                      data + std::ptrdiff_t{1} * y * width + right, label);
        }
    }
    return labels;
}

template<class Draw>
Tensor drawn(std::int64_t channels, Size size, Draw draw) {
    Tensor values = at::empty({1, channels, size.height, size.width}, at::kFloat);
    std::generate_n(values.data_ptr<float>(), values.numel(),
                    [&] { return static_cast<float>(draw()); });
    return values;
}

/// Labels and the edges of their areas.
NetworkInput paintedCondition(std::int64_t channels, Size size, Random& random) {
    const Tensor labels = paintedLabels(size.width, size.height, channels - 1, random);
    const auto* values = labels.data_ptr<std::int32_t>();
    const std::vector<std::uint32_t> ids(values, values + labels.numel());
    Tensor edges = at::empty({1, 1, size.height, size.width}, at::kFloat);
    kernels::instanceEdges(ids.data(), edges.data_ptr<float>(), size.width, size.height);
    return {labels, channels - 1, edges};
}

NetworkInput randomInput(const InputSpec& input, Size size, Random& random) {
    switch (input.content) {
    case InputContent::Instances:
        return paintedLabels(size.width, size.height, rectangles, random)
            .to(at::kFloat)
            .unsqueeze(1);
    case InputContent::Code:
        return drawn(input.channels, size, [&] { return random.normal(); });
    case InputContent::Mask:
        return drawn(input.channels, size, [&] { return random.below(2); });
    case InputContent::Condition:
        if (input.channels >= leastPaintedChannels) {
            return paintedCondition(input.channels, size, random);
        }
        break;
    case InputContent::Picture:
    case InputContent::Judged:
    case InputContent::Features:
        break;
    }
    return drawn(input.channels, size, [&] { return 2 * random.uniform() - 1; });
}

NetworkInputs randomInputs(const Network& network, const BenchmarkRequest& request) {
    NetworkInputs inputs;
    std::uint64_t stream = 1;
    for (const InputSpec& input : network.inputs()) {
        Random random(deriveSeed(request.seed, stream++));
        const Size size{static_cast<int>(input.extent(request.width)),
                        static_cast<int>(input.extent(request.height))};
        inputs.emplace(input.name, randomInput(input, size, random));
    }
    return inputs;
}

void check(const BenchmarkRequest& request, const Network& network) {
    if (!network.isGenerator()) {
        throw Error("is not a generator: it makes no photo to be timed", network.name());
    }
    const std::int64_t multiple = network.multiple();
    if (request.width < 1 || request.height < 1 || request.width % multiple != 0 ||
        request.height % multiple != 0) {
        throw Error("the size " + std::to_string(request.width) + "x" +
                        std::to_string(request.height) + " does not fit the network",
                    network.name(), "Use multiples of " + std::to_string(multiple) + " pixels");
    }
    if (request.runs < 1 || request.warmUp < 0) {
        throw Error("a benchmark needs at least one run");
    }
}

void describe(BenchmarkReport& report, at::Device device) {
    const MachineDescription machine = describeMachine();
    report.device = device.str();
    report.cpu = machine.cpu;
    report.cores = machine.cores;
    report.threads = machine.threads;
    report.compiler = machine.compiler;
    report.torch = machine.torch;
    report.build = machine.build;
}

std::string nameOf(Precision precision) {
    switch (precision) {
    case Precision::Bf16:
        return "bf16";
    case Precision::Fp16:
        return "fp16";
    case Precision::Auto:
    case Precision::Fp32:
        break;
    }
    return "fp32";
}

/// Peak 2: photos are in [-1, 1].
double psnr(const Tensor& photo, const Tensor& reference) {
    const double error =
        (photo.to(at::kDouble) - reference.to(at::kDouble)).square().mean().item<double>();
    return 10 * std::log10(4 / error);
}

ParamStore weightsOf(const Network& network, const BenchmarkRequest& request) {
    return request.weights ? loadWholeWeights(network, *request.weights)
                           : initialWeights(network, Initialisation::Scaled, request.seed);
}

/// What is rendered again and again.
class Subject {
public:
    Subject(const BenchmarkRequest& request, Network network, at::Device device)
        : m_request(request),
          m_network(std::move(network)),
          m_inputs(randomInputs(m_network, request)),
          m_weights(weightsOf(m_network, request), device, request.precision),
          m_cost(m_network.cost(request.width, request.height)) {}

    /// The photo in the computer's memory, so that a GPU has finished too.
    Tensor render(std::map<std::string, double>* seconds = nullptr) {
        InferenceRun run(m_weights, {.cancel = m_request.cancel, .profile = seconds != nullptr});
        const Tensor photo =
            m_network.generate(run, Scope(m_weights.weights()), m_inputs).to(at::kCPU, at::kFloat);
        if (seconds != nullptr) {
            *seconds = run.seconds();
        }
        return photo;
    }
    Tensor renderEagerly() {
        m_request.cancel.check();
        const at::NoGradGuard noGrad;
        EagerRun run;
        return m_network.generate(run, Scope(m_weights.weights()), m_inputs);
    }
    const PreparedWeights& weights() const { return m_weights; }
    const NetworkCost& cost() const { return m_cost; }

private:
    const BenchmarkRequest& m_request;
    Network m_network;
    NetworkInputs m_inputs;
    PreparedWeights m_weights;
    NetworkCost m_cost;
};

void time(const BenchmarkRequest& request, Subject& subject, BenchmarkReport& report) {
    const auto tell = [&](int done) {
        if (request.progress) {
            request.progress(static_cast<double>(done) / (request.warmUp + request.runs + 1),
                             "rendering");
        }
    };
    auto start = std::chrono::steady_clock::now();
    (void)subject.render();
    report.firstMs = millisecondsSince(start);
    tell(1);
    for (int i = 0; i < request.warmUp + request.runs; ++i) {
        start = std::chrono::steady_clock::now();
        (void)subject.render();
        if (i >= request.warmUp) {
            report.latencies.push_back(millisecondsSince(start));
        }
        tell(i + 2);
    }
    const Spread spread = spreadOf(report.latencies);
    report.medianMs = spread.median;
    report.minMs = spread.min;
    report.maxMs = spread.max;
    report.multiplyAdds = subject.cost().multiplyAdds;
    report.gflops = 2 * static_cast<double>(report.multiplyAdds) / report.medianMs / 1e6;
}

void share(Subject& subject, BenchmarkReport& report) {
    std::map<std::string, double> seconds;
    const auto start = std::chrono::steady_clock::now();
    (void)subject.render(&seconds);
    const double total = millisecondsSince(start) / 1000;
    double other = 1;
    for (const auto& [name, spent] : seconds) {
        report.shares[name] = spent / total;
        other -= spent / total;
    }
    report.shares["other"] = std::max(0.0, other);
}

void compare(Subject& subject, BenchmarkReport& report) {
    report.eagerMs = std::numeric_limits<double>::infinity();
    Tensor reference;
    for (int i = 0; i < 2; ++i) {
        const auto start = std::chrono::steady_clock::now();
        reference = subject.renderEagerly();
        report.eagerMs = std::min(report.eagerMs, millisecondsSince(start));
    }
    report.psnr = psnr(subject.render(), reference);
}

} // namespace

BenchmarkReport benchmarkNetwork(const BenchmarkRequest& request) {
    const ThreadCount threads(request.threads);
    const at::Device device = deviceFromName(request.device);
    Network network = Network::create(request.network, request.options);
    check(request, network);
    BenchmarkReport report{
        .network = request.network, .width = request.width, .height = request.height};
    describe(report, device);
    const MemoryMeter memory(device);
    report.baseBytes = memory.used();
    Subject subject(request, std::move(network), device);
    report.precision = nameOf(subject.weights().precision());
    time(request, subject, report);
    report.peakBytes = memory.used();
    report.weightBytes = subject.weights().bytes();
    share(subject, report);
    if (request.roofline) {
        const MachineRates rates = machineRates(device, request.cancel);
        report.rooflineFp32Gflops = rates.fp32;
        report.rooflineBf16Gflops = rates.bf16;
        report.rooflineOwnGflops =
            subject.weights().precision() == Precision::Fp32 ? rates.ownSingle : rates.ownHalf;
        report.rooflineShare =
            report.gflops / std::max({rates.fp32, rates.bf16, report.rooflineOwnGflops});
    }
    if (request.compare) {
        compare(subject, report);
    }
    return report;
}

} // namespace underpaint::nets
