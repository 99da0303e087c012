// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/metrics/picture_comparison.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::app {

/// The photos of two folders (and those below them), paired by the names that remain without known
/// suffixes and extensions. When the names are not the same in both, no photo has a partner.
class PhotoFolders {
public:
    /// Throws Error when a folder is missing or holds no photo with a name of its own.
    PhotoFolders(const std::filesystem::path& real, const std::filesystem::path& painted);

    bool paired() const { return m_paired; }
    /// What the user should know: photos of one name, which are left out, and some without partner.
    const std::vector<std::string>& notices() const { return m_notices; }

    /// Pairs whose photos have different sizes.
    struct SizeDifferences {
        std::size_t pairs = 0;
        std::string first; ///< the names and sizes of one
    };
    SizeDifferences sizeDifferences() const;

    /// Pairs, or single photos.
    std::size_t size() const;
    /// Reads one of them. Real photos are brought to the size of their partner, all to `size`
    /// unless that is empty (bicubic).
    void addTo(metrics::PictureComparison& comparison, std::size_t index, Size size) const;

private:
    std::vector<std::filesystem::path> m_real; // in order of their names
    std::vector<std::filesystem::path> m_painted;
    bool m_paired = false;
    std::vector<std::string> m_notices;
};

} // namespace underpaint::app
