// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/run/work.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace underpaint::run {

/// Asks the model's encoder for the latent code of a photo.
struct CodeRequest {
    /// Makes the photo, RGB, on the engine thread: reading it takes its time. Throws Error, or
    /// Cancelled when the token was triggered.
    std::function<Image(const CancelToken& cancel)> photo;
    DocumentId document = 0;
    std::uint64_t group = 0;
};

Work<std::vector<float>> encodeCode(CodeRequest request);

} // namespace underpaint::run
