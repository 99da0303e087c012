// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_merge.h"
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_findings.h"
#include "app/cli/dataset_options.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/imaging/dataset_record.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* mergeExample =
    "  underpaint dataset merge camvid cityscapes256 --labels camvid=camvid --classes camvid \\\n"
    "    --write-table table.csv\n"
    "  writes what every class becomes and how much of the pixels it has, and stops. Change the\n"
    "  column \"becomes\" in a spreadsheet or an editor, then:\n"
    "  underpaint dataset merge camvid cityscapes256 --labels camvid=camvid --classes camvid \\\n"
    "    --table table.csv --weight camvid=2 -o streets\n"
    "  Training draws every photo of camvid twice as often as one of cityscapes256.\n"
    "  An interrupted merge continues where it was.";

double parseWeight(const std::string& text, const std::string& argument) {
    double weight = 0;
    const char* const last = text.data() + text.size();
    const auto [end, status] = std::from_chars(text.data(), last, weight);
    if (status != std::errc{} || end != last || !imaging::isDrawWeight(weight)) {
        throw Error("is no weight from 0.001 to 1000", argument, "Write it as --weight NAME=2");
    }
    return weight;
}

std::string percent(double value) {
    char text[32];
    (void)std::snprintf(text, sizeof(text), value < 1 ? "%.2f" : "%.1f", value);
    return text;
}

class DatasetMerge final : public Command {
public:
    explicit DatasetMerge(CLI::App& parent)
        : Command(parent, "merge", "Several data sets as one, with the classes of a target",
                  mergeExample) {
        app()
            .add_option("folders", m_folders, "The data sets; each is called by its folder's name")
            ->required();
        app()
            .add_option("--classes", m_classes,
                        "Classes of the merged set: a known set, a labels.json or CVAT's "
                        "labelmap.txt")
            ->required();
        app().add_option("-o,--output", m_output, "The new folder");
        app().add_option("--write-table", m_writeTable,
                         "Write what classes become as a table (CSV) to look at and change, and "
                         "stop");
        app().add_option("--table", m_table, "Such a table, after it was changed");
        // One each time, so that a folder may follow.
        const auto each = [this](const char* name, std::vector<std::string>& values,
                                 const std::string& text) {
            app().add_option(name, values, text)->allow_extra_args(false);
        };
        each("--weight", m_weights,
             "NAME=W: photos of this set are drawn W times as often in training; default: 1");
        each("--labels", m_labels, "NAME=CLASSES: classes of a set that does not say them itself");
        each("--layout", m_layouts,
             std::string("NAME=LAYOUT: how a set lies: ") + DatasetOptions::layouts());
        each("--format", m_formats, "NAME=FORMAT: format of a set's label maps");
        app().add_flag("--strict", m_strict,
                       "A pair with label values without a class is left out");
    }

    int run(Context& context) override {
        if (m_output.empty() == m_writeTable.empty()) {
            throw Error("there must be either an output folder or a table to write",
                        "-o, --write-table",
                        "Say -o FOLDER to merge, or --write-table FILE.csv to see what classes "
                        "become");
        }
        const scene::LabelSet target = parseLabelSet(m_classes).value();
        std::vector<imaging::SurveyedSet> sets;
        for (const imaging::MergeSource& source : sources()) {
            sets.push_back(
                imaging::surveySet(source, target, context.common.threads, context.cancel,
                                   context.reporter.progress("dataset merge: " + source.name)));
        }
        if (!m_table.empty()) {
            imaging::useClassTable(imaging::readClassTable(m_table), m_table, target, sets);
        }
        const std::vector<imaging::LostClass> lost = imaging::lostClasses(sets);
        tellLost(lost, context);
        if (!m_writeTable.empty()) {
            return writeTable(sets, target, lost, context);
        }
        imaging::MergeOptions options;
        options.strict = m_strict;
        options.threads = context.common.threads;
        const imaging::MergeReport report =
            imaging::mergeDatasets(sets, target, m_output, options, context.cancel,
                                   context.reporter.progress("dataset merge"));
        context.reporter.line(report.text());
        context.reporter.result({{"passed", report.passed()},
                                 {"written", report.written},
                                 {"skipped", report.skipped},
                                 {"sets", describeSets(report.sets)},
                                 {"lost_classes", describeLost(lost)},
                                 {"findings", describeFindings(report.findings)}});
        return report.passed() ? exitDone : exitCheckFailed;
    }

private:
    std::vector<imaging::MergeSource> sources() const {
        const std::vector<std::string> names =
            imaging::setNames({m_folders.begin(), m_folders.end()});
        std::vector<imaging::MergeSource> sources;
        for (std::size_t i = 0; i < m_folders.size(); ++i) {
            imaging::MergeSource source;
            source.folder = m_folders[i];
            source.name = names[i];
            sources.push_back(std::move(source));
        }
        const auto assign =
            [&](const std::vector<std::string>& arguments, const char* option,
                const std::function<void(imaging::MergeSource&, const std::string&)>& take) {
                for (const std::string& argument : arguments) {
                    const auto [name, value] = parseAssignment(argument, option);
                    take(named(name, sources, std::string(option) + " " + argument), value);
                }
            };
        assign(m_labels, "--labels", [](imaging::MergeSource& source, const std::string& value) {
            source.reading.classes = parseLabelSet(value);
        });
        assign(m_layouts, "--layout", [](imaging::MergeSource& source, const std::string& value) {
            source.reading.layout = imaging::datasetLayoutFromName(value);
        });
        assign(m_formats, "--format", [](imaging::MergeSource& source, const std::string& value) {
            source.reading.format = imaging::labelFormatFromName(value);
        });
        assign(m_weights, "--weight", [](imaging::MergeSource& source, const std::string& value) {
            source.weight = parseWeight(value, "--weight " + source.name + "=" + value);
        });
        return sources;
    }

