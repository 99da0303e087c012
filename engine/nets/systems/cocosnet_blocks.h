// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"
#include "engine/nets/systems/cocosnet_spade.h"

#include <vector>

// Parts of CoCosNet as networks of their own: parity cases look at each.
namespace underpaint::nets::cocosnet {

/// Options `nhidden` and `norm` (positional, instance, batch) of the norms that a condition
/// modulates.
Spade readSpade(OptionReader& options);

std::vector<NetworkKind> blockNetworks();

} // namespace underpaint::nets::cocosnet
