// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"
#include "engine/nets/systems/pix2pixhd.h"

namespace underpaint::nets {

NetworkSystem networksOfPix2PixHd();

namespace pix2pixhd {

/// For networks of other systems that are this discriminator with options of their own.
/// @{
NetworkDefinition discriminatorDefinition(const MultiscaleDiscriminator& net);
DeducedOptions deduceDiscriminator(const StateDictNames& names);
/// Whether it has several scales whose first layers are not equally wide.
bool discriminatorsDifferInWidth(const StateDictNames& names);
/// @}

} // namespace pix2pixhd

} // namespace underpaint::nets
