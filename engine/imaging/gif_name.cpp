// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/gif_writer.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace underpaint::imaging {

bool isGifName(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".gif";
}

} // namespace underpaint::imaging
