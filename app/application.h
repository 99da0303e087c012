// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace underpaint::app {

/// Runs the editor until its window is closed and returns the exit code. `file` is a project to
/// open; empty: what was open last, or the sample scene.
int runEditor(int argc, char** argv, const std::string& file);

} // namespace underpaint::app
