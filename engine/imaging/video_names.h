// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Endings of the usual videos, animations among them: ".mp4" … Whether one can be read depends on
/// the codecs that are installed.
const std::vector<std::string>& readableVideoEndings();
/// Whether a file is called like a video.
bool hasVideoExtension(const std::filesystem::path& path);

} // namespace underpaint::imaging
