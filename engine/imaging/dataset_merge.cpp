// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_merge.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/imaging/dataset_writer.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/mapped_instances.h"
#include "engine/imaging/parallel_items.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

constexpr const char* kTableName = "classes.csv";

/// One pair of one of the sets, under its name in the merged one.
struct MergeItem {
    const SurveyedSet* set = nullptr;
    DatasetItem from;
    DatasetItem to;
};

struct MergeOutcome {
    bool written = false;
    bool skipped = false;
    std::vector<DatasetFinding> findings;
};

bool isIllegal(const DatasetFinding& finding) {
    return finding.kind == FindingKind::IllegalValue;
}

/// How the pairs of a merge are written.
struct MergeRules {
    const scene::LabelSet& target;
    std::uint16_t unlabelled = 0;
    bool strict = false;
    bool instances = false;
};

/// Some set says which objects there are. Where none does, whoever packs finds them.
bool haveInstances(const std::vector<SurveyedSet>& sets) {
    return std::any_of(sets.begin(), sets.end(), [](const SurveyedSet& set) {
        const auto& items = set.listing.items;
        return set.listing.layout == DatasetLayout::Labelme ||
               std::any_of(items.begin(), items.end(),
                           [](const DatasetItem& item) { return !item.instances.empty(); });
    });
}

MergeOutcome mergeItem(const MergeItem& item, const MergeRules& rules,
                       const DatasetWriter& writer) {
    MergeOutcome outcome;
    if (item.from.labels.empty() || item.from.photo.empty()) {
        const bool photo = item.from.labels.empty();
        outcome.findings.push_back(
            {FindingKind::Unpaired, photo ? item.from.photo : item.from.labels,
             photo ? "there is no label map of this name" : "there is no photo of this name"});
        return outcome;
    }
    if (writer.complete(item.to)) {
        outcome.skipped = true;
        return outcome;
    }
    LoadedItem loaded = loadItem(item.from, item.set->reader);
    const bool refused =
        rules.strict && std::any_of(loaded.findings.begin(), loaded.findings.end(), isIllegal);
    if (!loaded.failed() && loaded.maps && loaded.photo && !refused) {
        // Instance maps with dust are read as damaged ones.
        constexpr long long noDust = 4;
        ImportedMaps& maps = *loaded.maps;
        const LabelPlane before = std::move(maps.labels);
        maps.labels = mappedLabels(before, item.set->mapping, rules.unlabelled);
        if (rules.instances) {
            maps.instances =
                mappedInstances(maps.instances.value_or(InstancePlane()), before,
                                *item.set->reader.classes, maps.labels, rules.target, noDust)
                    .ids;
        } else {
            maps.instances.reset();
        }
        writer.write(item.to, loaded);
        outcome.written = true;
    }
    outcome.findings = std::move(loaded.findings);
    return outcome;
}

void checkMergeFolders(const std::vector<SurveyedSet>& sets, const fs::path& to) {
    for (const SurveyedSet& set : sets) {
        std::error_code failure;
        if (fs::exists(to) && fs::equivalent(set.source.folder, to, failure)) {
            throw Error("data sets cannot be merged into the folder of one of them", to.string(),
                        "Name another output folder");
        }
    }
}

std::vector<MergeItem> itemsOf(const std::vector<SurveyedSet>& sets, const DatasetWriter& writer,
                               std::vector<DatasetFinding>& findings) {
    std::vector<MergeItem> items;
    for (const SurveyedSet& set : sets) {
        std::vector<DatasetItem> renamed;
        std::map<fs::path, const DatasetItem*> origins;
        for (const DatasetItem& item : set.listing.items) {
            renamed.push_back(item);
            renamed.back().phase = item.phase.empty() ? "train" : item.phase;
            renamed.back().stem = (fs::path(set.source.name) / item.stem).generic_string();
            origins.emplace(item.labels.empty() ? item.photo : item.labels, &item);
        }
        writer.takeOutClashes(renamed, findings);
        for (DatasetItem& item : renamed) {
            const fs::path& key = item.labels.empty() ? item.photo : item.labels;
            items.push_back({&set, *origins.at(key), std::move(item)});
        }
    }
    return items;
}

