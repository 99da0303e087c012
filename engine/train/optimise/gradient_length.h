// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <vector>

namespace underpaint::train {

/// Brings longer gradients together to this length, in place; 0 = leaves them. Undefined ones count
/// as 0.
void shortenGradients(const std::vector<at::Tensor>& gradients, double longest);

} // namespace underpaint::train
