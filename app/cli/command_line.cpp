// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include "app/cli/command.h"
#include "app/cli/interrupt_watch.h"
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/kernels/simd_kernels.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <thread>

namespace underpaint::app {

namespace {

constexpr const char* withoutImaging = "This build has no image library: render, carry, replay, "
                                       "script, segment and dataset are left out (configure with "
                                       "-DUNDERPAINT_IMAGING=ON).";

void declare(CLI::App& root, Commands& commands) {
#if UNDERPAINT_HAS_IMAGING
    addRenderCommand(root, commands);
    addCarryCommand(root, commands);
    addReplayCommand(root, commands);
    addScriptCommand(root, commands);
    addSegmentCommand(root, commands);
    addTranslateCommand(root, commands);
    root.footer("Exit codes: 0 done; 1 a check failed; 2 wrong use or unreadable input; "
                "3 interrupted.");
#else
    root.footer(withoutImaging);
#endif
    addImportCommand(root, commands);
    addExportCommand(root, commands);
    addVerifyCommand(root, commands);
    addPackageCommands(root, commands);
#if UNDERPAINT_HAS_IMAGING
    addDatasetCommands(root, commands);
#endif
    addTrainCommand(root, commands);
    addClusterCommand(root, commands);
    addEvaluateCommand(root, commands);
    addBenchCommands(root, commands);
}

/// More threads than cores only get into each other's way.
void limitThreads(CommonOptions& common, Reporter& reporter) {
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (common.threads > cores) {
        reporter.note("--threads " + std::to_string(common.threads) + ": this machine has " +
                      std::to_string(cores) + (cores == 1 ? " core" : " cores") +
                      ", so that many threads compute");
        common.threads = cores;
    }
}

/// For our own kernels and for LibTorch's, which read it when they are first used.
void useCpuFeatures(const std::string& features) {
    kernels::chooseSimdKernels(features);
    if (features == "auto") {
        return;
    }
    const bool portable = features == "portable";
    const bool avx2 = features == "avx2";
    // NOLINTBEGIN(concurrency-mt-unsafe): no thread of ours runs yet
    ::setenv("ATEN_CPU_CAPABILITY", portable ? "default" : avx2 ? "avx2" : "avx512", 1);
    ::setenv("ONEDNN_MAX_CPU_ISA", portable ? "SSE41" : avx2 ? "AVX2" : "AVX512_CORE", 1);
    // NOLINTEND(concurrency-mt-unsafe)
}

/// The message of a mapped file that was cut off, if any was.
std::optional<std::string> lostFile() {
    try {
        checkMappedFiles();
        return std::nullopt;
    } catch (const Error& error) {
        return error.message();
    }
}

/// The one place where failures become messages and exit codes.
int runGuarded(Command& command) {
    CommonOptions common = command.common();
    Reporter reporter(
        {.json = common.json, .quiet = common.quiet, .verbose = common.verbosity > 0});
    const auto fail = [&](int code, const std::string& message) {
        reporter.error(message);
        reporter.result({{"error", message}, {"exit_code", code}});
        return code;
    };
    const auto failWith = [&](const Error& error) {
        // What was read as zeros behind a cut looks like damage.
        return fail(exitWrongUse, lostFile().value_or(error.message()));
    };
    try {
        limitThreads(common, reporter);
        useCpuFeatures(common.cpuFeatures);
        const CancelToken cancel;
        const InterruptWatch watch(cancel);
        Context context{common, reporter, cancel};
        const int code = command.run(context);
        checkMappedFiles();
        return code;
    } catch (const Cancelled&) {
        return fail(exitInterrupted, "interrupted; what was finished is kept");
    } catch (const Error& error) {
        return failWith(error);
    } catch (const std::filesystem::filesystem_error& error) {
        return failWith(Error("cannot be used (" + error.code().message() + ")",
                              error.path1().string(), "Check the path and its permissions"));
    } catch (const std::bad_alloc&) {
        return fail(exitWrongUse, "there is not enough memory for this");
    } catch (const std::exception& error) {
        return fail(exitWrongUse, std::string("unexpected failure: ") + error.what());
    }
}

int failParsing(const CLI::App& root, const CLI::ParseError& error, std::span<char*> arguments) {
    if (error.get_exit_code() == 0) {
        return root.exit(error); // --help or --version
    }
    const bool json = std::any_of(arguments.begin(), arguments.end(), [](const char* argument) {
        return std::string_view(argument) == "--json";
    });
    Reporter reporter({.json = json});
    const std::string message = std::string(error.what()) + ". See underpaint --help";
    reporter.error(message);
    reporter.result({{"error", message}, {"exit_code", exitWrongUse}});
    return exitWrongUse;
}

} // namespace

int runCommandLine(int argc, char** argv, const EditorStart& editor) {
    CLI::App root("Underpaint: paint label maps, watch the photo appear", "underpaint");
    root.set_version_flag("--version", std::string("underpaint ") + UNDERPAINT_VERSION);
    root.require_subcommand(0, 1);
    Commands commands;
    declare(root, commands);
    std::string project;
    if (editor) {
        root.add_option("file", project, "Project, label map, photo or model to open in the editor")
            ->check(CLI::ExistingPath);
    }
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return failParsing(root, error, {argv, static_cast<std::size_t>(argc)});
    }
    for (const auto& command : commands) {
        if (command->chosen()) {
            return runGuarded(*command);
        }
    }
    if (editor) {
        return editor(project);
    }
    std::cerr << "underpaint: this build has no editor. Render a scene with `underpaint render "
                 "--model MODEL --labels LABELS.png -o PHOTO.png`; `underpaint --help` lists the "
                 "subcommands\n";
    return exitWrongUse;
}

} // namespace underpaint::app
