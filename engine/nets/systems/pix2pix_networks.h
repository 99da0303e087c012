// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"

namespace underpaint::nets {

NetworkSystem networksOfPix2Pix();

/// Those that CycleGAN shares.
namespace pix2pix {

NetworkDefinition defineResnet(OptionReader& options);
DeducedOptions deduceResnet(const StateDictNames& names);
NetworkDefinition definePatch(OptionReader& options);
/// `suffix` of the names of weights: "weight", or "module.weight_bar" with spectral norms.
DeducedOptions deducePatch(const StateDictNames& names, const std::string& suffix);

} // namespace pix2pix

} // namespace underpaint::nets
