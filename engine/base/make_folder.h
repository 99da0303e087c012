// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace underpaint {

/// Makes the folder, and those that it is in, unless it is there. Throws Error with that remedy.
void makeFolder(const std::filesystem::path& folder,
                const std::string& remedy = "Check permissions and free space");

} // namespace underpaint
