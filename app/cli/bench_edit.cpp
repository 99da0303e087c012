// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/edit_benchmark.h"
#include "app/cli/exemplar_options.h"
#include "app/cli/model_folders.h"
#include "app/cli/render_scene.h"
#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/project/package/model_labels.h"
#include "engine/scene/instances.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace underpaint::app {

namespace {

constexpr const char* benchEditExample =
    "  underpaint bench edit --model street --labels val_label/*.png --size 336x256\n"
    "  measures how fast the photo follows a brush, beside a whole render, and how true it is.";

class BenchEdit final : public Command {
public:
    explicit BenchEdit(CLI::App& parent)
        : Command(parent, "edit", "Local photos of small edits: time, share, PSNR",
                  benchEditExample) {
        app().add_option("--model", m_model, "A package, or its id")->required();
        app().add_option("--labels", m_labels, "Scenes; default: drawn ones");
        app()
            .add_option("--size", m_sizes, "WxH. Repeatable; default: the model's and 512x384")
            ->allow_extra_args(false);
        app()
            .add_option("--share", m_shares, "Of the picture that an edit paints, in percent")
            ->delimiter(',')
            ->check(CLI::Range(0.001, 100.0));
        app().add_option("--runs", m_runs, "Edits of each share")->check(CLI::Range(1, 10000));
        app()
            .add_option("--reach", m_reach,
                        "Pixels beyond an edit that are rendered; default: as the model needs it")
            ->check(CLI::Range(0, 4096));
        m_exemplars.declare(app());
        app().get_option("--exemplar")->needs("--labels");
    }

    int run(Context& context) override {
        const project::ModelPackage package = openModel(m_model);
        const translate::EngineSettings settings{.device = context.common.device,
                                                 .precision = context.common.precision(),
                                                 .threads = context.common.threads};
        const auto translator = translate::openTranslator(package, settings);
        SceneRequest request;
        request.repair = true;
        if (m_exemplars.named()) {
            request.exemplars =
                m_exemplars.read({package, settings, request}, context.cancel, context.reporter);
        }
        EditBenchmark benchmark{.scenes = {}, .shares = {}};
        readScenes(context, request, *translator, benchmark);
        for (const double share : m_shares) {
            constexpr double percent = 100;
            benchmark.shares.push_back(share / percent);
        }
        benchmark.runs = m_runs;
        benchmark.reach = m_reach;
        benchmark.seed = context.common.seed == 0 ? 1 : context.common.seed;
        benchmark.cancel = context.cancel;
        benchmark.progress = context.reporter.progress("bench edit");
        const std::vector<EditBenchmarkRow> rows = benchmarkEdits(*translator, benchmark);
        context.reporter.endProgress();
        show(context.reporter, package.manifest().name, rows);
        return exitDone;
    }

private:
    std::vector<Size> sizes(const project::Manifest& manifest) const {
        std::vector<Size> result;
        for (const std::string& text : m_sizes) {
            result.push_back(parseSize(text));
        }
        if (result.empty()) {
            if (manifest.size.nativeWidth > 0 && manifest.size.nativeHeight > 0) {
                result.push_back({manifest.size.nativeWidth, manifest.size.nativeHeight});
            }
            result.push_back({512, 384});
        }
        return result;
    }

    void readScenes(Context& context, SceneRequest request, translate::Translator& translator,
                    EditBenchmark& benchmark) const {
        const project::Manifest& manifest = translator.manifest();
        std::vector<scene::SceneState> given;
        for (const std::string& file : m_labels) {
            request.labels = file;
            given.push_back(readScene(request, translator, context.reporter));
        }
        constexpr std::uint64_t drawn = 3;
        for (const Size& size : sizes(manifest)) {
            for (const scene::SceneState& state : given) {
                scene::SceneState scaled = state;
                scaled.labels =
                    scene::LabelMap(imaging::resizeNearest(state.labels.toPlane(), size));
                scaled.instances = scene::instancesFromLabels(scaled.labels);
                benchmark.scenes.push_back(std::move(scaled));
            }
            for (std::uint64_t i = 0; given.empty() && i < drawn; ++i) {
                benchmark.scenes.push_back(
                    drawnScene(project::labelSetOf(manifest), size, context.common.seed + i + 1));
            }
        }
    }

    static void show(Reporter& reporter, const std::string& model,
                     const std::vector<EditBenchmarkRow>& rows) {
        std::ostringstream text;
        text.setf(std::ios::fixed);
        text.precision(1);
        constexpr double percent = 100;
        text << model
             << "\n     size   edit  region     full     kept    local   ratio    PSNR   least";
        Json table = Json::array();
        for (const EditBenchmarkRow& row : rows) {
            text << "\n"
                 << std::setw(4) << row.size.width << "x" << std::left << std::setw(4)
                 << row.size.height << std::right << std::setw(6) << percent * row.share << "%"
                 << std::setw(7) << percent * row.regionShare << "%" << std::setw(7) << row.fullMs
                 << "ms" << std::setw(7) << row.keptMs << "ms" << std::setw(7) << row.localMs
                 << "ms";
            if (row.localMs > 0) {
                text << "   1/" << std::left << std::setw(4) << 1 / row.ratio() << std::right
                     << std::setw(6) << row.psnr << "dB" << std::setw(6) << row.leastPsnr << "dB";
            } else {
                text << "   no local photo";
            }
            table.push_back({{"width", row.size.width},
                             {"height", row.size.height},
                             {"edit_share", row.share},
                             {"region_share", row.regionShare},
                             {"full_ms", row.fullMs},
                             {"kept_ms", row.keptMs},
                             {"local_ms", row.localMs},
                             {"ratio", row.ratio()},
                             {"psnr_db", row.psnr},
                             {"least_psnr_db", row.leastPsnr},
                             {"runs", row.runs}});
        }
        reporter.line(text.str());
        reporter.result({{"model", model}, {"rows", table}});
    }

    std::string m_model;
    std::vector<std::string> m_labels;
    std::vector<std::string> m_sizes;
    ExemplarOptions m_exemplars;
    std::vector<double> m_shares{0.2, 0.5, 1, 2};
    int m_runs = 9;
    int m_reach = 0;
};

} // namespace

void addBenchEditCommand(CLI::App& bench, Commands& commands) {
    commands.push_back(std::make_unique<BenchEdit>(bench));
}

} // namespace underpaint::app
