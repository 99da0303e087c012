// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace underpaint::test {

project::OptionValue number(std::int64_t value);

/// Small generators with nine input channels.
/// @{
nets::Network smallGlobal(std::int64_t width = 16, const std::string& norm = "instance");
nets::Network smallEnhancer(std::int64_t levels);
/// One of every kind.
std::vector<nets::Network> generators();
/// @}

/// Eight classes in blobs and one plane; 64 x 96.
nets::NetworkInput painted(std::uint64_t seed, std::int64_t batch = 2);

} // namespace underpaint::test
