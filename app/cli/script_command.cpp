// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/replaced_inputs.h"
#include "app/cli/script_outputs.h"
#include "app/cli/script_world.h"
#include "engine/base/error.h"
#include "engine/base/whole_file.h"
#include "engine/script/script.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* scriptExample =
    "  underpaint script scene.json -o out/\n"
    "  does what the file lists, one JSON line of result per command:\n"
    "    {\"version\": 1, \"commands\": [\n"
    "      {\"do\": \"new\", \"model\": \"nature\", \"size\": [256, 192], \"fill\": \"sky\"},\n"
    "      {\"do\": \"polygon\", \"class\": \"mountain\",\n"
    "       \"points\": [[0, 120], [90, 30], [200, 120]]},\n"
    "      {\"do\": \"render\", \"to\": \"mountain.png\"},\n"
    "      {\"do\": \"save\", \"to\": \"mountain.underpaint\"}]}\n"
    "  README.md lists the commands and their fields.";

/// All of standard input, up to what a script may have and one byte more.
std::string standardInput() {
    std::string text(script::maxScriptBytes + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

class ScriptCommand final : public Command {
public:
    explicit ScriptCommand(CLI::App& root)
        : Command(root, "script", "Edit, render and save as a JSON file says", scriptExample) {
        CLI::Option* file = app().add_option("file", m_file, "The script");
        app().add_flag("--stdin", m_standardInput, "Read it from standard input")->excludes(file);
        app().add_option("-o,--output", m_output,
                         "Folder of the outputs: what the script writes lies in it. Default: the "
                         "current one. Inputs are found from the current one");
        app().add_flag("--check", m_check, "Read the script and say what is wrong, but do nothing");
        app().add_flag("--replace-input", m_replaceInput,
                       "Outputs may name files that were read before, which are then replaced");
    }

    int run(Context& context) override {
        if (m_file.empty() != m_standardInput) {
            throw Error("there is no script", {}, "Name a file, or say --stdin");
        }
        const script::Script script =
            m_standardInput ? script::Script::parse(standardInput(), "standard input") : readFile();
        const ScriptOutputs outputs(m_output);
        checkFiles(script, outputs);
        if (m_check) {
            context.reporter.done(std::to_string(script.commands().size()) +
                                  " commands, none of them wrong");
            context.reporter.result({{"commands", script.commands().size()}});
            return exitDone;
        }
        ScriptWorld world(context, outputs);
        Json reports = Json::array();
        script.run(world, context.cancel, [&](const script::Report& report) {
            context.reporter.line(report.dump(-1, ' ', false, Json::error_handler_t::replace));
            reports.push_back(report);
        });
        context.reporter.result({{"commands", reports}});
        return exitDone;
    }

private:
    script::Script readFile() const {
        const MappedFile file = openWholeFile(m_file);
        const auto bytes = file.bytes();
        return script::Script::parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                     fs::path(m_file).filename().string());
    }

    /// Before anything is done: outputs lie where they may, and replace nothing that is read
    /// before.
    void checkFiles(const script::Script& script, const ScriptOutputs& outputs) const {
        std::vector<fs::path> inputs{m_file};
        std::vector<fs::path> written;
        for (const script::Command& command : script.commands()) {
            inputs.insert(inputs.end(), command.inputs.begin(), command.inputs.end());
            for (const fs::path& named : command.outputs) {
                try {
                    written.push_back(outputs.place(named));
                    refuseReplacedInputs(m_replaceInput ? std::vector<fs::path>{} : inputs,
                                         {written.back()},
                                         "Choose another name, or say --replace-input if the "
                                         "input is to be replaced");
                    refuseReplacedInputs({}, written);
                } catch (const Error& error) {
                    throw Error(error.problem(), command.place + ", field to, " + error.where(),
                                error.remedy());
                }
            }
        }
    }

    std::string m_file;
    bool m_standardInput = false;
    std::string m_output = ".";
    bool m_check = false;
    bool m_replaceInput = false;
};

} // namespace

void addScriptCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<ScriptCommand>(root));
}

} // namespace underpaint::app
