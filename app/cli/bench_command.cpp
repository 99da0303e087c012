// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "engine/base/error.h"
#include "engine/nets/cost/network_benchmark.h"
#include "engine/train/training_benchmark.h"
#include "engine/translate/torch_border.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <sstream>

namespace underpaint::app {

namespace {

constexpr double mebi = 1024.0 * 1024.0;

constexpr const char* benchExample =
    "  underpaint bench render --network pix2pixhd.global_generator --size 512x256 --runs 5 \\\n"
    "    --option input_nc=36 --option ngf=64 --option n_downsampling=4 --option n_blocks=9 \\\n"
    "    --option norm=instance\n"
    "  measures the generator of pix2pixHD with random weights.";

class BenchRender final : public Command {
public:
    explicit BenchRender(CLI::App& parent)
        : Command(parent, "render", "Latency, memory and where the time goes", benchExample) {
        app().add_option("--network", m_network, "Canonical name, with its options");
        app()
            .add_option("--option", m_options, "key=value of the network. Repeatable")
            ->allow_extra_args(false);
        app().add_option("--model", m_model, "The generator of this package instead");
        app().add_option("--size", m_size, "WxH of the photo");
        app().add_option("--runs", m_runs, "Measured renders")->check(CLI::Range(1, 100000));
        app()
            .add_option("--warm-up", m_warmUp, "Unmeasured renders before them")
            ->check(CLI::Range(0, 1000));
        app().add_flag("--no-compare", m_noCompare, "Leave out the plain fp32 render and its PSNR");
        app().add_flag("--no-roofline", m_noRoofline, "Leave out the machine's peak rate");
    }

    int run(Context& context) override {
        nets::BenchmarkRequest request = networkRequest();
        const Size size = parseSize(m_size);
        request.width = size.width;
        request.height = size.height;
        request.runs = m_runs;
        request.warmUp = m_warmUp;
        request.precision = context.common.precision();
        request.device = context.common.device;
        request.threads = context.common.threads;
        request.seed = context.common.seed;
        request.compare = !m_noCompare;
        request.roofline = !m_noRoofline;
        request.cancel = context.cancel;
        request.progress = context.reporter.progress("bench render");
        const nets::BenchmarkReport report =
            translate::guarded([&] { return nets::benchmarkNetwork(request); });
        show(context.reporter, report);
        context.reporter.result(resultOf(report));
        return exitDone;
    }

private:
    nets::BenchmarkRequest networkRequest() const {
        nets::BenchmarkRequest request;
        if (m_network.empty() == m_model.empty()) {
            throw Error("needs a network", "bench render", "Give either --network or --model");
        }
        if (m_model.empty()) {
            request.network = m_network;
            request.options = parseOptions(m_options);
            return request;
        }
        const project::ModelPackage package = openModel(m_model);
        const auto& networks = package.manifest().networks;
        const auto generator = networks.find("G");
        if (generator == networks.end()) {
            throw Error("the package has no generator", m_model);
        }
        request.network = generator->second.network;
        request.options = generator->second.options;
        request.weights = package.weights("G");
        return request;
    }

    static void show(Reporter& reporter, const nets::BenchmarkReport& r) {
        std::ostringstream text;
        text.setf(std::ios::fixed);
        text.precision(1);
        text << r.network << " at " << r.width << "x" << r.height << ", " << r.precision << " on "
             << r.device << ", " << r.threads << " threads\n"
             << r.cpu << ", " << r.cores << " cores; " << r.compiler << ", LibTorch " << r.torch
             << ", " << r.build << "\n"
             << "latency: median " << r.medianMs << " ms, min " << r.minMs << ", max " << r.maxMs
             << " (" << r.latencies.size() << " runs; first " << r.firstMs << ")\n"
             << "memory: peak " << static_cast<double>(r.peakBytes) / mebi << " MiB, before "
             << static_cast<double>(r.baseBytes) / mebi << " MiB, weights "
             << static_cast<double>(r.weightBytes) / mebi << " MiB\n"
             << "rate: " << r.gflops << " GFLOP/s";
        if (r.rooflineShare > 0) {
            text << ", " << 100 * r.rooflineShare << " % of the machine's best (fp32 "
                 << r.rooflineFp32Gflops << ", bf16 " << r.rooflineBf16Gflops << ", own "
                 << r.rooflineOwnGflops << ")";
        }
        if (r.eagerMs > 0) {
            text << "\nplain fp32: " << r.eagerMs << " ms, PSNR " << r.psnr << " dB";
        }
        for (const auto& [primitive, share] : r.shares) {
            text << "\n  " << primitive << ": " << 100 * share << " %";
        }
        reporter.line(text.str());
    }

