// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/photo_folders.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/resize.h"
#include "engine/metrics/ssim.h"

#include <algorithm>
#include <map>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

using PhotoByName = std::map<std::string, fs::path>;

using PhotosByName = std::map<std::string, std::vector<fs::path>>;

/// By the name that pairs them.
PhotosByName photosIn(const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        throw Error("is no folder", folder.string(), "Name a folder of photos");
    }
    PhotosByName photos;
    for (const fs::path& path : imaging::visibleFiles(folder, imaging::Depth::Tree)) {
        if (imaging::hasImageExtension(path)) {
            photos[imaging::pairingStem(path.lexically_relative(folder))].push_back(path);
        }
    }
    if (photos.empty()) {
        throw Error("there are no photos", folder.string());
    }
    return photos;
}

/// Takes out of both what is twice in one of them.
void leaveOutTwice(PhotosByName& photos, PhotosByName& others, std::vector<std::string>& notices) {
    for (auto it = photos.begin(); it != photos.end();) {
        if (it->second.size() == 1) {
            ++it;
            continue;
        }
        notices.push_back(it->second[0].string() + " and " + it->second[1].filename().string() +
                          " have the same name and are left out");
        others.erase(it->first);
        it = photos.erase(it);
    }
}

PhotoByName single(const PhotosByName& photos, const std::vector<std::string>& notices) {
    PhotoByName result;
    for (const auto& [name, paths] : photos) {
        result.emplace(name, paths.front());
    }
    if (result.empty()) {
        throw Error(notices.front() + ", and no other photo is there to be compared", {},
                    "Rename or remove one of them");
    }
    return result;
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
    const Size compared = size.empty() ? photo.size() : size;
    if (std::min(compared.width, compared.height) < metrics::smallestSide) {
        throw Error(std::to_string(compared.width) + " x " + std::to_string(compared.height) +
                        " pixels are too few to be compared, which takes " +
                        std::to_string(metrics::smallestSide) + " a side",
                    path.string(), "Take it out of the folder or give a larger --size");
    }
    return size.empty() ? photo : imaging::resizeBicubic(photo, size);
}

} // namespace

PhotoFolders::PhotoFolders(const fs::path& real, const fs::path& painted) {
    PhotosByName allReal = photosIn(real);
    PhotosByName allPainted = photosIn(painted);
    leaveOutTwice(allReal, allPainted, m_notices);
    leaveOutTwice(allPainted, allReal, m_notices);
    PhotoByName realPhotos = single(allReal, m_notices);
    PhotoByName paintedPhotos = single(allPainted, m_notices);
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
