// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/nets/torch_compat.h"

namespace underpaint::metrics {

/// An RGB photo as (1, 3, H, W) bytes. Throws Error when it is not RGB.
at::Tensor photoBytes(const Image& photo);

/// The same as float32 in [-1, 1].
at::Tensor photoTensor(const Image& photo);

} // namespace underpaint::metrics
