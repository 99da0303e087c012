// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"

namespace underpaint::nets {

/// Pretrained networks that see pictures for losses and measures.
NetworkSystem networksOfBackbones();

} // namespace underpaint::nets
