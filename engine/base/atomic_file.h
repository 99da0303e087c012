// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <ostream>
#include <span>
#include <string_view>

namespace underpaint {

/// Writes a file so that at every moment, whatever happens to the process or the machine, `path`
/// holds either its old content or the whole new one: temporary file beside it, fsync, rename,
/// fsync of the folder. Throws Error (and removes the temporary file) when anything fails.
/// @{
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> content);
void writeFileAtomically(const std::filesystem::path& path, std::string_view content);
/// `write` fills the stream; for content that is not wanted in memory at once.
void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(std::ostream&)>& write);
/// @}

} // namespace underpaint
