// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/photo_folders.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/resize.h"

#include <algorithm>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

/// By the name that pairs them.
std::map<std::string, fs::path> photosIn(const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        throw Error("is no folder", folder.string(), "Name a folder of photos");
    }
    std::map<std::string, fs::path> photos;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || !imaging::hasImageExtension(entry.path())) {
            continue;
        }
        const std::string stem = imaging::pairingStem(fs::relative(entry.path(), folder));
        const auto [it, fresh] = photos.emplace(stem, entry.path());
        if (!fresh) {
            throw Error("has the same name as " + it->second.filename().string(),
                        entry.path().string(), "Rename or remove one of them");
        }
    }
    if (photos.empty()) {
        throw Error("there are no photos", folder.string());
    }
    return photos;
}

std::vector<fs::path> pathsOf(const std::map<std::string, fs::path>& photos) {
    std::vector<fs::path> paths;
    for (const auto& [stem, path] : photos) {
        paths.push_back(path);
    }
    return paths;
}

/// RGB at `size`, or at its own where that is empty.
Image readAt(const fs::path& path, Size size) {
    const Image photo = imaging::readPhoto(path);
    return size.empty() ? photo : imaging::resizeBicubic(photo, size);
}

} // namespace

PhotoFolders::PhotoFolders(const fs::path& real, const fs::path& painted) {
    const auto realPhotos = photosIn(real);
    const auto paintedPhotos = photosIn(painted);
    m_real = pathsOf(realPhotos);
    m_painted = pathsOf(paintedPhotos);
    m_paired =
        std::equal(realPhotos.begin(), realPhotos.end(), paintedPhotos.begin(), paintedPhotos.end(),
                   [](const auto& a, const auto& b) { return a.first == b.first; });
}

std::size_t PhotoFolders::size() const {
    return m_paired ? m_real.size() : m_real.size() + m_painted.size();
}

void PhotoFolders::addTo(metrics::PictureComparison& comparison, std::size_t index,
                         Size size) const {
    if (m_paired) {
        const Image painted = readAt(m_painted[index], size);
        comparison.addPair(readAt(m_real[index], painted.size()), painted);
    } else if (index < m_real.size()) {
        comparison.addReal(readAt(m_real[index], size));
    } else {
        comparison.addPainted(readAt(m_painted[index - m_real.size()], size));
    }
}

} // namespace underpaint::app
