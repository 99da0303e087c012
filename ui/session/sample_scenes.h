// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::ui {

/// A scene that ships with the program: `labels.json`, `test_label/NAME.png`, `test_inst/NAME.png`
/// and, where some of its instances have a style (a cluster of the model that ships),
/// `test_style/NAME.json` with the clusters by instance id, in a folder of its own.
struct SampleScene {
    std::filesystem::path folder;
    std::string name; ///< of the maps, without ".png"
};

/// Those below the folder, by name; those called "forest_trail" and "street" come first.
std::vector<SampleScene> sampleScenes(const std::filesystem::path& scenes);

/// Throws Error.
scene::SceneState readSample(const SampleScene& sample);

} // namespace underpaint::ui
