// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "engine/verify/verify.h"

#include <CLI/CLI.hpp>

#include <cmath>

namespace underpaint::app {

namespace {

constexpr const char* verifyExample =
    "  underpaint verify --cases cases.json --only 'global_*'\n"
    "  runs the parity cases of that name and prints the measured difference of each.";

/// JSON has no infinity; a difference that cannot be measured is null.
Json finite(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json describe(const verify::CaseResult& result) {
    return {{"name", result.name},
            {"network", result.network},
            {"status", verify::statusName(result.status)},
            {"difference", finite(result.difference)},
            {"tolerance", finite(result.tolerance)},
            {"seconds", result.seconds},
            {"measured", result.measured},
            {"reason", result.reason}};
}

class VerifyCommand final : public Command {
public:
    explicit VerifyCommand(CLI::App& root)
        : Command(root, "verify", "Numeric parity with the official implementations",
                  verifyExample) {
        app().add_option("--cases", m_cases, "Index of the cases (cases.json)")->required();
        app()
            .add_option("--only", m_only, "Only cases of this name; * = any characters. Repeatable")
            ->allow_extra_args(false);
        app().add_flag("--list", m_list, "List the names of the cases and stop");
    }

    int run(Context& context) override { return m_list ? list(context) : verifyAll(context); }

private:
    int list(Context& context) const {
        const std::vector<std::string> names = verify::listCases(m_cases);
        for (const std::string& name : names) {
            context.reporter.line(name);
        }
        context.reporter.result({{"cases", names}});
        return exitDone;
    }

    int verifyAll(Context& context) const {
        verify::VerifyOptions options;
        options.only = m_only;
        options.precision = context.common.precision();
        options.device = context.common.device;
        options.threads = context.common.threads;
        options.cancel = context.cancel;
        const verify::VerifySummary summary = verify::verifyCases(
            m_cases, options, [&](const verify::CaseResult& result) { show(context, result); });
        context.reporter.line(std::to_string(summary.passed) + " passed, " +
                              std::to_string(summary.failed) + " failed, " +
                              std::to_string(summary.skipped) + " skipped");
        Json cases = Json::array();
        for (const verify::CaseResult& result : summary.cases) {
            cases.push_back(describe(result));
        }
        context.reporter.result({{"passed", summary.passed},
                                 {"failed", summary.failed},
                                 {"skipped", summary.skipped},
                                 {"cases", cases}});
        return summary.failed == 0 ? exitDone : exitCheckFailed;
    }

    static void show(Context& context, const verify::CaseResult& result) {
        std::string line = result.name + ": " + verify::statusName(result.status);
        if (!result.measured.empty()) {
            line += ", " + result.measured;
        }
        if (!result.reason.empty()) {
            line += " - " + result.reason;
        }
        context.reporter.line(line);
        for (const verify::ResultCheck& check : result.checks) {
            context.reporter.detail("  " + check.name + ": " + verify::statusName(check.status) +
                                    " " + check.kind + " " + std::to_string(check.difference) +
                                    " of " + std::to_string(check.tolerance) + " " + check.text);
        }
    }

    std::string m_cases;
    std::vector<std::string> m_only;
    bool m_list = false;
};

} // namespace

void addVerifyCommand(CLI::App& root, Commands& commands) {
    commands.push_back(std::make_unique<VerifyCommand>(root));
}

} // namespace underpaint::app
