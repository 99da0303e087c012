// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/model_folders.h"
#include "engine/base/error.h"
#include "engine/project/package/plain_weights.h"
#include "engine/translate/torch_script.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <vector>

namespace underpaint::app {

namespace {

constexpr const char* exportExample =
    "  underpaint export --model street -o exported\n"
    "  writes exported/street.G.safetensors and the others, and exported/street.json, which says\n"
    "  what the networks are. With --torchscript street.pt, the generator becomes a file that\n"
    "  torch.jit.load() opens, and street.json says what it is fed.";

class ExportCommand final : public Command {
public:
    explicit ExportCommand(CLI::App& root)
        : Command(root, "export", "A model for other programs: plain safetensors, or TorchScript",
                  exportExample) {
        app()
            .add_option("--model", m_model, "Package: a path, or an id in the model folders")
            ->required();
        app().add_option("-o,--output", m_folder, "The folder for the safetensors files");
        app().add_option(
            "--torchscript", m_script,
            "NAME.pt for the generator in fp32; its inputs are described in NAME.json");
        app().add_option("--name", m_name, "How they are called; default: as the model");
    }

    int run(Context& context) override {
        const project::ModelPackage package = openModel(m_model);
        if (m_folder.empty() && m_script.empty()) {
            throw Error("there is nothing to export", {}, "Give -o, --torchscript or both");
        }
        std::vector<std::filesystem::path> written;
        if (!m_folder.empty()) {
            written = project::writePlainWeights(package, m_folder,
                                                 m_name.empty() ? package.manifest().name : m_name);
        }
        if (!m_script.empty()) {
            const auto script = translate::writeTorchScript(package, m_script);
            written.insert(written.end(), script.begin(), script.end());
        }
        Json files = Json::array();
        for (const std::filesystem::path& file : written) {
            context.reporter.done("wrote " + file.string());
            files.push_back(file.string());
        }
        context.reporter.result({{"files", files}});
        return exitDone;
    }

private:
    std::string m_model;
    std::string m_folder;
    std::string m_script;
    std::string m_name;
};

} // namespace

void addExportCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<ExportCommand>(root));
}

} // namespace underpaint::app
