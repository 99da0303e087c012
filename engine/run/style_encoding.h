// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace underpaint::run {

/// Asks the model's encoder for the styles of the instances in a photo of the same size.
struct EncodeRequest {
    /// Makes the photo, RGB, on the engine thread: reading and scaling it takes its time. Throws
    /// Error, or Cancelled when the token was triggered.
    std::function<Image(const CancelToken& cancel)> photo;
    scene::InstanceMap instances;
    DocumentId document = 0;
    std::uint64_t group = 0;
};

/// By instance id.
using EncodedStyles = std::map<std::uint32_t, std::vector<float>>;

Work<EncodedStyles> encodeStyles(EncodeRequest request);

} // namespace underpaint::run
