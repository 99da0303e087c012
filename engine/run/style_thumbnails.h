// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace underpaint::run {

/// Small pictures of one instance, each with another look.
struct StyleThumbnailRequest {
    scene::SceneSnapshot scene;
    DocumentId document = 0;
    std::uint64_t group = 0;
    std::uint32_t instance = 0;
    std::vector<scene::Style> styles = {};
    /// At most this, in pixels; the aspect ratio follows the instance. Small things in large scenes
    /// get smaller pictures.
    Size size = {128, 128};
};

struct StyleThumbnail {
    std::size_t index = 0; ///< into StyleThumbnailRequest::styles
    std::shared_ptr<const Image> image;
};

/// One work a picture, in their order, and all before what waits: the newest request goes first.
std::vector<Work<StyleThumbnail>> styleThumbnails(StyleThumbnailRequest request);

} // namespace underpaint::run
