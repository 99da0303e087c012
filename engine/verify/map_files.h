// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <filesystem>

namespace underpaint::verify {

/// Label and instance PNG files as (1, 1, H, W) maps of the stored numbers. Throw Error, and
/// NotAvailable in a build without image codecs.
/// @{
at::Tensor readLabelFile(const std::filesystem::path& path);
at::Tensor readInstanceFile(const std::filesystem::path& path);
/// @}

} // namespace underpaint::verify
