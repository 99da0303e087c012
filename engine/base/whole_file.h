// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mapped_file.h"

#include <filesystem>

namespace underpaint {

/// Maps a file that must hold something: an interrupted copy or export leaves an empty one behind,
/// about which a reader could only say that it does not begin as it should. Throws Error as
/// MappedFile does, and for an empty file.
MappedFile openWholeFile(const std::filesystem::path& path);

} // namespace underpaint
