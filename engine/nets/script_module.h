// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/nets/weights/param_store.h"

#include <map>
#include <string>

namespace underpaint::nets {

/// The bytes of a TorchScript file (`torch.jit.load`) with a generator: `forward` takes its inputs
/// in the order of Network::inputs(), (1, C, H, W) float32 of any size that the network takes, and
/// returns the picture. The weights keep their names. It is made by recording one pass, and then
/// checked against passes of other sizes. `extra` are files that the archive holds beside it.
///
/// Throws Error for a network that is no generator, and for one whose pass cannot be recorded for
/// all sizes: it takes a code or ids, or computes sizes on its way.
std::string scriptModule(const Network& network, const ParamStore& weights,
                         const std::map<std::string, std::string>& extra);

} // namespace underpaint::nets
