// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/script/script.h"

#include "engine/base/error.h"
#include "engine/project/json.h"
#include "engine/project/shown_text.h"
#include "engine/script/command_rows.h"
#include "engine/script/script_scene.h"

#include <array>
#include <utility>

namespace underpaint::script {

namespace {

std::vector<std::span<const CommandRow>> allRows() {
    return {sceneCommands(), paintCommands(),    instanceCommands(),
            lookCommands(),  exemplarCommands(), outputCommands()};
}

const CommandRow& rowOf(const std::string& name) {
    for (const std::span<const CommandRow> rows : allRows()) {
        for (const CommandRow& row : rows) {
            if (name == row.name) {
                return row;
            }
        }
    }
    badField("do", "is " + project::shownText(name) + ", which is no command",
             "There are " + listed(commandNames()));
}

std::string joined(const std::string& place, const std::string& inside) {
    return inside.empty() ? place : place + ", " + inside;
}

Command readCommand(const nlohmann::json& value, std::string& place) {
    const project::JsonPlace whole(value, "");
    if (!value.is_object()) {
        throw Error("is " + whole.shown() + ", not an object", {},
                    R"(Write a command as {"do": "NAME", ...})");
    }
    Fields fields(value);
    Command command;
    command.name = fields.text("do");
    const CommandRow& row = rowOf(command.name);
    place += " (" + command.name + ")";
    command.action = row.read(fields);
    fields.finish();
    command.inputs = fields.inputs();
    command.outputs = fields.outputs();
    command.place = place;
    return command;
}

void checkHead(const nlohmann::json& document) {
    constexpr const char* form = R"(Write {"version": 1, "commands": [ ... ]})";
    if (!document.is_object()) {
        throw Error("is no object", {}, form);
    }
    Fields head(document);
    head.whole("version", 1, 1);
    const project::JsonPlace commands = head.value("commands");
    if (!commands.value().is_array()) {
        badField("commands", "is " + commands.shown() + ", not a list", form);
    }
    head.finish();
}

} // namespace

std::vector<std::string> commandNames() {
    std::vector<std::string> names;
    for (const std::span<const CommandRow> rows : allRows()) {
        for (const CommandRow& row : rows) {
            names.emplace_back(row.name);
        }
    }
    return names;
}

Script Script::parse(std::string_view text, const std::string& where) {
    const nlohmann::json document = project::parseJson(text, where, maxScriptBytes);
    Script script;
    script.m_where = where;
    std::string place;
    try {
        checkHead(document);
        for (const nlohmann::json& value : document.at("commands")) {
            place = "command " + std::to_string(script.m_commands.size() + 1);
            script.m_commands.push_back(readCommand(value, place));
        }
    } catch (const Error& error) {
        throw Error(error.problem(),
                    joined(place.empty() ? where : joined(where, place), error.where()),
                    error.remedy());
    }
    return script;
}

void Script::run(ScriptHost& host, const CancelToken& cancel,
                 const std::function<void(const Report&)>& done) const {
    ScriptScene scene;
    Run run{scene, host};
    std::size_t number = 0;
    for (const Command& command : m_commands) {
        cancel.check();
        Report report{{"command", ++number}, {"do", command.name}};
        try {
            command.action(run, report);
        } catch (const Error& error) {
            throw Error(error.problem(), joined(joined(m_where, command.place), error.where()),
                        error.remedy());
        }
        done(report);
    }
}

} // namespace underpaint::script
