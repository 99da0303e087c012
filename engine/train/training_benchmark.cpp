// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/training_benchmark.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/nets/run/device.h"
#include "engine/nets/run/timing.h"
#include "engine/train/optimise/freed_memory.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <numeric>

namespace underpaint::train {

namespace {

namespace fs = std::filesystem;

constexpr int syntheticPairs = 4;
constexpr int rectangles = 60;
/// A data set's pictures are larger than what is trained on, and must be scaled.
constexpr int syntheticScale = 2;

/// A folder of its own for the synthetic data set, removed at the end.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (fs::temp_directory_path() / "underpaint-bench-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw Error("cannot make a folder for the synthetic data set", pattern,
                        "Set TMPDIR to a folder that is writable, or name a packed data set");
        }
        m_path = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    fs::path operator/(const char* name) const { return m_path / name; }

private:
    fs::path m_path;
};

std::vector<project::PackageClass> syntheticClasses(int count) {
    std::vector<project::PackageClass> classes;
    for (int i = 0; i < count; ++i) {
        const auto shade = static_cast<std::uint8_t>(i);
        classes.push_back({.id = i,
                           .name = "class " + std::to_string(i),
                           .colour = {shade, shade, shade},
                           .thing = i % 2 == 1});
    }
    return classes;
}

/// Rectangles of random classes, each an instance, under noise.
void addPair(PackedWriter& writer, int number, Size size, int classes, Random& random) {
    const auto below = [&random](int bound) {
        return static_cast<int>(random.below(static_cast<std::uint64_t>(std::max(1, bound))));
    };
    Image photo(size.width, size.height, 3, 0);
    for (auto& value : photo.values()) {
        value = static_cast<std::uint8_t>(below(256));
    }
    LabelPlane labels(size.width, size.height);
    InstancePlane instances(size.width, size.height);
    for (int i = 1; i <= rectangles; ++i) {
        const int left = below(size.width);
        const int top = below(size.height);
        const int right = std::min(size.width, left + 4 + below(size.width / 3));
        const int bottom = std::min(size.height, top + 4 + below(size.height / 3));
        const int label = below(classes);
        for (int y = top; y < bottom; ++y) {
            for (int x = left; x < right; ++x) {
                labels.at(x, y) = static_cast<std::uint16_t>(label);
                instances.at(x, y) = static_cast<std::uint32_t>(1000 * i + label);
            }
        }
    }
    writer.add("pair" + std::to_string(number), photo, labels, instances);
}

/// The file may be removed while it is mapped.
PackedDataset syntheticData(const TrainingBenchmarkRequest& request) {
    constexpr int mostClasses = 256;
    if (request.classes < 1 || request.classes > mostClasses) {
        throw Error("a synthetic data set has 1 to 256 classes", std::to_string(request.classes));
    }
    const ScratchFolder folder;
    const fs::path file = folder / "synthetic.pack";
    const Size picture = request.recipe.augmentation.size;
    const Size size{syntheticScale * picture.width, syntheticScale * picture.height};
    PackedWriter writer(file, syntheticClasses(request.classes), "drawn for a benchmark");
    Random random(deriveSeed(request.recipe.seed, 1));
    for (int i = 0; i < syntheticPairs; ++i) {
        addPair(writer, i, size, request.classes, random);
    }
    writer.finish();
    return PackedDataset::open(file);
}

void time(const TrainingBenchmarkRequest& request, Trainer& trainer,
          TrainingBenchmarkReport& report) {
    double waitedBefore = 0;
    for (int i = 0; i < request.warmUp + request.runs; ++i) {
        request.cancel.check();
        if (i == request.warmUp) {
            waitedBefore = trainer.secondsWaited();
        }
        const auto start = std::chrono::steady_clock::now();
        (void)trainer.step();
        if (i >= request.warmUp) {
            report.times.push_back(nets::millisecondsSince(start));
        }
        if (request.progress) {
            request.progress(static_cast<double>(i + 1) / (request.warmUp + request.runs),
                             "training");
        }
    }
    const nets::Spread spread = nets::spreadOf(report.times);
    report.medianMs = spread.median;
    report.minMs = spread.min;
    report.maxMs = spread.max;
    report.stepsPerSecond = 1000 / report.medianMs;
    const double all = std::accumulate(report.times.begin(), report.times.end(), 0.0) / 1000;
    report.waitedShare = (trainer.secondsWaited() - waitedBefore) / all;
}

} // namespace

Recipe yardstickRecipe() {
    using Whole = std::int64_t;
    const std::string instance = "instance";
    Recipe recipe;
    recipe.name = "yardstick";
    recipe.generator = {"pix2pixhd.global_generator",
                        {{"ngf", Whole{32}},
                         {"n_downsampling", Whole{3}},
                         {"n_blocks", Whole{6}},
                         {"norm", instance}}};
    recipe.discriminator = {
        "pix2pixhd.multiscale_discriminator",
        {{"ndf", Whole{32}}, {"n_layers", Whole{3}}, {"num_D", Whole{2}}, {"norm", instance}}};
    recipe.augmentation.size = {256, 192};
    return recipe;
}

TrainingBenchmarkReport benchmarkTraining(const TrainingBenchmarkRequest& request) {
    if (request.runs < 1 || request.warmUp < 0) {
        throw Error("a benchmark needs at least one run");
    }
    keepFreedMemory();
    const PackedDataset data =
        request.data ? PackedDataset::open(*request.data) : syntheticData(request);
    const nets::MemoryMeter memory(nets::deviceFromName(request.settings.device));
    TrainingBenchmarkReport report;
    report.baseBytes = memory.used();
    const auto trainer = makeTrainer(request.recipe, data, request.settings);
    report.recipe = request.recipe.name;
    report.trainer = trainer->description();
    report.width = request.recipe.augmentation.size.width;
    report.height = request.recipe.augmentation.size.height;
    report.batch = request.recipe.batch;
    report.machine = nets::describeMachine();
    time(request, *trainer, report);
    report.peakBytes = memory.used();
    return report;
}

} // namespace underpaint::train
