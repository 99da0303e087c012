// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/make_folder.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"

#include <system_error>

namespace underpaint {

void makeFolder(const std::filesystem::path& folder, const std::string& remedy) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        throw Error("the folder cannot be made: " + failed.message(), safeText(folder.string()),
                    remedy);
    }
}

} // namespace underpaint
