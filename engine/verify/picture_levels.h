// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

namespace underpaint::verify {

/// (N, C, H, W) in [-1, 1] → the 8-bit levels that a photo of it has, channel by channel.
at::Tensor pictureLevels(const at::Tensor& image);

} // namespace underpaint::verify
