// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::translate {

/// Writes the generator of a package as a TorchScript file, in fp32, and beside it, with the ending
/// .json, what it is fed and what it gives. Returns both. Throws Error when one of them is there
/// already, and for generators that cannot be recorded (nets::scriptModule()).
std::vector<std::filesystem::path> writeTorchScript(const project::ModelPackage& package,
                                                    const std::filesystem::path& file);

/// That description.
std::string describedInputs(const project::Manifest& manifest);

} // namespace underpaint::translate
