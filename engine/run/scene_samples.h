// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace underpaint::run {

/// Small photos of several scenes by the loaded model.
struct SceneSampleRequest {
    std::vector<scene::SceneSnapshot> scenes = {};
    DocumentId document = 0;
    std::uint64_t group = 0;
    /// At most this, in pixels; the aspect ratio is each scene's. No larger than the scene.
    Size size = {256, 256};
    bool first = true; ///< before what waits
};

struct SceneSample {
    std::size_t index = 0; ///< into SceneSampleRequest::scenes
    std::shared_ptr<const Image> image;
};

/// One work per photo, in their order. Renders push them aside.
std::vector<Work<SceneSample>> sceneSamples(SceneSampleRequest request);

} // namespace underpaint::run
