// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/resource_folder.h"

#include <cstdlib>

namespace underpaint::app {

namespace fs = std::filesystem;

namespace {

bool holdsScenes(const fs::path& folder) {
    std::error_code unknown;
    return fs::is_directory(folder / "scenes", unknown);
}

} // namespace

fs::path resourceFolder() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets variables
    if (const char* named = std::getenv("UNDERPAINT_RESOURCES"); named != nullptr) {
        return named;
    }
    std::error_code unknown;
    const fs::path program = fs::read_symlink("/proc/self/exe", unknown).parent_path();
    constexpr int levels = 4; // build/PRESET/underpaint lies two below the source tree
    fs::path folder = program;
    for (int level = 0; level < levels && !folder.empty(); ++level) {
        if (holdsScenes(folder / "resources")) {
            return folder / "resources";
        }
        folder = folder.parent_path();
    }
    const fs::path shared = (program / "../share/underpaint").lexically_normal();
    return holdsScenes(shared) ? shared : fs::path();
}

} // namespace underpaint::app
