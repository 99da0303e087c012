// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

namespace underpaint::app {

/// Exit codes of the program.
/// @{
inline constexpr int exitDone = 0;
inline constexpr int exitCheckFailed = 1; ///< a parity case, a package or a data set did not pass
inline constexpr int exitWrongUse = 2;    ///< wrong use or unreadable input
inline constexpr int exitInterrupted = 3; ///< what was finished is kept
/// @}

/// Runs the editor with a project file (empty: none is named) and returns the exit code.
using EditorStart = std::function<int(const std::string& file)>;

/// Runs the subcommand that the arguments name, or without one the editor where the build has one,
/// and returns the exit code. The border where every Error becomes one message on standard error.
int runCommandLine(int argc, char** argv, const EditorStart& editor = {});

} // namespace underpaint::app