/// The table beside a merged set says how its label maps were made; one made otherwise is no part
/// of it.
void writeTable(const std::vector<SurveyedSet>& sets, const scene::LabelSet& target,
                const fs::path& to) {
    const fs::path file = to / kTableName;
    const std::vector<ClassTableRow> rows = classTableOf(sets, target);
    const auto meaning = [](const std::vector<ClassTableRow>& table) {
        std::set<std::pair<std::string, std::string>> lines;
        for (const ClassTableRow& row : table) {
            lines.emplace(row.set + "\n" + row.name, row.becomes);
        }
        return lines;
    };
    if (fs::exists(file) && meaning(readClassTable(file)) != meaning(rows)) {
        throw Error("the folder holds a merge with another table of classes or of other sets",
                    file.string(), "Choose an empty folder, or remove this one");
    }
    writeFileAtomically(file, std::string_view(classTableText(rows, target)));
}

std::uint16_t unlabelledOf(const std::vector<SurveyedSet>& sets, const scene::LabelSet& target) {
    if (const auto named = namedUnlabelled(target)) {
        return *named;
    }
    for (const SurveyedSet& set : sets) {
        for (const MappedClass& one : set.mapping.classes) {
            if (!one.to && set.pixelsOf(one.from.id) > 0) {
                throw Error("the target classes have none for pixels that belong to no class, and "
                            "the class " +
                                one.from.name + " of " + set.source.name + " becomes none",
                            target.name(),
                            "Add a class named unlabelled, or say in a table (--write-table) what "
                            "the class becomes");
            }
        }
    }
    return unlabelledClass(target); // no pixel gets it but those of illegal values
}

std::vector<MergedSet> tally(const std::vector<SurveyedSet>& sets,
                             const std::vector<MergeItem>& items,
                             const std::vector<MergeOutcome>& outcomes) {
    std::vector<MergedSet> merged;
    for (const SurveyedSet& set : sets) {
        MergedSet one;
        one.name = set.source.name;
        one.weight = set.source.weight;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].set == &set && (outcomes[i].written || outcomes[i].skipped)) {
                ++one.pairs[commonPhaseName(items[i].to.phase)];
            }
        }
        merged.push_back(std::move(one));
    }
    const auto drawn = [](const MergedSet& one) {
        const auto train = one.pairs.find("train");
        return train == one.pairs.end() ? 0.0 : one.weight * static_cast<double>(train->second);
    };
    double all = 0;
    for (const MergedSet& one : merged) {
        all += drawn(one);
    }
    for (MergedSet& one : merged) {
        one.shareOfDraws = all > 0 ? drawn(one) / all : 0;
    }
    return merged;
}

double percentOf(long long part, long long all) {
    return all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0;
}

} // namespace

std::vector<ClassTableRow> classTableOf(const std::vector<SurveyedSet>& sets,
                                        const scene::LabelSet& target) {
    std::vector<ClassTableRow> rows;
    for (const SurveyedSet& set : sets) {
        const auto first = static_cast<std::ptrdiff_t>(rows.size());
        for (const MappedClass& one : set.mapping.classes) {
            const long long pixels = set.pixelsOf(one.from.id);
            rows.push_back({.set = set.source.name,
                            .name = one.from.name,
                            .becomes = one.to ? target.at(*one.to).name : std::string(),
                            .pixels = pixels,
                            .percent = percentOf(pixels, set.allPixels()),
                            .match = one.match});
        }
        std::stable_sort(rows.begin() + first, rows.end(),
                         [](const auto& a, const auto& b) { return a.pixels > b.pixels; });
    }
    return rows;
}

