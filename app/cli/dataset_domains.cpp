// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/dataset_options.h"
#include "engine/train/data/pack_domains.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

namespace {

class DatasetDomains final : public Command {
public:
    explicit DatasetDomains(CLI::App& parent)
        : Command(parent, "domains",
                  "An unpaired data set of two domains, for CycleGAN and InstaGAN",
                  "  underpaint dataset domains ccp --phase train --labels ccp --a boots --b shoes "
                  "\\\n    -o boots.pack\n"
                  "  takes the photos that show one of these classes and not the other.\n"
                  "  underpaint dataset domains sheep2giraffe --a sheep --b giraffe -o sheep.pack\n"
                  "  takes trainA, trainA_seg, trainB and trainB_seg as InstaGAN lays them out.\n"
                  "  underpaint dataset domains projects/ --a jeans --b pants -o jeans.pack\n"
                  "  takes the photo layers of the editor's projects in a folder.") {
        app().add_option("folder", m_folder, "The data set")->required();
        app().add_option("-o,--output", m_output, "The file to write")->required();
        app().add_option("--a", m_options.a,
                         "Domain A: a class of the data set, or the name of what folder trainA "
                         "shows");
        app().add_option("--b", m_options.b, "Domain B");
        m_reading.declare(app(), "train of folders, else all of them");
        app().add_option("--source", m_options.source,
                         "What the photos are and under which terms, for the model card");
    }

    int run(Context& context) override {
        m_options.reading = m_reading.reading();
        const train::DomainReport report =
            train::packDomains(m_folder, m_output, m_options, context.cancel,
                               context.reporter.progress("dataset domains"));
        context.reporter.endProgress();
        for (const std::string& note : report.notes) {
            context.reporter.warning(note);
        }
        context.reporter.done(std::to_string(report.photosA) +
                              (report.photosA == 1 ? " photo of " : " photos of ") + m_options.a +
                              ", " + std::to_string(report.photosB) + " of " + m_options.b +
                              " packed; left out: " + std::to_string(report.both) + " with both, " +
                              std::to_string(report.neither) + " with neither");
        context.reporter.result({{"a", m_options.a},
                                 {"b", m_options.b},
                                 {"photos_a", report.photosA},
                                 {"photos_b", report.photosB},
                                 {"both", report.both},
                                 {"neither", report.neither},
                                 {"notes", report.notes}});
        return exitDone;
    }

private:
    std::string m_folder;
    std::string m_output;
    DatasetOptions m_reading;
    train::DomainOptions m_options;
};

} // namespace

void addDatasetDomainsCommand(CLI::App& dataset, Commands& commands) {
    commands.push_back(std::make_unique<DatasetDomains>(dataset));
}

} // namespace underpaint::app
