// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/new_scene.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace underpaint::ui {

/// The model of these that goes with a label map: the first, unless the classes of another one say
/// clearly more of what the file shows. Reads the file; any thread.
std::size_t modelForMap(const std::filesystem::path& labels, const std::vector<SceneModel>& models);

} // namespace underpaint::ui
