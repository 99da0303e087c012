// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/archive/zip_index.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// Unpacks a compressed member of the archive. The result is bounded in proportion to the
/// compressed data. Throws Error; always, in a build without libzip.
std::vector<std::byte> inflateMember(std::span<const std::byte> archive, const ZipMember& member,
                                     const std::string& where);

} // namespace underpaint::project