    static Json resultOf(const nets::BenchmarkReport& r) {
        return {{"network", r.network},
                {"width", r.width},
                {"height", r.height},
                {"precision", r.precision},
                {"device", r.device},
                {"threads", r.threads},
                {"runs", r.latencies.size()},
                {"latencies_ms", r.latencies},
                {"median_ms", r.medianMs},
                {"min_ms", r.minMs},
                {"max_ms", r.maxMs},
                {"first_ms", r.firstMs},
                {"peak_bytes", r.peakBytes},
                {"base_bytes", r.baseBytes},
                {"weight_bytes", r.weightBytes},
                {"multiply_adds", r.multiplyAdds},
                {"gflops", r.gflops},
                {"roofline_fp32_gflops", r.rooflineFp32Gflops},
                {"roofline_bf16_gflops", r.rooflineBf16Gflops},
                {"roofline_own_gflops", r.rooflineOwnGflops},
                {"roofline_share", r.rooflineShare},
                {"shares", r.shares},
                {"psnr_db", std::isfinite(r.psnr) ? Json(r.psnr) : Json(nullptr)},
                {"eager_ms", r.eagerMs},
                {"cpu", r.cpu},
                {"cores", r.cores},
                {"compiler", r.compiler},
                {"torch", r.torch},
                {"build", r.build}};
    }

    std::string m_network;
    std::vector<std::string> m_options;
    std::string m_model;
    std::string m_size = "512x256";
    int m_runs = 10;
    int m_warmUp = 2;
    bool m_noCompare = false;
    bool m_noRoofline = false;
};

constexpr const char* trainExample =
    "  underpaint bench train --size 256x192 --threads 2 --precision bf16\n"
    "  measures training steps of pix2pixHD (32 filters, 6 blocks) on synthetic pairs;\n"
    "  underpaint bench train --recipe resources/recipes/street.json --data camvid.pack\n"
    "  those of a recipe on its data.";

class BenchTrain final : public Command {
public:
    explicit BenchTrain(CLI::App& parent)
        : Command(parent, "train", "Steps per second, memory, time waited for data", trainExample) {
        app().add_option("--recipe", m_recipe,
                         "What is trained, as JSON; default: pix2pixHD with ngf 32, 6 blocks");
        app().add_option("--network", m_network, "Another generator: canonical name");
        app()
            .add_option("--option", m_options, "key=value of the generator. Repeatable")
            ->allow_extra_args(false);
        app()
            .add_option("--discriminator-option", m_discriminatorOptions,
                        "key=value of the discriminator. Repeatable")
            ->allow_extra_args(false);
        app().add_option("--data", m_data, "A packed data set; default: synthetic pairs");
        app().add_option("--classes", m_classes, "Of synthetic pairs")->check(CLI::Range(1, 256));
        app().add_option("--size", m_size, "WxH of the training picture");
        app().add_option("--batch", m_batch, "Pictures per step")->check(CLI::Range(1, 1024));
        app().add_option("--runs", m_runs, "Measured steps")->check(CLI::Range(1, 100000));
        app()
            .add_option("--warm-up", m_warmUp, "Unmeasured steps before them")
            ->check(CLI::Range(0, 1000));
    }

