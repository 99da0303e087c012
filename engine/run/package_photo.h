// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace underpaint::run {

/// Asks for a small photo of a scene by another model than the one that is loaded.
struct PackagePhotoRequest {
    ModelSource source;
    std::filesystem::path package;
    scene::SceneSnapshot scene;
    DocumentId document = 0;
    std::uint64_t group = 0;
    /// At most this, in pixels; the aspect ratio is the scene's.
    Size size = {320, 320};
};

/// Loads the package anew: it may have changed since. Renders push it aside.
Work<std::shared_ptr<const Image>> packagePhoto(PackagePhotoRequest request);

/// The largest size of the scene's proportions that fits, no larger than the scene. Throws Error
/// when one of them is empty.
Size sizeWithin(Size scene, Size largest);

} // namespace underpaint::run
