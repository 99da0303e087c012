// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_findings.h"
#include "app/cli/dataset_options.h"
#include "engine/imaging/dataset_check.h"
#include "engine/imaging/dataset_convert.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

namespace {

class DatasetCheck final : public Command {
public:
    explicit DatasetCheck(CLI::App& parent)
        : Command(parent, "check", "Pairs, sizes, classes and illegal values of a data set",
                  "  underpaint dataset check camvid --labels camvid") {
        app().add_option("folder", m_folder, "The data set")->required();
        m_reading.declare(app(), "all of them");
    }

    int run(Context& context) override {
        imaging::DatasetCheckOptions options{m_reading.reading()};
        options.threads = context.common.threads;
        const imaging::DatasetReport report = imaging::checkDataset(
            m_folder, options, context.cancel, context.reporter.progress("dataset check"));
        context.reporter.line(report.text());
        Json classes = Json::array();
        for (const imaging::ClassCount& one : report.classes) {
            classes.push_back({{"id", one.id}, {"name", one.name}, {"pixels", one.pixels}});
        }
        context.reporter.result({{"passed", report.passed()},
                                 {"layout", imaging::datasetLayoutName(report.layout)},
                                 {"items", report.items},
                                 {"photos", report.photos},
                                 {"label_maps", report.labelMaps},
                                 {"instance_maps", report.instanceMaps},
                                 {"errors", report.errorCount()},
                                 {"classes", classes},
                                 {"findings", describeFindings(report.findings)}});
        return report.passed() ? exitDone : exitCheckFailed;
    }

private:
    std::string m_folder;
    DatasetOptions m_reading;
};

class DatasetConvert final : public Command {
public:
    explicit DatasetConvert(CLI::App& parent)
        : Command(parent, "convert", "A data set in another layout",
                  "  underpaint dataset convert cityscapes --to ours -o cityscapes_ours\n"
                  "  An interrupted conversion continues where it was.") {
        app().add_option("folder", m_folder, "The data set")->required();
        app().add_option("-o,--output", m_output, "The new folder")->required();
        app().add_option("--to", m_to,
                         std::string("Layout of the new one: ") + DatasetOptions::layouts());
        m_reading.declare(app(), "all of them", "--from");
        app().add_flag("--no-instances", m_noInstances,
                       "Do not derive instances where the source has none");
        app().add_flag("--strict", m_strict, "Label values without a class stop the conversion");
    }

    int run(Context& context) override {
        imaging::DatasetConvertOptions options{m_reading.reading()};
        options.to = imaging::datasetLayoutFromName(m_to);
        options.deriveInstances = !m_noInstances;
        options.strict = m_strict;
        options.threads = context.common.threads;
        const imaging::ConvertReport report =
            imaging::convertDataset(m_folder, m_output, options, context.cancel,
                                    context.reporter.progress("dataset convert"));
        context.reporter.line(report.text());
        context.reporter.result({{"passed", report.passed()},
                                 {"written", report.written},
                                 {"skipped", report.skipped},
                                 {"findings", describeFindings(report.findings)}});
        return report.passed() ? exitDone : exitCheckFailed;
    }

private:
    std::string m_folder;
    std::string m_output;
    std::string m_to = "ours";
    DatasetOptions m_reading;
    bool m_noInstances = false;
    bool m_strict = false;
};

} // namespace

void addDatasetCommands(CLI::App& root, Commands& commands) {
    CLI::App* parent =
        root.add_subcommand("dataset", "Data sets: check, convert, merge, label, pack, domains");
    parent->require_subcommand(1);
    parent->footer("Example:\n  underpaint dataset check my_photos");
    commands.push_back(std::make_unique<DatasetCheck>(*parent));
    commands.push_back(std::make_unique<DatasetConvert>(*parent));
    addDatasetMergeCommand(*parent, commands);
    addDatasetLabelCommand(*parent, commands);
    addDatasetPackCommand(*parent, commands);
    addDatasetDomainsCommand(*parent, commands);
}

} // namespace underpaint::app
