// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/nets/run/precision.h"
#include "engine/project/package/model_package.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// No LibTorch here: the command line includes this.
namespace underpaint::nets {

/// One generator and random inputs of the kinds that it declares.
struct BenchmarkRequest {
    /// Canonical name and options, as Network::create() takes them.
    std::string network = {};
    project::Options options = {};
    /// The generator's weights; absent: random ones (Initialisation::Scaled).
    std::optional<project::TensorFile> weights = {};
    int width = 512;
    int height = 256;
    /// Measured renders, at least 1, and unmeasured ones before them.
    int runs = 10;
    int warmUp = 2;
    Precision precision = Precision::Auto;
    /// "auto", "cpu", "cuda" or "cuda:N".
    std::string device = "auto";
    /// 0 = one per core.
    int threads = 0;
    std::uint64_t seed = 1;
    /// Also render in fp32 with the plain operators, for the PSNR.
    bool compare = true;
    /// Also measure the machine's multiply-add rate (the roofline).
    bool roofline = true;
    CancelToken cancel = {};
    ProgressSink progress = {};
};

struct BenchmarkReport {
    std::string network = {};
    int width = 0;
    int height = 0;
    std::string precision = {}; ///< "fp32", "bf16" or "fp16": what Auto resolved to
    std::string device = {};    ///< "cpu" or "cuda:0 (NVIDIA …)"
    int threads = 0;

    /// Milliseconds a render: from painted input to photo tensor.
    std::vector<double> latencies = {};
    double medianMs = 0;
    double minMs = 0;
    double maxMs = 0;
    /// Weights prepared and first render, in milliseconds.
    double firstMs = 0;

    /// Highest memory during the renders: the process's resident set on a CPU (weights, libraries
    /// and all), LibTorch's allocations on a GPU.
    std::int64_t peakBytes = 0;
    /// The same before the network was made.
    std::int64_t baseBytes = 0;
    /// What PreparedWeights keeps.
    std::int64_t weightBytes = 0;

    /// Multiply-adds of the network's definition (as direct dense convolutions) and what that
    /// amounts to per second, in 10^9 floating-point operations (two a multiply-add).
    std::int64_t multiplyAdds = 0;
    double gflops = 0;
    /// Best rates of a large matrix product of this machine in the same run: LibTorch's in fp32
    /// and bf16, and the project's own kernel in the precision used. 0 = not measured.
    double rooflineFp32Gflops = 0;
    double rooflineBf16Gflops = 0;
    double rooflineOwnGflops = 0;
    /// gflops / the best of these: above 1 where fewer operations are made than the definition
    /// names (Winograd convolution, painted stem).
    double rooflineShare = 0;

    /// Share of time per primitive, from one profiled render; sums to 1 with "other".
    std::map<std::string, double> shares = {};

    /// Against EagerRun in fp32 on the same weights and input, peak 2 (photos are in [-1, 1]);
    /// infinity when equal. 0 = not compared.
    double psnr = 0;
    /// Milliseconds of that reference, best of two. 0 = not compared.
    double eagerMs = 0;

    std::string cpu = {};
    int cores = 0;
    std::string compiler = {};
    std::string torch = {};
    std::string build = {};
};

/// Runs it. Throws Error on an unknown network, options, size or device.
BenchmarkReport benchmarkNetwork(const BenchmarkRequest& request);

} // namespace underpaint::nets
