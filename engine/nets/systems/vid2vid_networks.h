// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"

namespace underpaint::nets {

NetworkSystem networksOfVid2Vid();

} // namespace underpaint::nets
