// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"

#include <memory>

namespace underpaint::ui {

/// The size in which a scene begins that is made from a photo: the photo's proportions, no larger
/// than the photo, of about the area of the sample scenes or of twice the model's native width and
/// height, whichever is larger, and a multiple of what the model asks for.
Size sceneSizeFor(Size photo, const project::SizeRules& model);

/// A scene that shows what a segmenter saw in a photo. `photo` is RGB, `labels` of any size with
/// ids of the model's classes; parts of thing classes that hang together become instances, but dust
/// takes the class around it. The photo becomes the photo layer, which the labels describe, and
/// what is not touched of it is kept. Throws Error when a label is none of the model's.
scene::SceneState sceneFromPhoto(std::shared_ptr<const Image> photo, const LabelPlane& labels,
                                 const project::Manifest& model);

} // namespace underpaint::ui
