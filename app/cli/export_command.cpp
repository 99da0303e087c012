// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "engine/project/package/plain_weights.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

namespace {

constexpr const char* exportExample =
    "  underpaint export --model street -o exported\n"
    "  writes exported/street.G.safetensors and the others, and exported/street.json, which says\n"
    "  what the networks are.";

class ExportCommand final : public Command {
public:
    explicit ExportCommand(CLI::App& root)
        : Command(root, "export", "The weights of a model as plain safetensors, for other programs",
                  exportExample) {
        app()
            .add_option("--model", m_model, "Package: a path, or an id in the model folders")
            ->required();
        app().add_option("-o,--output", m_folder, "The folder for the files")->required();
        app().add_option("--name", m_name, "How they are called; default: as the model");
    }

    int run(Context& context) override {
        const project::ModelPackage package = openModel(m_model);
        Json files = Json::array();
        for (const auto& file : project::writePlainWeights(
                 package, m_folder, m_name.empty() ? package.manifest().name : m_name)) {
            context.reporter.done("wrote " + file.string());
            files.push_back(file.string());
        }
        context.reporter.result({{"files", files}});
        return exitDone;
    }

private:
    std::string m_model;
    std::string m_folder;
    std::string m_name;
};

} // namespace

void addExportCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<ExportCommand>(root));
}

} // namespace underpaint::app
