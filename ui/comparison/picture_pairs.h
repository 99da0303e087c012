// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::ui {

/// Two pictures of one thing.
struct PicturePair {
    std::string name; ///< of both, without ending
    std::filesystem::path first;
    std::filesystem::path second;

    friend bool operator==(const PicturePair&, const PicturePair&) = default;
};

struct PicturePairs {
    std::vector<PicturePair> pairs; ///< in order of their names
    std::size_t alone = 0;          ///< pictures without a partner
};

/// The pictures of two folders that are called the same but for their endings. Throws Error when
/// there are none, when two pictures of a folder are called the same, and when a folder cannot be
/// read.
PicturePairs pairPictures(const std::filesystem::path& first, const std::filesystem::path& second);

} // namespace underpaint::ui
