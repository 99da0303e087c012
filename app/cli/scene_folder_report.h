// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/reporter.h"
#include "engine/imaging/scene_folder.h"

namespace underpaint::app {

/// Shows what is to be said of the files of a folder.
void reportSceneFolder(const imaging::SceneFolder& folder, Reporter& reporter);

} // namespace underpaint::app
