// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_findings.h"
#include "app/cli/dataset_options.h"
#include "engine/train/data/pack_folder.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

namespace {

class DatasetPack final : public Command {
public:
    explicit DatasetPack(CLI::App& parent)
        : Command(parent, "pack", "One memory-mapped file that trains without any image library",
                  "  underpaint dataset pack camvid --phase train --labels camvid \\\n"
                  "    --source \"CamVid, Brostow et al. 2009, research use\" -o camvid.pack") {
        app().add_option("folder", m_folder, "The data set")->required();
        app().add_option("-o,--output", m_output, "The file to write")->required();
        m_reading.declare(app(), "the only one");
        app().add_option("--source", m_source,
                         "What the photos are and under which terms, for the model card");
    }

    int run(Context& context) override {
        train::PackOptions options;
        options.reading = m_reading.reading();
        options.source = m_source;
        const train::PackReport report = train::packFolder(
            m_folder, m_output, options, context.cancel, context.reporter.progress("dataset pack"));
        context.reporter.done(report.text());
        context.reporter.result({{"passed", report.passed()},
                                 {"pairs", report.pairs},
                                 {"findings", describeFindings(report.findings)}});
        return report.passed() ? exitDone : exitCheckFailed;
    }

private:
    std::string m_folder;
    std::string m_output;
    DatasetOptions m_reading;
    std::string m_source;
};

} // namespace

void addDatasetPackCommand(CLI::App& dataset, Commands& commands) {
    commands.push_back(std::make_unique<DatasetPack>(dataset));
}

} // namespace underpaint::app
