// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_check.h"

#include "engine/imaging/dataset_items.h"
#include "engine/imaging/parallel_items.h"

#include <algorithm>
#include <iomanip>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace underpaint::imaging {

namespace {

std::string kindText(FindingKind kind) {
    switch (kind) {
    case FindingKind::Unpaired:
        return "unpaired";
    case FindingKind::SizeMismatch:
        return "size";
    case FindingKind::Unreadable:
        return "unreadable";
    case FindingKind::IllegalValue:
        return "illegal value";
    case FindingKind::Repaired:
        return "repaired";
    case FindingKind::Notice:
        return "notice";
    }
    return "notice";
}

/// What is kept of an item after its pixels are gone.
struct ItemSummary {
    bool photo = false;
    bool labels = false;
    bool instances = false;
    std::vector<ClassCount> classes;
    std::vector<DatasetFinding> findings;
};

ItemSummary summarise(const DatasetItem& item, const ItemReader& reader) {
    LoadedItem loaded = loadItem(item, reader);
    ItemSummary summary;
    summary.photo = loaded.photo.has_value();
    summary.findings = std::move(loaded.findings);
    if (loaded.maps) {
        summary.labels = true;
        summary.instances = loaded.maps->instances.has_value();
        summary.classes = std::move(loaded.maps->report.classes);
    }
    return summary;
}

std::vector<ClassCount> totals(const std::vector<ItemSummary>& summaries,
                               const std::optional<scene::LabelSet>& classes) {
    std::map<std::uint16_t, ClassCount> counts;
    if (classes) {
        for (const scene::LabelClass& entry : classes->classes()) {
            counts[entry.id] = {entry.id, entry.name, 0};
        }
    }
    for (const ItemSummary& summary : summaries) {
        for (const ClassCount& entry : summary.classes) {
            const auto [slot, fresh] = counts.try_emplace(entry.id, entry);
            if (!fresh) {
                slot->second.pixels += entry.pixels;
            }
        }
    }
    std::vector<ClassCount> result;
    for (auto& [id, entry] : counts) {
        result.push_back(std::move(entry));
    }
    return result;
}

} // namespace

bool DatasetFinding::isError() const {
    return kind != FindingKind::Repaired && kind != FindingKind::Notice;
}

std::vector<DatasetFinding> listingFindings(const DatasetListing& listing) {
    std::vector<DatasetFinding> findings;
    for (const PairingProblem& problem : listing.problems) {
        findings.push_back({FindingKind::Unpaired, problem.file, problem.problem});
    }
    for (const PairingProblem& notice : listing.notices) {
        findings.push_back({FindingKind::Notice, notice.file, notice.problem});
    }
    return findings;
}

std::size_t DatasetReport::errorCount() const {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [](const DatasetFinding& finding) { return finding.isError(); }));
}

bool DatasetReport::passed() const {
    return errorCount() == 0;
}

std::string DatasetReport::text() const {
    std::ostringstream out;
    out << "layout " << datasetLayoutName(layout) << ": " << items << " items, " << photos
        << " photos, " << labelMaps << " label maps, " << instanceMaps << " instance maps\n";
    long long area = 0;
    for (const ClassCount& entry : classes) {
        area += entry.pixels;
    }
    out << std::fixed << std::setprecision(3);
    for (const ClassCount& entry : classes) {
        out << "  class " << entry.id << " (" << entry.name << "): "
            << 100.0 * static_cast<double>(entry.pixels) / static_cast<double>(std::max(1LL, area))
            << " % of all pixels\n";
    }
    for (const DatasetFinding& finding : findings) {
        out << kindText(finding.kind) << ": " << finding.file.string() << ": " << finding.text
            << "\n";
    }
    out << (passed() ? "no errors" : std::to_string(errorCount()) + " errors") << "\n";
    return out.str();
}

DatasetReport checkDataset(const std::filesystem::path& folder, const DatasetCheckOptions& options,
                           const CancelToken& cancel, const ProgressSink& progress) {
    const DatasetListing listing = listDataset(folder, options);
    const ItemReader reader = itemReader(folder, listing, options);

    std::vector<ItemSummary> summaries(listing.items.size());
    forEachItem(listing.items.size(), options.threads, cancel, progress, "checking",
                [&](std::size_t i) { summaries[i] = summarise(listing.items[i], reader); });

    DatasetReport report;
    report.layout = listing.layout;
    report.items = static_cast<long long>(listing.items.size());
    report.findings = listingFindings(listing);
    for (ItemSummary& summary : summaries) {
        report.photos += summary.photo ? 1 : 0;
        report.labelMaps += summary.labels ? 1 : 0;
        report.instanceMaps += summary.instances ? 1 : 0;
        std::move(summary.findings.begin(), summary.findings.end(),
                  std::back_inserter(report.findings));
    }
    report.classes = totals(summaries, reader.classes);
    return report;
}

} // namespace underpaint::imaging
