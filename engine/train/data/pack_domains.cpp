// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/pack_domains.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/instance_masks.h"
#include "engine/imaging/resize.h"
#include "engine/project/file/project_file.h"
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

/// Takes the photos that show the class of one domain and not that of the other.
class Chooser {
public:
    Chooser(const fs::path& file, const DomainOptions& options)
        : m_options(options), m_writer(writerOf(file, options)) {}

    DomainReport& report() { return m_report; }

    /// `a` and `b`: the classes in these maps; -1 where there is none.
    void take(const std::string& stem, Image photo, const imaging::ImportedMaps& maps, int a,
              int b) {
        const auto shows = [&](int wanted) {
            return wanted >= 0 &&
                   std::ranges::count(maps.labels.values(), static_cast<std::uint16_t>(wanted)) >=
                       leastPixels;
        };
        const bool showsA = shows(a);
        if (showsA == shows(b)) {
            ++(showsA ? m_report.both : m_report.neither);
            return;
        }
        add(m_writer,
            {.stem = stem,
             .photo = inColour(std::move(photo)),
             .instances = instancesOf(maps, static_cast<std::uint16_t>(showsA ? a : b))},
            showsA ? Domain::A : Domain::B, m_report);
    }

    /// Throws Error when a domain is empty.
    DomainReport finish(const fs::path& folder) {
        if (m_report.photosA == 0 || m_report.photosB == 0) {
            throw Error("has no photo of " + (m_report.photosA == 0 ? m_options.a : m_options.b) +
                            " alone",
                        folder.string(), "Choose other classes, or another part of it (--phase)");
        }
        m_writer.finish();
        return std::move(m_report);
    }

private:
    const DomainOptions& m_options;
    PackedWriter m_writer;
    DomainReport m_report;
};

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
    Chooser chooser(file, options);
    std::size_t done = 0;
    for (const imaging::DatasetItem& source : listing.items) {
        cancel.check();
        imaging::LoadedItem item = imaging::loadItem(source, reader);
        for (const imaging::DatasetFinding& finding : item.findings) {
            chooser.report().notes.push_back(finding.file.string() + ": " + finding.text);
        }
        if (progress) {
            progress(static_cast<double>(++done) / static_cast<double>(listing.items.size()),
                     source.stem);
        }
        if (item.photo && item.maps) {
            chooser.take(source.stem, std::move(*item.photo), *item.maps, a, b);
        }
    }
    return chooser.finish(folder);
}

/// The project files of a folder, in the order of their names.
std::vector<fs::path> projectsIn(const fs::path& folder) {
    std::vector<fs::path> projects;
    for (const fs::path& file : imaging::visibleFiles(folder, imaging::Depth::Folder)) {
        if (file.extension() == ".underpaint") {
            projects.push_back(file);
        }
    }
    return projects;
}

/// The maps of a scene in the size of its photo.
imaging::ImportedMaps mapsOnPhoto(const scene::SceneState& scene) {
    imaging::ImportedMaps maps;
    maps.labels = scene.labels.toPlane();
    maps.instances = scene.instances.toPlane();
    const Size photo = scene.referencePhoto->size();
    if (maps.labels.size() != photo) {
        maps.labels = imaging::resizeNearest(maps.labels, photo);
        maps.instances = imaging::resizeNearest(*maps.instances, photo);
    }
    return maps;
}

/// -1 where the scene has no such class.
int classOf(const scene::LabelSet& classes, const std::string& name) {
    const auto found = std::ranges::find(classes.classes(), name, &scene::LabelClass::name);
    return found == classes.classes().end() ? -1 : found->id;
}

DomainReport packProjects(const std::vector<fs::path>& projects, const fs::path& folder,
                          const fs::path& file, const DomainOptions& options,
                          const CancelToken& cancel, const ProgressSink& progress) {
    if (options.a == options.b) {
        throw Error("both domains are one class", options.a, "Choose two");
    }
    Chooser chooser(file, options);
    double done = 0;
    for (const fs::path& path : projects) {
        cancel.check();
        const scene::Sequence frames = project::sequenceOf(project::readProject(path).project);
        for (std::size_t i = 0; i < frames.frames(); ++i) {
            const scene::SceneState& scene = frames.frame(i);
            const std::string stem = frames.frames() == 1
                                         ? path.stem().string()
                                         : path.stem().string() + "@" + std::to_string(i + 1);
            if (!scene.referencePhoto) {
                chooser.report().notes.push_back(stem + ": has no photo layer");
                continue;
            }
            chooser.take(stem, *scene.referencePhoto, mapsOnPhoto(scene),
                         classOf(scene.labelSet, options.a), classOf(scene.labelSet, options.b));
        }
        if (progress) {
            progress(++done / static_cast<double>(projects.size()), path.filename().string());
        }
    }
    return chooser.finish(folder);
}

bool hasDomainFolders(const fs::path& folder, const DomainOptions& options) {
    const std::string phase =
        options.reading.phase.empty() ? std::string("train") : options.reading.phase;
    return fs::is_directory(folder / (phase + "A")) && fs::is_directory(folder / (phase + "B"));
}

} // namespace

DomainReport packDomains(const fs::path& folder, const fs::path& file, const DomainOptions& options,
                         const CancelToken& cancel, const ProgressSink& progress) {
    if (hasDomainFolders(folder, options)) {
        return packFolders(folder, file, options, cancel, progress);
    }
    const std::vector<fs::path> projects = projectsIn(folder);
    return projects.empty() ? packLabelled(folder, file, options, cancel, progress)
                            : packProjects(projects, folder, file, options, cancel, progress);
}

} // namespace underpaint::train
