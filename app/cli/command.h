// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/base/cancel_token.h"
#include "engine/nets/run/precision.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace underpaint::app {

/// The options that every subcommand takes.
struct CommonOptions {
    bool json = false;
    bool quiet = false;
    int verbosity = 0;
    std::string device = "auto";
    std::string precisionName = "auto";
    int threads = 0;
    std::uint64_t seed = 0;
    std::string cpuFeatures = "auto";

    /// Throws Error on an unknown name.
    nets::Precision precision() const;
};

/// What a running subcommand gets.
struct Context {
    const CommonOptions& common;
    Reporter& reporter;
    CancelToken cancel;
};

/// One subcommand: declares its options when it is made, runs after parsing.
class Command {
public:
    virtual ~Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    /// True when the arguments named this subcommand.
    bool chosen() const;
    const CommonOptions& common() const { return m_common; }

    /// Returns the exit code. Throws Error and Cancelled.
    virtual int run(Context& context) = 0;

protected:
    /// Adds subcommand `name` and the common options under `parent`. `example` is the worked
    /// example at the end of its help.
    Command(CLI::App& parent, const std::string& name, const std::string& description,
            const std::string& example);

    CLI::App& app() { return *m_app; }

private:
    CLI::App* m_app; // owned by its parent
    CommonOptions m_common;
};

using Commands = std::vector<std::unique_ptr<Command>>;

/// Each adds its subcommands.
/// @{
void addRenderCommand(CLI::App& root, Commands& commands);
void addCarryCommand(CLI::App& root, Commands& commands);
void addReplayCommand(CLI::App& root, Commands& commands);
void addScriptCommand(CLI::App& root, Commands& commands);
void addExportCommand(CLI::App& root, Commands& commands);
void addImportCommand(CLI::App& root, Commands& commands);
void addVerifyCommand(CLI::App& root, Commands& commands);
void addPackageCommands(CLI::App& root, Commands& commands);
void addDatasetCommands(CLI::App& root, Commands& commands);
void addClusterCommand(CLI::App& root, Commands& commands);
void addSegmentCommand(CLI::App& root, Commands& commands);
void addTranslateCommand(CLI::App& root, Commands& commands);
void addEvaluateCommand(CLI::App& root, Commands& commands);
void addTrainCommand(CLI::App& root, Commands& commands);
void addBenchCommands(CLI::App& root, Commands& commands);
/// @}
/// Each adds one below `dataset`.
/// @{
void addDatasetMergeCommand(CLI::App& dataset, Commands& commands);
void addDatasetLabelCommand(CLI::App& dataset, Commands& commands);
void addDatasetPackCommand(CLI::App& dataset, Commands& commands);
void addDatasetDomainsCommand(CLI::App& dataset, Commands& commands);
/// @}
/// Adds `bench edit` below `bench`.
void addBenchCorrespondenceCommand(CLI::App& bench, Commands& commands);
void addBenchEditCommand(CLI::App& bench, Commands& commands);

} // namespace underpaint::app
