// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace underpaint::run {

/// Small photos of the whole scene, each with another latent code.
struct CodeSampleRequest {
    scene::SceneSnapshot scene;
    DocumentId document = 0;
    std::uint64_t group = 0;
    std::vector<scene::LatentCode> codes = {};
    /// At most this, in pixels; the aspect ratio is the scene's. No larger than the scene, and than
    /// what a CPU renders in a moment.
    Size size = {256, 256};
};

struct CodeSample {
    std::size_t index = 0; ///< into CodeSampleRequest::codes
    std::shared_ptr<const Image> image;
};

/// One work per photo, in their order, and all before what waits: the newest request goes first.
std::vector<Work<CodeSample>> codeSamples(CodeSampleRequest request);

} // namespace underpaint::run
