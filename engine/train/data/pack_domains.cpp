// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/pack_domains.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/instance_masks.h"
#include "engine/train/data/packed_dataset.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

namespace underpaint::train {

namespace {

namespace fs = std::filesystem;

constexpr long long leastPixels = 64; // of a class that a photo shows
constexpr std::uint8_t member = 128;

PackedWriter writerOf(const fs::path& file, const DomainOptions& options) {
    return {file,
            {{0, "background", {0, 0, 0}, false},
             {static_cast<int>(Domain::A), options.a, {230, 120, 60}, true},
             {static_cast<int>(Domain::B), options.b, {60, 120, 230}, true}},
            options.source};
}

/// A photo with the instances of its domain.
struct DomainPhoto {
    std::string stem;
    Image photo;
    InstancePlane instances; ///< 0 = none
};

void add(PackedWriter& writer, const DomainPhoto& one, Domain domain, DomainReport& report) {
    LabelPlane labels(one.photo.width(), one.photo.height());
    std::ranges::transform(
        one.instances.values(), labels.values().begin(), [&](std::uint32_t number) {
            return static_cast<std::uint16_t>(number == 0 ? 0 : static_cast<int>(domain));
        });
    writer.add(one.stem, one.photo, labels, one.instances, 1, domain);
    ++(domain == Domain::A ? report.photosA : report.photosB);
}

/// Masks may overlap: smaller instances lie before larger ones.
InstancePlane joined(const std::vector<Image>& masks, Size size) {
    std::vector<std::size_t> order(masks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto area = [&](std::size_t i) {
        return std::ranges::count_if(masks[i].values(),
                                     [](std::uint8_t level) { return level >= member; });
    };
    std::ranges::stable_sort(order, std::ranges::greater{}, area);
    InstancePlane instances(size.width, size.height);
    for (const std::size_t i : order) {
        for (std::size_t p = 0; p < instances.values().size(); ++p) {
            if (masks[i].values()[p] >= member) {
                instances.values()[p] = static_cast<std::uint32_t>(i + 1);
            }
        }
    }
    return instances;
}

class FolderDomain {
public:
    FolderDomain(const fs::path& folder, const std::string& phase, const std::string& letter)
        : m_photos(folder / (phase + letter)) {
        const fs::path masks = folder / (phase + letter + "_seg");
        if (fs::is_directory(masks)) {
            m_masks = imaging::maskFilesByStem(masks);
        }
        for (const fs::path& file : imaging::visibleFiles(m_photos, imaging::Depth::Folder)) {
            if (imaging::hasImageExtension(file)) {
                m_files.push_back(file);
            }
        }
        if (m_files.empty()) {
            throw Error("holds no photo", m_photos.string(), "Put the photos of the domain there");
        }
    }

    const std::vector<fs::path>& files() const { return m_files; }

    DomainPhoto read(const fs::path& file, DomainReport& report) const {
        DomainPhoto one{.stem = file.stem().string(),
                        .photo = inColour(imaging::readPhoto(file)),
                        .instances = {}};
        std::vector<Image> masks;
        if (const auto found = m_masks.find(one.stem); found != m_masks.end()) {
            for (const fs::path& path : found->second) {
                masks.push_back(imaging::readMask(path));
                if (masks.back().size() != one.photo.size()) {
                    throw Error("has another size than the photo " + file.string(), path.string(),
                                "Bring them to one size");
                }
            }
        } else if (!m_masks.empty()) {
            report.notes.push_back(file.string() + ": has no mask");
        }
        one.instances = joined(masks, one.photo.size());
        return one;
    }

private:
    fs::path m_photos;
    std::map<std::string, std::vector<fs::path>> m_masks;
    std::vector<fs::path> m_files;
};

DomainReport packFolders(const fs::path& folder, const fs::path& file, const DomainOptions& options,
                         const CancelToken& cancel, const ProgressSink& progress) {
    const std::string phase =
        options.reading.phase.empty() ? std::string("train") : options.reading.phase;
    const std::map<Domain, FolderDomain> domains{{Domain::A, FolderDomain(folder, phase, "A")},
                                                 {Domain::B, FolderDomain(folder, phase, "B")}};
    const auto total = static_cast<double>(domains.at(Domain::A).files().size() +
                                           domains.at(Domain::B).files().size());
    DomainReport report;
    PackedWriter writer = writerOf(file, options);
    for (const auto& [domain, source] : domains) {
        for (const fs::path& photo : source.files()) {
            cancel.check();
            add(writer, source.read(photo, report), domain, report);
            if (progress) {
                progress(static_cast<double>(report.photosA + report.photosB) / total,
                         photo.filename().string());
            }
        }
    }
    writer.finish();
    return report;
}

std::uint16_t classNamed(const scene::LabelSet& classes, const std::string& name) {
    for (const scene::LabelClass& one : classes.classes()) {
        if (one.name == name) {
            return static_cast<std::uint16_t>(one.id);
        }
    }
    std::string known;
    for (const scene::LabelClass& one : classes.classes()) {
        known += (known.empty() ? "" : ", ") + one.name;
    }
    throw Error("is no class of the data set", name, "Its classes are " + known);
}

/// The parts of a class, by the set's own instances where it has some.
InstancePlane instancesOf(const imaging::ImportedMaps& maps, std::uint16_t wanted) {
    InstancePlane numbers =
        maps.instances
            ? *maps.instances
            : imaging::deriveInstances(maps.labels,
                                       [&](std::uint16_t label) { return label == wanted; },
                                       {.numbering = imaging::InstanceNumbering::Consecutive})
                  .ids;
    for (std::size_t i = 0; i < numbers.values().size(); ++i) {
        std::uint32_t& number = numbers.values()[i];
        number = maps.labels.values()[i] == wanted ? number + 1 : 0; // 0 may be an instance there
    }
    return numbers;
}

DomainReport packLabelled(const fs::path& folder, const fs::path& file,
                          const DomainOptions& options, const CancelToken& cancel,
                          const ProgressSink& progress) {
    const auto listing = imaging::listDataset(folder, options.reading);
    const imaging::ItemReader reader = imaging::itemReader(folder, listing, options.reading);
    if (!reader.classes) {
        throw Error("does not say which classes it has", folder.string(),
                    "Name them with --labels (a known set or a labels.json)");
    }
    const std::uint16_t a = classNamed(*reader.classes, options.a);
    const std::uint16_t b = classNamed(*reader.classes, options.b);
    if (a == b) {
        throw Error("both domains are one class", options.a, "Choose two");
    }
    DomainReport report;
    PackedWriter writer = writerOf(file, options);
    std::size_t done = 0;
    for (const imaging::DatasetItem& source : listing.items) {
        cancel.check();
        imaging::LoadedItem item = imaging::loadItem(source, reader);
        for (const imaging::DatasetFinding& finding : item.findings) {
            report.notes.push_back(finding.file.string() + ": " + finding.text);
        }
        if (progress) {
            progress(static_cast<double>(++done) / static_cast<double>(listing.items.size()),
                     source.stem);
        }
        if (!item.photo || !item.maps) {
            continue;
        }
        const auto shows = [&](std::uint16_t wanted) {
            return std::ranges::count(item.maps->labels.values(), wanted) >= leastPixels;
        };
        const bool showsA = shows(a);
        if (const bool showsB = shows(b); showsA == showsB) {
            ++(showsA ? report.both : report.neither);
            continue;
        }
        add(writer,
            {.stem = source.stem,
             .photo = inColour(std::move(*item.photo)),
             .instances = instancesOf(*item.maps, showsA ? a : b)},
            showsA ? Domain::A : Domain::B, report);
    }
    if (report.photosA == 0 || report.photosB == 0) {
        throw Error("has no photo of " + (report.photosA == 0 ? options.a : options.b) + " alone",
                    folder.string(), "Choose other classes, or another part of it (--phase)");
    }
    writer.finish();
    return report;
}

bool hasDomainFolders(const fs::path& folder, const DomainOptions& options) {
    const std::string phase =
        options.reading.phase.empty() ? std::string("train") : options.reading.phase;
    return fs::is_directory(folder / (phase + "A")) && fs::is_directory(folder / (phase + "B"));
}

} // namespace

DomainReport packDomains(const fs::path& folder, const fs::path& file, const DomainOptions& options,
                         const CancelToken& cancel, const ProgressSink& progress) {
    return hasDomainFolders(folder, options)
               ? packFolders(folder, file, options, cancel, progress)
               : packLabelled(folder, file, options, cancel, progress);
}

} // namespace underpaint::train
