// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::project {

/// Writes what other programs read: for each network NAME.ROLE.safetensors with its weights under
/// their official names, and NAME.json, which says what the networks are and what their input means
/// (a manifest). Returns the files. Throws Error when one of them is there already, and writes none
/// then, or when writing fails.
std::vector<std::filesystem::path> writePlainWeights(const ModelPackage& package,
                                                     const std::filesystem::path& folder,
                                                     const std::string& name);

} // namespace underpaint::project
