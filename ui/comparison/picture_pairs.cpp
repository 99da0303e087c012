// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/picture_pairs.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"

#include <map>

namespace underpaint::ui {

namespace {

namespace fs = std::filesystem;

std::map<std::string, fs::path> picturesByName(const fs::path& folder) {
    std::map<std::string, fs::path> pictures;
    for (const fs::path& file : imaging::visibleFiles(folder, imaging::Depth::Folder)) {
        if (!imaging::hasImageExtension(file)) {
            continue;
        }
        const auto [other, added] = pictures.emplace(file.stem().string(), file);
        if (!added) {
            throw Error("there are two pictures called so: " + other->second.filename().string() +
                            " and " + file.filename().string(),
                        folder.string(), "Move one of them elsewhere");
        }
    }
    return pictures;
}

} // namespace

PicturePairs pairPictures(const fs::path& first, const fs::path& second) {
    const auto firsts = picturesByName(first);
    const auto seconds = picturesByName(second);
    PicturePairs found;
    for (const auto& [name, file] : firsts) {
        if (const auto partner = seconds.find(name); partner != seconds.end()) {
            found.pairs.push_back({name, file, partner->second});
        }
    }
    if (found.pairs.empty()) {
        throw Error("no picture is called like one in " + second.string(), first.string(),
                    "Choose two folders whose pictures have the same names");
    }
    found.alone = firsts.size() + seconds.size() - 2 * found.pairs.size();
    return found;
}

} // namespace underpaint::ui
