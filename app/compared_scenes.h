// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"
#include "ui/session/model_comparing.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::app {

/// A scene that models are compared on.
struct ComparedScene {
    std::string name; ///< a file name without ending; no other scene has it
    /// As that model paints it: in its classes, with looks that it has. Throws Error.
    std::function<scene::SceneState(const project::Manifest& model)> read;
};

/// The classes of a model by its id; nothing where it is not known here.
using ClassesOfModel = std::function<std::optional<scene::LabelSet>(const std::string& id)>;

/// All scenes of a comparison, without a look into the files of folders. `notes` gets what is left
/// out. Throws Error where a file or folder is not there. `classes` is called by read(), on any
/// thread.
std::vector<ComparedScene> comparedScenes(const ui::ModelComparison& comparison,
                                          const ClassesOfModel& classes,
                                          std::vector<std::string>& notes);

} // namespace underpaint::app
