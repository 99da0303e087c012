// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_survey.h"

#include "engine/base/error.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/parallel_items.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

/// The last `count` names of a path in one.
std::string lastNames(const fs::path& path, std::size_t count) {
    std::vector<std::string> names;
    for (const fs::path& part : path) {
        if (!part.empty() && part != "/") {
            names.push_back(part.string());
        }
    }
    std::string joined;
    for (std::size_t i = names.size() - std::min(count, names.size()); i < names.size(); ++i) {
        joined += (joined.empty() ? "" : "_") + names[i];
    }
    // Lines of tables that begin with # are remarks.
    return joined.empty() || joined.starts_with('#') ? "set" + joined : joined;
}

fs::path wholePath(const fs::path& folder) {
    std::error_code failure;
    fs::path whole = fs::weakly_canonical(folder, failure);
    return failure ? fs::absolute(folder).lexically_normal() : whole;
}

} // namespace

std::vector<std::string> setNames(const std::vector<fs::path>& folders) {
    std::vector<fs::path> paths;
    std::set<fs::path> known;
    for (const fs::path& folder : folders) {
        paths.push_back(wholePath(folder));
        if (!known.insert(paths.back()).second) {
            throw Error("is named twice", folder.string(), "Name every data set once");
        }
    }
    std::vector<std::string> names;
    constexpr std::size_t deepest = 64;
    for (std::size_t count = 1; count <= deepest; ++count) {
        names.clear();
        // Folders that differ in letter case alone are one on some systems.
        std::set<std::string> different;
        for (const fs::path& path : paths) {
            names.push_back(lastNames(path, count));
            different.insert(foldedName(names.back()));
        }
        if (different.size() == names.size()) {
            return names;
        }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] += "_" + std::to_string(i + 1);
    }
    return names;
}

long long SurveyedSet::allPixels() const {
    long long all = 0;
    for (const auto& [id, count] : pixels) {
        all += count;
    }
    return all;
}

long long SurveyedSet::pixelsOf(std::uint16_t id) const {
    const auto found = pixels.find(id);
    return found == pixels.end() ? 0 : found->second;
}

SurveyedSet surveySet(const MergeSource& source, const scene::LabelSet& target, int threads,
                      const CancelToken& cancel, const ProgressSink& progress) {
    SurveyedSet set;
    set.source = source;
    set.listing = listDataset(source.folder, source.reading);
    set.reader = itemReader(source.folder, set.listing, source.reading);
    if (!set.reader.classes) {
        throw Error("it is not known which classes this data set has", source.folder.string(),
                    "Say --labels " + source.name +
                        "=CLASSES (a known set or a labels.json), or put a labels.json into its "
                        "folder");
    }
    set.mapping = mapClasses(*set.reader.classes, target);
    std::mutex mutex;
    forEachItem(set.listing.items.size(), threads, cancel, progress, "counting",
                [&](std::size_t i) {
                    const DatasetItem& item = set.listing.items[i];
                    if (item.labels.empty()) {
                        return;
                    }
                    DatasetItem labelsOnly = item;
                    labelsOnly.instances.clear();
                    try {
                        const ImportedMaps maps = importItem(labelsOnly, set.reader);
                        const std::lock_guard lock(mutex);
                        for (const ClassCount& one : maps.report.classes) {
                            set.pixels[one.id] += one.pixels;
                        }
                    } catch (const Error&) {
                        return; // reading it again tells why
                    }
                });
    return set;
}

} // namespace underpaint::imaging
