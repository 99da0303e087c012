// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::ui {

/// A scene that ships with the program: `labels.json`, `test_label/NAME.png` and
/// `test_inst/NAME.png` in a folder of its own.
struct SampleScene {
    std::filesystem::path folder;
    std::string name; ///< of the maps, without ".png"
};

/// Those below the folder, by name; one called "street" comes first.
std::vector<SampleScene> sampleScenes(const std::filesystem::path& scenes);

/// Throws Error.
scene::SceneState readSample(const SampleScene& sample);

} // namespace underpaint::ui
