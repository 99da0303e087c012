// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/dataset_items.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// One scene of a folder.
struct SceneFiles {
    /// What becomes of it, relative to a folder, with the extension .png.
    std::filesystem::path output;
    std::filesystem::path labels;
    std::filesystem::path instances; ///< may be empty
    std::filesystem::path photo;     ///< may be empty
};

/// The scenes of a folder, in order.
struct SceneFolder {
    std::vector<SceneFiles> items;
    /// How their files are to be read.
    ItemReader reader;
    /// Files that cost themselves alone: two of one name, one without its instance map.
    std::vector<std::string> problems;
    /// Files that are passed over, and what else should be known.
    std::vector<std::string> notices;
};

/// What to list.
struct SceneFolderRequest {
    std::filesystem::path folder;
    /// Instance maps under the names of the label maps; empty: beside them.
    std::filesystem::path instances;
    /// Of a data set.
    DatasetReading reading;
    bool dataset = false; ///< it is one although label maps lie directly in it
    bool photos = false;  ///< photos to translate instead of label maps
};

/// A data set in one of the known layouts, or a plain folder of label maps, with instance maps
/// beside them (NAME_instanceIds.png, NAME_inst.png). Throws Error when there are none.
SceneFolder listSceneFolder(const SceneFolderRequest& request);

} // namespace underpaint::imaging
