// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/video_names.h"

#include <algorithm>
#include <cctype>

namespace underpaint::imaging {

const std::vector<std::string>& readableVideoEndings() {
    static const std::vector<std::string> endings{".mp4", ".webm", ".avi", ".mov", ".mkv",
                                                  ".m4v", ".mpg",  ".ogv", ".gif"};
    return endings;
}

bool hasVideoExtension(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(readableVideoEndings(), ending) != readableVideoEndings().end();
}

} // namespace underpaint::imaging
