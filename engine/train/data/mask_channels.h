// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/sample.h"

#include <cstdint>

namespace underpaint::train {

/// The instances of a domain in a batch of its photos as masks: (N, most, H, W), 1 on the instance
/// and -1 elsewhere, the largest first, absent ones after them. Parts of instances that are smaller
/// than `least` pixels, which a window has left over, are none.
at::Tensor maskChannels(const Sample& batch, Domain domain, std::int64_t most,
                        std::int64_t least = 16);

} // namespace underpaint::train
