// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/archive/zip_index.h"

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// Unpacks a compressed member of the archive, or its first bytes only: as many as `most` says, the
/// rest of the member's size is zeros. The result is bounded in proportion to the compressed data.
/// Throws Error; always, in a build without libzip.
std::vector<std::byte> inflateMember(std::span<const std::byte> archive, const ZipMember& member,
                                     const std::string& where,
                                     std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace underpaint::project
