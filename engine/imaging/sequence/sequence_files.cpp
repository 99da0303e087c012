// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/sequence/sequence_files.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/dataset_sources.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/labelme_photos.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/sequence/frame_names.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string_view>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

/// By frame.
using FilesByFrame =
    std::map<std::string, fs::path,
             decltype([](const auto& a, const auto& b) { return comesBefore(a, b); })>;

std::string shown(const fs::path& path) {
    return safeText(path.string());
}

bool isInstanceMap(const fs::path& path) {
    const std::string stem = path.stem().string();
    return stem.find("instanceIds") != std::string::npos || stem.ends_with("_inst") ||
           stem.ends_with("_instances");
}

/// What files of one frame have in common.
std::string frameName(const fs::path& path) {
    std::string stem = pairingStem(path.filename());
    for (const std::string_view suffix : {"_inst", "_instances", "_label", "_labels"}) {
        if (stem.size() > suffix.size() && stem.ends_with(suffix)) {
            stem.resize(stem.size() - suffix.size());
            break;
        }
    }
    return stem;
}

void checkFolder(const fs::path& folder, const std::string& what) {
    if (!fs::is_directory(folder)) {
        throw Error(fs::exists(folder) ? "is no folder" : "there is no such folder", shown(folder),
                    "Name a folder of " + what + ", one file per frame");
    }
}

FilesByFrame filesIn(const fs::path& folder, const std::string& what,
                     const std::function<bool(const fs::path&)>& wanted) {
    checkFolder(folder, what);
    FilesByFrame files;
    for (const fs::path& path : visibleFiles(folder, Depth::Folder)) {
        if (!wanted(path)) {
            continue;
        }
        const auto [entry, added] = files.emplace(frameName(path), path);
        if (!added) {
            throw Error("is of the same frame as " + safeText(entry->second.filename().string()),
                        shown(path), "Keep one file for each frame in the folder");
        }
    }
    return files;
}

std::string shownSize(Size size) {
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

/// Nothing of files whose size only reading tells.
std::optional<Size> sizeOf(const fs::path& path, bool photo) {
    if (!hasImageExtension(path)) {
        return std::nullopt;
    }
    const ImageHeader header = readImageHeader(path);
    return photo ? header.uprightSize() : header.size;
}

void checkSizes(const std::vector<SequenceFiles>& frames) {
    std::optional<Size> first;
    fs::path firstFile;
    const auto check = [&](const fs::path& file, bool photo) {
        const auto size = file.empty() ? std::nullopt : sizeOf(file, photo);
        if (!size) {
            return;
        }
        if (!first) {
            first = size;
            firstFile = file;
        }
        if (*size != *first) {
            throw Error("is " + shownSize(*size) + ", but " +
                            safeText(firstFile.filename().string()) + " is " + shownSize(*first),
                        shown(file), "All frames of a sequence need one size");
        }
    };
    for (const SequenceFiles& frame : frames) {
        check(frame.labels, false);
        check(frame.instances, false);
        check(frame.photo, true);
    }
}

/// Names of a file's frame are compared as people see them.
class FramePartners {
public:
    FramePartners(const FilesByFrame& files, fs::path folder, std::string what)
        : m_folder(std::move(folder)), m_what(std::move(what)) {
        for (const auto& [name, path] : files) {
            m_files[foldedName(name)] = path;
        }
    }
    bool empty() const { return m_files.empty(); }

    fs::path take(const std::string& frame, const fs::path& labels) {
        const auto found = m_files.find(foldedName(frame));
        if (found == m_files.end()) {
            throw Error("the frame has no " + m_what + " in " + shown(m_folder), shown(labels),
                        "Give every frame one, under the name of its label map");
        }
        fs::path path = found->second;
        m_files.erase(found);
        return path;
    }

    void reportLeft(std::vector<std::string>& notices) const {
        if (!m_files.empty()) {
            notices.push_back(std::to_string(m_files.size()) + " files of " + shown(m_folder) +
                              " belong to no frame and are passed over: " +
                              safeText(m_files.begin()->second.filename().string()) +
                              (m_files.size() > 1 ? " …" : ""));
        }
    }

private:
    fs::path m_folder;
    std::string m_what;
    std::map<std::string, fs::path> m_files;
};

void reportGaps(SequenceListing& listing) {
    std::vector<std::string> names;
    for (const SequenceFiles& frame : listing.frames) {
        names.push_back(frame.name);
    }
    for (const NameGap& gap : gapsIn(names)) {
        listing.notices.push_back("there is no frame " + safeText(gap.missing) +
                                  ": the sequence goes on with " + safeText(names[gap.next]));
    }
}

bool isLabelMap(const fs::path& path) {
    const bool document = passesFilter(path, FileFilter::Json) && path.filename() != "labels.json";
    return !isInstanceMap(path) && (hasImageExtension(path) || (document && isLabelmeFile(path)));
}

} // namespace

SequenceListing listSequence(const fs::path& labels, const fs::path& instances,
                             const fs::path& photos) {
    const FilesByFrame maps = filesIn(labels, "label maps", isLabelMap);
    if (maps.empty()) {
        throw Error("holds no label map", shown(labels),
                    "Name a folder of label maps, one file per frame");
    }
    const bool beside = instances.empty();
    FramePartners numbers(filesIn(beside ? labels : instances, "instance maps",
                                  [beside](const fs::path& path) {
                                      return hasImageExtension(path) &&
                                             (!beside || isInstanceMap(path));
                                  }),
                          beside ? labels : instances, "instance map");
    if (numbers.empty() && !beside) {
        throw Error("holds no instance map", shown(instances),
                    "Name a folder of instance maps, one file per frame");
    }
    FramePartners pictures(photos.empty() ? FilesByFrame()
                                          : filesIn(photos, "photos", hasImageExtension),
                           photos, "photo");
    const bool withInstances = !numbers.empty();
    SequenceListing listing;
    for (const auto& [name, path] : maps) {
        SequenceFiles frame{name, path, {}, {}};
        if (withInstances) {
            frame.instances = numbers.take(name, path);
        }
        if (!photos.empty()) {
            frame.photo = pictures.take(name, path);
        }
        listing.frames.push_back(std::move(frame));
    }
    numbers.reportLeft(listing.notices);
    pictures.reportLeft(listing.notices);
    checkSizes(listing.frames);
    reportGaps(listing);
    return listing;
}

SequenceListing listFrames(const fs::path& photos) {
    SequenceListing listing;
    for (const auto& [name, path] : filesIn(photos, "frames", hasImageExtension)) {
        listing.frames.push_back({name, {}, {}, path});
    }
    if (listing.frames.empty()) {
        throw Error("holds no picture", shown(photos), "Name a folder of frames");
    }
    checkSizes(listing.frames);
    reportGaps(listing);
    return listing;
}

} // namespace underpaint::imaging
