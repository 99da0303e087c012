// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "engine/nets/cost/correspondence_benchmark.h"
#include "engine/translate/torch_border.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <sstream>

namespace underpaint::app {

namespace {

constexpr const char* benchCorrespondenceExample =
    "  underpaint bench correspondence --side 64,128\n"
    "  measures how the places of a scene are matched with those of an exemplar.";

class BenchCorrespondence final : public Command {
public:
    explicit BenchCorrespondence(CLI::App& parent)
        : Command(parent, "correspondence", "Matching of places without the matrix, beside with it",
                  benchCorrespondenceExample) {
        app()
            .add_option("--side", m_request.sides, "Of the square grids of places")
            ->delimiter(',')
            ->check(CLI::Range(4, 1024));
        app()
            .add_option("--channels", m_request.channels, "Of the features")
            ->check(CLI::Range(1, 4096));
        app()
            .add_option("--window", m_request.window, "Pixels of a descriptor's side: 1, 3, 5")
            ->check(CLI::IsMember({1, 3, 5}));
        app()
            .add_option("--values", m_request.values, "Channels that are carried over")
            ->check(CLI::Range(1, 4096));
        app()
            .add_option("--runs", m_request.runs, "Of which the best counts")
            ->check(CLI::Range(1, 1000));
    }

    int run(Context& context) override {
        m_request.threads = context.common.threads;
        m_request.seed = context.common.seed;
        m_request.cancel = context.cancel;
        const auto timings =
            translate::guarded([&] { return nets::benchmarkCorrespondence(m_request); });
        Json result = Json::array();
        for (const nets::CorrespondenceTiming& timing : timings) {
            context.reporter.line(textOf(timing));
            result.push_back(resultOf(timing));
        }
        context.reporter.result({{"channels", m_request.channels},
                                 {"window", m_request.window},
                                 {"values", m_request.values},
                                 {"grids", result}});
        return exitDone;
    }

private:
    static std::string costText(const nets::EvaluationCost& cost) {
        constexpr double mebi = 1024.0 * 1024.0;
        std::ostringstream text;
        text << std::fixed << std::setprecision(1) << cost.milliseconds << " ms, "
             << static_cast<double>(cost.extraBytes) / mebi << " MiB extra";
        return text.str();
    }

    static std::string textOf(const nets::CorrespondenceTiming& timing) {
        std::ostringstream text;
        text << timing.side << "x" << timing.side << ": streaming " << costText(timing.streamed)
             << "; plain ";
        if (timing.plain.milliseconds == 0) {
            text << "does not fit into memory";
        } else {
            text << costText(timing.plain) << " (" << std::setprecision(3)
                 << timing.plain.milliseconds / timing.streamed.milliseconds
                 << " times as long), largest difference " << timing.difference;
        }
        return text.str();
    }

    static Json resultOf(const nets::CorrespondenceTiming& timing) {
        return {{"side", timing.side},
                {"streamed_ms", timing.streamed.milliseconds},
                {"streamed_extra_bytes", timing.streamed.extraBytes},
                {"plain_ms", timing.plain.milliseconds},
                {"plain_extra_bytes", timing.plain.extraBytes},
                {"difference", timing.difference}};
    }

    nets::CorrespondenceBenchmarkRequest m_request;
};

} // namespace

void addBenchCorrespondenceCommand(CLI::App& bench, Commands& commands) {
    commands.push_back(std::make_unique<BenchCorrespondence>(bench));
}

} // namespace underpaint::app
