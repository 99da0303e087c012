// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace underpaint::app {

/// The folder with what ships beside the program (scenes, recipes): $UNDERPAINT_RESOURCES, or
/// `resources` in the program's folder or one above it (a build inside the source tree), or
/// `../share/underpaint`. Empty when there is none.
std::filesystem::path resourceFolder();

} // namespace underpaint::app
