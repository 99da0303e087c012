// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_convert.h"

#include "engine/base/error.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/dataset_record.h"
#include "engine/imaging/dataset_writer.h"
#include "engine/imaging/parallel_items.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

enum class Outcome { Written, Skipped, Failed };

struct ItemOutcome {
    Outcome outcome = Outcome::Failed;
    std::vector<DatasetFinding> findings;
};

ItemOutcome convertItem(const DatasetItem& item, const ItemReader& reader,
                        const DatasetWriter& writer, bool strict) {
    ItemOutcome result;
    if (item.labels.empty()) {
        result.findings.push_back(
            {FindingKind::Unpaired, item.photo, "there is no label map of this name"});
        return result;
    }
    if (writer.needsPhotos() && item.photo.empty()) {
        result.findings.push_back({FindingKind::Unpaired, item.labels,
                                   "there is no photo of this name, and the new layout has both "
                                   "in one picture"});
        return result;
    }
    if (writer.complete(item)) {
        result.outcome = Outcome::Skipped;
        return result;
    }
    LoadedItem loaded = loadItem(item, reader);
    const auto illegal = [](const DatasetFinding& finding) {
        return finding.kind == FindingKind::IllegalValue;
    };
    const bool refused =
        strict && std::any_of(loaded.findings.begin(), loaded.findings.end(), illegal);
    const bool usable = !loaded.failed() && loaded.maps.has_value() && !refused;
    if (usable) {
        writer.write(item, loaded);
        result.outcome = Outcome::Written;
    }
    result.findings = std::move(loaded.findings);
    return result;
}

void checkFolders(const fs::path& from, const fs::path& to) {
    std::error_code failure;
    if (fs::exists(to) && fs::equivalent(from, to, failure)) {
        throw Error("a data set cannot be converted into its own folder", to.string(),
                    "Name another output folder");
    }
}

} // namespace

bool ConvertReport::passed() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const DatasetFinding& finding) { return finding.isError(); });
}

std::string ConvertReport::text() const {
    std::ostringstream out;
    out << written << " items written, " << skipped << " were there already\n";
    for (const DatasetFinding& finding : findings) {
        out << (finding.isError() ? "error: " : "note: ");
        if (!finding.file.empty()) {
            out << finding.file.string() << ": ";
        }
        out << finding.text << "\n";
    }
    return out.str();
}

ConvertReport convertDataset(const fs::path& from, const fs::path& to,
                             const DatasetConvertOptions& options, const CancelToken& cancel,
                             const ProgressSink& progress) {
    DatasetListing listing = listDataset(from, options);
    checkFolders(from, to);
    ItemReader reader = itemReader(from, listing, options);
    reader.deriveInstances = options.deriveInstances;
    if (!reader.classes) {
        throw Error("it is not known which classes this data set has", from.string(),
                    "Name its label set or put a labels.json into its folder");
    }
    const DatasetWriter writer(to, options.to, *reader.classes, options.labelsLeft);
    const auto record = datasetRecordOf(from);
    writer.begin(record ? record->weights : DrawWeights());
    ConvertReport report;
    report.findings = listingFindings(listing);
    writer.takeOutClashes(listing.items, report.findings);

    std::vector<ItemOutcome> outcomes(listing.items.size());
    forEachItem(listing.items.size(), options.threads, cancel, progress, "converting",
                [&](std::size_t i) {
                    outcomes[i] = convertItem(listing.items[i], reader, writer, options.strict);
                });

    for (const std::string& loss : writer.losses()) {
        report.findings.push_back({FindingKind::Notice, {}, loss});
    }
    for (ItemOutcome& outcome : outcomes) {
        report.written += outcome.outcome == Outcome::Written ? 1 : 0;
        report.skipped += outcome.outcome == Outcome::Skipped ? 1 : 0;
        std::move(outcome.findings.begin(), outcome.findings.end(),
                  std::back_inserter(report.findings));
    }
    return report;
}

} // namespace underpaint::imaging
