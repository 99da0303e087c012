// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/project/package/model_package.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::train {

/// One network of a package that training writes.
struct TrainedRole {
    std::string role;
    nets::Network network;
    nets::ParamStore weights;
};

/// Writes a package with 16-bit weights, whose manifest's networks are filled in here; replaces an
/// older one.
void writeTrainedPackage(const std::filesystem::path& path, project::Manifest manifest,
                         const std::vector<TrainedRole>& roles);

} // namespace underpaint::train
