// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/foreign_label_set.h"

#include "engine/base/error.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/label_set_hints.h"
#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

class Trial {
public:
    Trial(const scene::LabelSet& own, const ImportOptions& options, const LabelReader& read)
        : m_own(own), m_options(options), m_read(read) {
        m_options.strict = false;
    }

    /// Every value is a class of the set; what it read is kept.
    bool fits(const scene::LabelSet& set) {
        m_maps.reset();
        try {
            m_maps = m_read(set, m_options);
            return m_maps->report.unknownPixels == 0 && m_maps->report.snappedPixels == 0;
        } catch (const Error&) {
            return false;
        }
    }

    /// All but a few pixels had classes of the last set: they are damage, it is no other set.
    bool isDamaged() const {
        constexpr long long few = 20; // one pixel in so many
        return m_maps && few * m_maps->report.unknownPixels <= m_maps->report.size.area();
    }

    /// And the scene's own set has partners for most of what it shows.
    bool serves(const scene::LabelSet& set) {
        if (!fits(set)) {
            return false;
        }
        const ClassMapping mapping = mapClasses(set, m_own);
        long long known = 0;
        long long all = 0;
        for (const ClassCount& one : m_maps->report.classes) {
            const MappedClass* mapped = mapping.find(one.id);
            const bool meant = mapped != nullptr && mapped->match != ClassMatch::Nothing;
            all += meant ? one.pixels : 0;
            known += meant && mapped->to ? one.pixels : 0;
        }
        return known > 0 && 2 * known >= all;
    }

    /// What the last successful reading gave.
    ImportedMaps takeMaps() { return std::move(*m_maps); }

private:
    const scene::LabelSet& m_own;
    ImportOptions m_options;
    const LabelReader& m_read;
    std::optional<ImportedMaps> m_maps; ///< absent: refused
};

/// The classes are those of the scene, whatever they are called as a whole.
bool sameClasses(const scene::LabelSet& a, const scene::LabelSet& b) {
    return mapClasses(a, b).unchanged(b);
}

/// What the label set file at the map says; nothing without one.
std::optional<scene::LabelSet> setBeside(const fs::path& labels) {
    try {
        const auto file = labelSetFileBeside(labels);
        return file ? std::optional(readLabelSetFile(*file)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt; // some other file of that name
    }
}

/// The sets that are tried on a file which does not fit the scene's: what lies around it tells
/// first, then all known ones, the smallest first.
std::vector<scene::LabelSet> candidatesFor(const fs::path& labels) {
    std::vector<scene::LabelSet> candidates;
    for (const fs::path& folder : {labels.parent_path(), labels.parent_path().parent_path()}) {
        std::ranges::move(labelSetsNamedIn(folder), std::back_inserter(candidates));
    }
    if (auto beside = setBeside(labels)) {
        candidates.push_back(std::move(*beside));
    }
    const auto first = static_cast<std::ptrdiff_t>(candidates.size());
    for (const std::string& name : scene::builtinLabelSetNames()) {
        candidates.push_back(scene::builtinLabels(name));
    }
    std::stable_sort(candidates.begin() + first, candidates.end(),
                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
    return candidates;
}

} // namespace

MapsInTheirClasses readInTheirClasses(const fs::path& labels, const scene::LabelSet& own,
                                      const ImportOptions& options, const LabelReader& read) {
    if (options.format != LabelFormat::Auto && options.format != LabelFormat::Index) {
        return {std::nullopt, read(own, options)};
    }
    Trial trial(own, options, read);
    std::vector<scene::LabelSet> named = labelSetsNamedIn(labels);
    if (auto beside = setBeside(labels); beside && isNamed(*beside) && isNamed(own)) {
        if (!mostlyTheSame(*beside, own) && !sameClasses(*beside, own) && trial.fits(*beside)) {
            return {std::move(beside), trial.takeMaps()};
        }
        if (mostlyTheSame(*beside, own)) {
            named.clear(); // it says more than a name
        }
    }
    for (scene::LabelSet& set : named) {
        if (!sameClasses(set, own) && trial.serves(set)) {
            return {std::move(set), trial.takeMaps()};
        }
    }
    if (trial.fits(own)) {
        return {std::nullopt, trial.takeMaps()};
    }
    if (!trial.isDamaged()) {
        for (scene::LabelSet& set : candidatesFor(labels)) {
            if (!sameClasses(set, own) && trial.serves(set)) {
                return {std::move(set), trial.takeMaps()};
            }
        }
    }
    return {std::nullopt, read(own, options)}; // or the error that says why not
}

} // namespace underpaint::imaging
