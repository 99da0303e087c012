// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/script/script_host.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::script {

class ScriptScene;

/// What a command works on.
struct Run {
    ScriptScene& scene;
    ScriptHost& host;
};

/// Runs a command that was read; what it adds to the report is shown.
using Action = std::function<void(Run&, Report&)>;

/// A command of a script, read and checked as far as that can be done without a scene.
struct Command {
    std::string name;  ///< what its field "do" says
    std::string place; ///< for messages: "command 3 (stroke)"
    std::vector<std::filesystem::path> inputs;
    std::vector<std::filesystem::path> outputs;
    Action action;
};

/// Edits, renders and saves as a JSON document lists them: `{"version": 1, "commands": [{"do":
/// "new", …}, …]}`. Each edit is one step of the scene's history, as if it were made in the editor.
class Script {
public:
    /// Reads all of it. Throws Error that names the command by its number, counted from 1, and the
    /// field: what is not known is an error, too. `where` names the document.
    static Script parse(std::string_view text, const std::string& where);

    const std::vector<Command>& commands() const { return m_commands; }

    /// Runs the commands in their order. `done` gets what each reports, right after it. Throws
    /// Error that names the command at which it stopped, and Cancelled.
    void run(ScriptHost& host, const CancelToken& cancel,
             const std::function<void(const Report&)>& done) const;

private:
    std::string m_where;
    std::vector<Command> m_commands;
};

/// All commands that a script can hold, in the order of the documentation.
std::vector<std::string> commandNames();

/// A longer script is refused.
inline constexpr std::size_t maxScriptBytes = std::size_t{16} << 20U;

} // namespace underpaint::script
