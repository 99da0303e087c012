// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scene_folder_report.h"

namespace underpaint::app {

void reportSceneFolder(const imaging::SceneFolder& folder, Reporter& reporter) {
    for (const std::string& notice : folder.notices) {
        reporter.warning(notice);
    }
    for (const std::string& problem : folder.problems) {
        reporter.error(problem);
    }
}

} // namespace underpaint::app