    int run(Context& context) override {
        train::TrainingBenchmarkRequest request;
        request.recipe = recipe(context.common);
        if (!m_data.empty()) {
            request.data = m_data;
        }
        request.classes = m_classes;
        request.runs = m_runs;
        request.warmUp = m_warmUp;
        request.settings = {.device = context.common.device,
                            .threads = context.common.threads,
                            .backbones = backboneFolder()};
        request.cancel = context.cancel;
        request.progress = context.reporter.progress("bench train");
        const train::TrainingBenchmarkReport report =
            translate::guarded([&] { return train::benchmarkTraining(request); });
        show(context.reporter, report);
        context.reporter.result(resultOf(report));
        return exitDone;
    }

private:
    train::Recipe recipe(const CommonOptions& common) const {
        train::Recipe recipe =
            m_recipe.empty() ? train::yardstickRecipe() : train::readRecipe(m_recipe);
        if (!m_network.empty()) {
            recipe.generator = {m_network, {}};
        }
        for (auto& [key, value] : parseOptions(m_options)) {
            recipe.generator.options[key] = value;
        }
        for (auto& [key, value] : parseOptions(m_discriminatorOptions)) {
            recipe.discriminator.options[key] = value;
        }
        if (const Size size = parseSize(m_size); !size.empty()) {
            recipe.augmentation.size = size;
        }
        if (m_batch > 0) {
            recipe.batch = m_batch;
        }
        if (common.precisionName != "auto") {
            recipe.precision = common.precisionName;
        }
        if (common.seed != 0) {
            recipe.seed = common.seed;
        }
        // Read back: the command line is held to what a recipe may say.
        return train::parseRecipe(train::recipeText(recipe), "bench train");
    }

    static void show(Reporter& reporter, const train::TrainingBenchmarkReport& r) {
        std::ostringstream text;
        text.setf(std::ios::fixed);
        text.precision(2);
        text << r.recipe << " at " << r.width << "x" << r.height << ", batch " << r.batch << ", "
             << r.trainer << ", " << r.machine.threads << " threads\n"
             << r.machine.cpu << ", " << r.machine.cores << " cores; " << r.machine.compiler
             << ", LibTorch " << r.machine.torch << ", " << r.machine.build << "\n"
             << "step: median " << r.medianMs << " ms, min " << r.minMs << ", max " << r.maxMs
             << " (" << r.times.size() << " runs); " << r.stepsPerSecond << " steps a second\n"
             << "waited for data: " << 100 * r.waitedShare << " % of the time\n"
             << "memory: peak " << static_cast<double>(r.peakBytes) / mebi << " MiB, before "
             << static_cast<double>(r.baseBytes) / mebi << " MiB";
        reporter.line(text.str());
    }

    static Json resultOf(const train::TrainingBenchmarkReport& r) {
        return {{"recipe", r.recipe},
                {"trainer", r.trainer},
                {"precision", r.trainer.substr(0, r.trainer.find(' '))},
                {"width", r.width},
                {"height", r.height},
                {"batch", r.batch},
                {"threads", r.machine.threads},
                {"runs", r.times.size()},
                {"times_ms", r.times},
                {"median_ms", r.medianMs},
                {"min_ms", r.minMs},
                {"max_ms", r.maxMs},
                {"steps_per_second", r.stepsPerSecond},
                {"waited_share", r.waitedShare},
                {"peak_bytes", r.peakBytes},
                {"base_bytes", r.baseBytes},
                {"cpu", r.machine.cpu},
                {"cores", r.machine.cores},
                {"compiler", r.machine.compiler},
                {"torch", r.machine.torch},
                {"build", r.machine.build}};
    }

    std::string m_recipe;
    std::string m_network;
    std::vector<std::string> m_options;
    std::vector<std::string> m_discriminatorOptions;
    std::string m_data;
    int m_classes = 12;
    std::string m_size;
    int m_batch = 0;
    int m_runs = 20;
    int m_warmUp = 3;
};

} // namespace

void addBenchCommands(CLI::App& root, Commands& commands) {
    CLI::App* parent = root.add_subcommand(
        "bench", "Measurements of the engine: render, edit, train, correspondence");
    parent->require_subcommand(1);
    parent->footer("Example:\n  underpaint bench render --model cityscapes --size 1024x512");
    commands.push_back(std::make_unique<BenchRender>(*parent));
#if UNDERPAINT_HAS_IMAGING
    addBenchEditCommand(*parent, commands);
#endif
    commands.push_back(std::make_unique<BenchTrain>(*parent));
    addBenchCorrespondenceCommand(*parent, commands);
}

} // namespace underpaint::app