void useClassTable(const std::vector<ClassTableRow>& rows, const std::string& where,
                   const scene::LabelSet& target, std::vector<SurveyedSet>& sets) {
    for (const ClassTableRow& row : rows) {
        const bool known = std::any_of(sets.begin(), sets.end(), [&](const SurveyedSet& set) {
            return set.source.name == row.set;
        });
        if (!known && (sets.size() > 1 || !row.set.empty())) {
            throw Error("line " + std::to_string(row.line) + " is about the set \"" + row.set +
                            "\", which is not merged",
                        where, "Take the line out, or name the data set");
        }
    }
    for (SurveyedSet& set : sets) {
        applyClassTable(rows, set.source.name, target, where, set.mapping);
    }
}

std::vector<LostClass> lostClasses(const std::vector<SurveyedSet>& sets) {
    std::vector<LostClass> lost;
    for (const SurveyedSet& set : sets) {
        for (const MappedClass& one : set.mapping.classes) {
            const long long pixels = set.pixelsOf(one.from.id);
            if (!one.to && one.match != ClassMatch::Nothing && pixels > 0) {
                lost.push_back(
                    {set.source.name, one.from.name, pixels, percentOf(pixels, set.allPixels())});
            }
        }
    }
    std::stable_sort(lost.begin(), lost.end(),
                     [](const LostClass& a, const LostClass& b) { return a.pixels > b.pixels; });
    return lost;
}

bool MergeReport::passed() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const DatasetFinding& finding) { return finding.isError(); });
}

std::string MergeReport::text() const {
    std::ostringstream out;
    for (const MergedSet& set : sets) {
        out << set.name << ":";
        for (const auto& [phase, count] : set.pairs) {
            out << " " << count << " " << phase << ",";
        }
        out << " weight " << set.weight;
        if (set.shareOfDraws > 0) {
            out << ", " << static_cast<int>(100 * set.shareOfDraws + 0.5) << " % of the draws";
        }
        out << "\n";
    }
    for (const DatasetFinding& finding : findings) {
        out << (finding.isError() ? "error: " : "note: ")
            << (finding.file.empty() ? "" : finding.file.string() + ": ") << finding.text << "\n";
    }
    out << written << " pairs written, " << skipped << " were there already";
    return out.str();
}

MergeReport mergeDatasets(const std::vector<SurveyedSet>& sets, const scene::LabelSet& target,
                          const fs::path& to, const MergeOptions& options,
                          const CancelToken& cancel, const ProgressSink& progress) {
    checkMergeFolders(sets, to);
    const std::uint16_t unlabelled = unlabelledOf(sets, target);
    const DatasetWriter writer(to, DatasetLayout::Ours, target, false);
    DrawWeights weights;
    MergeReport report;
    for (const SurveyedSet& set : sets) {
        weights[set.source.name] = set.source.weight;
        const std::vector<DatasetFinding> said = listingFindings(set.listing);
        report.findings.insert(report.findings.end(), said.begin(), said.end());
    }
    if (fs::exists(to / kTableName)) {
        writeTable(sets, target, to); // refuses before anything else changes
    }
    writer.begin(weights);
    writeTable(sets, target, to);
    const std::vector<MergeItem> items = itemsOf(sets, writer, report.findings);
    std::vector<MergeOutcome> outcomes(items.size());
    const MergeRules rules{target, unlabelled, options.strict, haveInstances(sets)};
    forEachItem(items.size(), options.threads, cancel, progress, "merging",
                [&](std::size_t i) { outcomes[i] = mergeItem(items[i], rules, writer); });
    report.sets = tally(sets, items, outcomes);
    for (MergeOutcome& outcome : outcomes) {
        report.written += outcome.written ? 1 : 0;
        report.skipped += outcome.skipped ? 1 : 0;
        std::move(outcome.findings.begin(), outcome.findings.end(),
                  std::back_inserter(report.findings));
    }
    return report;
}

} // namespace underpaint::imaging
