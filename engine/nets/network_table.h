// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"

#include <string>
#include <string_view>
#include <vector>

namespace underpaint::nets {

/// All systems, in a fixed order.
const std::vector<NetworkSystem>& networkSystems();

/// A network and the system that it belongs to.
struct NetworkRow {
    const NetworkSystem* system = nullptr;
    const NetworkKind* kind = nullptr;
};

/// The row of a canonical name. Throws Error listing the names when there is none.
NetworkRow networkRow(std::string_view name);

/// All canonical names, sorted.
std::vector<std::string> networkNames();

} // namespace underpaint::nets
