// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/telling_folders.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/picture_evidence.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

enum class Role { Photos, Labels, Instances, Phase };

constexpr std::array<std::string_view, 16> kPhotoWords{
    "images", "image",      "imgs",      "img",  "imgdir",      "photos", "photo",     "pictures",
    "pics",   "jpegimages", "jpgimages", "jpgs", "leftimg8bit", "rgb",    "rgbimages", "original"};
constexpr std::array<std::string_view, 37> kLabelWords{"labels",
                                                       "label",
                                                       "labelmaps",
                                                       "labelmap",
                                                       "masks",
                                                       "mask",
                                                       "annotations",
                                                       "annotation",
                                                       "annots",
                                                       "annot",
                                                       "anns",
                                                       "anndir",
                                                       "gt",
                                                       "gts",
                                                       "groundtruth",
                                                       "groundtruths",
                                                       "seg",
                                                       "segs",
                                                       "segmentation",
                                                       "segmentations",
                                                       "segmaps",
                                                       "segmentationmaps",
                                                       "segmentationmasks",
                                                       "segmentationclass",
                                                       "segmentationclassraw",
                                                       "segmentationclassaug",
                                                       "segmentationclasspng",
                                                       "semantic",
                                                       "semantics",
                                                       "semanticlabels",
                                                       "semanticmaps",
                                                       "semanticmasks",
                                                       "labelids",
                                                       "indexmaps",
                                                       "labelimages",
                                                       "maskimages",
                                                       "stuffthingmaps"};
constexpr std::array<std::string_view, 6> kInstanceWords{
    "instances", "instance", "inst", "insts", "instancemaps", "instanceids"};

template<std::size_t Count>
bool contains(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<Role> roleOf(std::string_view word) {
    if (contains(kPhotoWords, word)) {
        return Role::Photos;
    }
    if (contains(kLabelWords, word)) {
        return Role::Labels;
    }
    return contains(kInstanceWords, word) ? std::optional(Role::Instances) : std::nullopt;
}

struct Meaning {
    Role role = Role::Phase;
    std::string phase; ///< empty: the name says nothing of it
};

/// "images", "train", "train_masks", "labels-val2017".
std::optional<Meaning> meaningOf(const std::string& name) {
    if (const auto role = roleOf(bareWord(name))) {
        return Meaning{*role, {}};
    }
    if (isPhaseName(name)) {
        return Meaning{Role::Phase, name};
    }
    for (std::size_t cut = name.find_first_of("_-. "); cut != std::string::npos;
         cut = name.find_first_of("_-. ", cut + 1)) {
        const std::string first = name.substr(0, cut);
        const std::string second = name.substr(cut + 1);
        if (const auto role = roleOf(bareWord(second)); role && isPhaseName(first)) {
            return Meaning{*role, first};
        }
        if (const auto role = roleOf(bareWord(first)); role && isPhaseName(second)) {
            return Meaning{*role, second};
        }
    }
    return std::nullopt;
}

/// The folders of one phase; more than one of a kind makes it unclear.
struct Slot {
    std::vector<fs::path> photos;
    std::vector<fs::path> labels;
    std::vector<fs::path> instances;

    std::vector<fs::path>& of(Role role) {
        return role == Role::Photos ? photos : role == Role::Labels ? labels : instances;
    }
    bool clear() const { return photos.size() == 1 && labels.size() == 1 && instances.size() <= 1; }
};

using Slots = std::map<std::string, Slot>;

bool holdsPictures(const fs::path& folder, Depth depth = Depth::Tree) {
    return holdsVisibleFile(folder, depth, hasImageExtension);
}

void addBelowPhase(const fs::path& folder, const std::string& phase, Slots& slots) {
    for (const std::string& name : visibleFolders(folder)) {
        const auto meaning = meaningOf(name);
        if (meaning && meaning->role != Role::Phase && holdsPictures(folder / name)) {
            slots[phase].of(meaning->role).push_back(folder / name);
        }
    }
}

Slots slotsOf(const fs::path& folder) {
    Slots slots;
    std::vector<std::string> plain; ///< phases whose own folder holds pictures: the photos
    for (const std::string& name : visibleFolders(folder)) {
        const auto meaning = meaningOf(name);
        if (!meaning || !holdsPictures(folder / name)) {
            continue;
        }
        if (meaning->role != Role::Phase) {
            slots[meaning->phase].of(meaning->role).push_back(folder / name);
        } else if (holdsPictures(folder / name, Depth::Folder)) {
            plain.push_back(name);
        } else {
            addBelowPhase(folder / name, name, slots);
        }
    }
    for (const std::string& phase : plain) {
        const auto slot = slots.find(phase);
        if (slot != slots.end() && slot->second.photos.empty()) {
            slot->second.photos.push_back(folder / phase);
        }
    }
    return slots;
}

} // namespace

std::vector<PhaseSource> tellingFolders(const fs::path& folder) {
    std::vector<PhaseSource> sources;
    for (const auto& [phase, slot] : slotsOf(folder)) {
        if (slot.labels.empty()) {
            continue; // photos without label maps, such as those of a test
        }
        if (!slot.clear()) {
            return {};
        }
        const fs::path instances = slot.instances.empty() ? fs::path() : slot.instances.front();
        std::vector<PhaseSource> found = phasesBelow(slot.photos.front(), slot.labels.front(),
                                                     instances, phase.empty() ? "train" : phase);
        std::move(found.begin(), found.end(), std::back_inserter(sources));
    }
    return sources;
}

bool pairMostly(const PhaseSource& source) {
    constexpr std::size_t sampled = 16;
    std::map<std::string, fs::path> photos;
    for (const fs::path& photo : source.photos.files()) {
        photos.emplace(sceneName(pairingStem(photo.lexically_relative(source.photos.folder))),
                       photo);
    }
    const std::vector<fs::path> labels = spreadSample(source.labels.files(), sampled);
    std::size_t paired = 0;
    for (const fs::path& file : labels) {
        const auto photo =
            photos.find(sceneName(pairingStem(file.lexically_relative(source.labels.folder))));
        if (photo == photos.end()) {
            continue;
        }
        try {
            const Size size = readImageHeader(file).uprightSize();
            paired += readImageHeader(photo->second).uprightSize() == size ? 1U : 0U;
        } catch (const Error&) {
            continue; // who reads it for good says why
        }
    }
    return paired * 2 > labels.size();
}

} // namespace underpaint::imaging
