// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/import_report.h"

#include "engine/base/safe_text.h"
#include "engine/project/package/option_text.h"

namespace underpaint::run {

std::vector<ImportLine> importReport(const translate::ImportOutcome& outcome) {
    using Kind = ImportLine::Kind;
    std::vector<ImportLine> lines;
    for (const translate::ImportedNetwork& network : outcome.networks) {
        const std::string file = safeText(network.file.filename().string());
        std::string options;
        for (const auto& [name, value] : network.options) {
            options += " " + name + "=" + project::optionText(value);
        }
        lines.push_back(
            {Kind::Note, file + ": " + network.role + " = " + network.network + options});
        for (const std::string& text : network.assumptions) {
            lines.push_back({Kind::Note, "  assumed: " + text});
        }
        const auto list = [&](Kind kind, const char* title, const std::vector<std::string>& keys) {
            for (const std::string& key : keys) {
                lines.push_back({kind, file + ": " + title + ": " + safeText(key)});
            }
        };
        list(Kind::Warning, "missing", network.missing);
        list(Kind::Warning, "another shape", network.misshapen);
        list(Kind::Warning, "unused", network.surplus);
        list(Kind::Detail, "ignored", network.ignored);
    }
    return lines;
}

std::string importRefusal(const translate::ImportOutcome& outcome) {
    std::string text;
    for (const translate::ImportedNetwork& network : outcome.networks) {
        if (!network.whole()) {
            text += (text.empty() ? "" : "; ") + network.file.string() + " lacks " +
                    std::to_string(network.missing.size()) + " weights of " + network.network +
                    " and has " + std::to_string(network.misshapen.size()) + " of another shape";
        }
    }
    return outcome.whole() ? std::string()
                           : text + ". Nothing was written. Check that the file is complete and "
                                    "the options are those of its training";
}

} // namespace underpaint::run
