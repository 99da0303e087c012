// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"
#include "engine/scene/templates/scene_templates.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <cstdint>
#include <vector>

namespace underpaint::ui {

class ModelShelf;

/// A model that a new scene can be made for.
struct SceneModel {
    QString id; ///< empty: there is none, and the classes are those of the present scene
    QString name;
    scene::LabelSet labels;
    scene::RoleClasses roles;
    project::SizeRules size;
};

/// Those that paint label maps, the present one first. Never empty.
std::vector<SceneModel> sceneModels(const ModelShelf& shelf, const scene::SceneState& present);

struct NewScene {
    SceneModel model;
    const scene::SceneTemplate* start = nullptr; ///< nullptr: empty
    Size size;
    std::uint16_t filled = 0; ///< class of an empty scene
};

/// Any thread; takes seconds for the largest.
scene::SceneState begun(const NewScene& scene);
/// The label map of such a scene, in the colours of its classes, within these pixels.
QImage pictureOf(const NewScene& scene, QSize within);

} // namespace underpaint::ui
