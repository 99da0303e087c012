// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/edit.h"
#include "engine/scene/label_set.h"
#include "engine/scene/scene.h"

#include <optional>
#include <string>
#include <vector>

namespace underpaint::script {

/// The edit that makes a scene one of another model, as the editor does it: its classes become the
/// model's, and looks that the model has not are taken off.
struct ModelChange {
    scene::Edit edit;
    std::vector<std::string> lost; ///< classes without a partner, which became unlabelled
    std::size_t fitted = 0;        ///< instances that wear something else then
};
/// `before`: the classes of the model that the scene had; nothing: not known.
ModelChange modelChange(const scene::SceneState& state, const project::Manifest& model,
                        const std::optional<scene::LabelSet>& before);

} // namespace underpaint::script
