// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/photo_folders.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/resize.h"

#include <algorithm>
#include <map>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

using PhotoByName = std::map<std::string, fs::path>;

/// By the name that pairs them; photos of one name are left out.
PhotoByName photosIn(const fs::path& folder, std::vector<std::string>& notices) {
    if (!fs::is_directory(folder)) {
        throw Error("is no folder", folder.string(), "Name a folder of photos");
    }
    std::map<std::string, std::vector<fs::path>> all;
    for (const fs::path& path : imaging::visibleFiles(folder, imaging::Depth::Tree)) {
        if (imaging::hasImageExtension(path)) {
            all[imaging::pairingStem(path.lexically_relative(folder))].push_back(path);
        }
    }
    PhotoByName photos;
    for (const auto& [name, paths] : all) {
        if (paths.size() == 1) {
            photos.emplace(name, paths.front());
        } else {
            notices.push_back(paths[0].string() + " and " + paths[1].filename().string() +
                              " have the same name and are left out");
        }
    }
    if (photos.empty()) {
        throw Error("there are no photos", folder.string());
    }
    return photos;
}

std::vector<fs::path> pathsOf(const PhotoByName& photos) {
    std::vector<fs::path> paths;
    for (const auto& [name, path] : photos) {
        paths.push_back(path);
    }
    return paths;
}

bool sameNames(const PhotoByName& a, const PhotoByName& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& one, const auto& other) { return one.first == other.first; });
}

/// Under names without what tells real photos from painted ones; nothing where two become one.
PhotoByName byScene(const PhotoByName& photos) {
    PhotoByName scenes;
    for (const auto& [name, path] : photos) {
        if (!scenes.emplace(imaging::sceneName(name), path).second) {
            return {};
        }
    }
    return scenes;
}

void noteUnpaired(const PhotoByName& photos, const PhotoByName& others,
                  std::vector<std::string>& notices) {
    constexpr std::size_t listed = 3;
    std::string text;
    std::size_t count = 0;
    for (const auto& [name, path] : photos) {
        if (!others.contains(name) && ++count <= listed) {
            text += (text.empty() ? "" : ", ") + path.string();
        }
    }
    if (count > 0) {
        notices.push_back(std::to_string(count) + " without a partner: " + text +
                          (count > listed ? " ..." : ""));
    }
}

std::string sizeText(const fs::path& path) {
    const Size size = imaging::readImageHeader(path).uprightSize();
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

/// RGB at `size`, or at its own where that is empty.
Image readAt(const fs::path& path, Size size) {
    const Image photo = imaging::readPhoto(path);
    return size.empty() ? photo : imaging::resizeBicubic(photo, size);
}

} // namespace

PhotoFolders::PhotoFolders(const fs::path& real, const fs::path& painted) {
    PhotoByName realPhotos = photosIn(real, m_notices);
    PhotoByName paintedPhotos = photosIn(painted, m_notices);
    m_paired = sameNames(realPhotos, paintedPhotos);
    if (!m_paired) {
        PhotoByName realScenes = byScene(realPhotos);
        PhotoByName paintedScenes = byScene(paintedPhotos);
        m_paired = !realScenes.empty() && sameNames(realScenes, paintedScenes);
        if (m_paired) {
            realPhotos = std::move(realScenes);
            paintedPhotos = std::move(paintedScenes);
        } else {
            noteUnpaired(realPhotos, paintedPhotos, m_notices);
            noteUnpaired(paintedPhotos, realPhotos, m_notices);
        }
    }
    m_real = pathsOf(realPhotos);
    m_painted = pathsOf(paintedPhotos);
}

PhotoFolders::SizeDifferences PhotoFolders::sizeDifferences() const {
    SizeDifferences found;
    for (std::size_t i = 0; m_paired && i < m_real.size(); ++i) {
        const std::string real = sizeText(m_real[i]);
        const std::string painted = sizeText(m_painted[i]);
        if (real != painted && found.pairs++ == 0) {
            found.first = m_real[i].string() + " has " + real + " pixels, " +
                          m_painted[i].string() + " " + painted;
        }
    }
    return found;
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
