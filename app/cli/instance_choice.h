// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace underpaint::app {

/// Where the instances of a photo come from and which of them are meant.
struct InstanceSource {
    std::vector<std::filesystem::path> masks = {}; ///< one file an instance
    std::filesystem::path labels = {};             ///< a label map ...
    std::filesystem::path instances = {};          ///< ... and, or, an instance map
    std::string labelSet = {};                     ///< of the label map, as on the command line
    std::string chosenClass = {};                  ///< name or id; empty = of any
    std::set<std::uint32_t> chosen = {};           ///< numbers; empty = all
};

/// Instances that were chosen.
struct ChosenInstances {
    std::vector<std::uint32_t> numbers; ///< of the files from 1 on, or those of the map
    std::vector<Image> masks;
    InstancePlane map; ///< where there was one
    std::vector<std::string> notes;
};

/// Throws Error when files do not fit each other, when what was chosen is not there, or when
/// nothing is left. Without any file the result is empty.
ChosenInstances chooseInstances(const InstanceSource& source, Size photo);

} // namespace underpaint::app