    static imaging::MergeSource& named(const std::string& name,
                                       std::vector<imaging::MergeSource>& sources,
                                       const std::string& argument) {
        std::string known;
        for (imaging::MergeSource& source : sources) {
            if (source.name == name) {
                return source;
            }
            known += (known.empty() ? "" : ", ") + source.name;
        }
        throw Error("there is no data set called " + name, argument, "They are " + known);
    }

    static void tellLost(const std::vector<imaging::LostClass>& lost, Context& context) {
        long long pixels = 0;
        for (const imaging::LostClass& one : lost) {
            context.reporter.warning(
                one.set + ": the class \"" + one.name +
                "\" has no partner and becomes unlabelled: " + std::to_string(one.pixels) +
                " pixels, " + percent(one.percent) + " % of the set");
            pixels += one.pixels;
        }
        if (!lost.empty()) {
            context.reporter.warning(std::to_string(lost.size()) + " classes with " +
                                     std::to_string(pixels) +
                                     " pixels become unlabelled; a table (--write-table) can say "
                                     "otherwise");
        }
    }

    int writeTable(const std::vector<imaging::SurveyedSet>& sets, const scene::LabelSet& target,
                   const std::vector<imaging::LostClass>& lost, Context& context) const {
        const std::vector<imaging::ClassTableRow> rows = imaging::classTableOf(sets, target);
        std::error_code ignored;
        if (fs::exists(m_writeTable, ignored)) {
            throw Error("is there already, and may hold changes by hand", m_writeTable,
                        "Remove it, or choose another name");
        }
        writeFileAtomically(m_writeTable, std::string_view(imaging::classTableText(rows, target)));
        context.reporter.done("wrote " + m_writeTable + ": " + std::to_string(rows.size()) +
                              " classes of " + std::to_string(sets.size()) +
                              " sets. Change its column \"becomes\", then merge with --table " +
                              m_writeTable);
        Json list = Json::array();
        for (const imaging::ClassTableRow& row : rows) {
            list.push_back({{"set", row.set},
                            {"class", row.name},
                            {"pixels", row.pixels},
                            {"percent", row.percent},
                            {"becomes", row.becomes},
                            {"why", imaging::classMatchName(row.match)}});
        }
        context.reporter.result(
            {{"table", m_writeTable}, {"classes", list}, {"lost_classes", describeLost(lost)}});
        return exitDone;
    }

    static Json describeLost(const std::vector<imaging::LostClass>& lost) {
        Json list = Json::array();
        for (const imaging::LostClass& one : lost) {
            list.push_back({{"set", one.set},
                            {"class", one.name},
                            {"pixels", one.pixels},
                            {"percent", one.percent}});
        }
        return list;
    }

    static Json describeSets(const std::vector<imaging::MergedSet>& sets) {
        Json list = Json::array();
        for (const imaging::MergedSet& one : sets) {
            Json pairs = Json::object();
            for (const auto& [phase, count] : one.pairs) {
                pairs[phase] = count;
            }
            list.push_back({{"name", one.name},
                            {"pairs", pairs},
                            {"weight", one.weight},
                            {"share_of_draws", one.shareOfDraws}});
        }
        return list;
    }

    std::vector<std::string> m_folders;
    std::string m_classes;
    std::string m_output;
    std::string m_writeTable;
    std::string m_table;
    std::vector<std::string> m_weights;
    std::vector<std::string> m_labels;
    std::vector<std::string> m_layouts;
    std::vector<std::string> m_formats;
    bool m_strict = false;
};

} // namespace

void addDatasetMergeCommand(CLI::App& dataset, Commands& commands) {
    commands.push_back(std::make_unique<DatasetMerge>(dataset));
}

} // namespace underpaint::app
