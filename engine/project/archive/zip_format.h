// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace underpaint::project {

/// Stands in a 32-bit field of a zip file for a number that is found in the zip64 extension.
inline constexpr std::uint64_t kInZip64 = 0xFFFFFFFF;

} // namespace underpaint::project
