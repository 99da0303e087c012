// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_detect.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/dataset_record.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme_photos.h"
#include "engine/imaging/picture_evidence.h"
#include "engine/imaging/telling_folders.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

using Sources = std::vector<PhaseSource>;

/// Pictures that are looked at in a folder.
constexpr std::size_t kFolderSample = 4;

/// The values of ADE20K and COCO-Stuff.
constexpr std::uint16_t kLargestAde = 150;
constexpr std::uint16_t kLargestCoco = 181;
constexpr std::uint16_t kCocoNothing = 255;

/// Phases with files of label maps, and of photos where they have a folder for these.
void keepFilled(Sources& sources) {
    std::erase_if(sources, [](const PhaseSource& source) {
        return !source.labels.holdsFiles() && !source.photos.holdsFiles();
    });
}

bool anyLabels(const Sources& sources) {
    return std::any_of(sources.begin(), sources.end(),
                       [](const PhaseSource& source) { return source.labels.holdsFiles(); });
}

bool allPaired(const Sources& sources) {
    return !sources.empty() &&
           std::all_of(sources.begin(), sources.end(), [](const PhaseSource& source) {
               return source.labels.holdsFiles() && source.photos.holdsFiles();
           });
}

std::vector<fs::path> sampleOf(const SourceFolder& folder) {
    return spreadSample(folder.files(), kFolderSample);
}

/// What the evidence is weighed with.
class Detection {
public:
    Detection(const fs::path& folder, const DatasetReading& reading)
        : m_folder(folder), m_subfolders(visibleFolders(folder)), m_classes(reading.classes) {
        if (!m_classes) {
            m_classes = labelSetIn(folder);
        }
    }

    std::optional<FoundLayout> recorded() const {
        const auto record = datasetRecordOf(m_folder);
        if (!record) {
            return std::nullopt;
        }
        FoundLayout found{record->layout, findSources(m_folder, record->layout, true),
                          record->labelsLeft, true};
        return found.sources.empty() ? std::nullopt : std::optional(std::move(found));
    }

    /// The most telling first.
    std::optional<FoundLayout> byEvidence() const {
        for (const auto look :
             {&Detection::ours, &Detection::cityscapes, &Detection::camVid, &Detection::twoTrees,
              &Detection::facadesBase, &Detection::phaseAB, &Detection::labelme,
              &Detection::telling, &Detection::sideBySide, &Detection::otherJson}) {
            if (auto found = (this->*look)()) {
                return found;
            }
        }
        return std::nullopt;
    }

    [[noreturn]] void refuse() const;

    const std::optional<scene::LabelSet>& classes() const { return m_classes; }

private:
    using Found = std::optional<FoundLayout>;

    Found filled(DatasetLayout layout) const {
        Sources sources = findSources(m_folder, layout);
        keepFilled(sources);
        return sources.empty() ? std::nullopt : Found({layout, std::move(sources)});
    }

    Found ours() const {
        Found found = filled(DatasetLayout::Ours);
        if (found && !anyLabels(found->sources)) {
            // Photos alone: only where nothing else can be meant.
            const bool others =
                std::any_of(found->sources.begin(), found->sources.end(),
                            [](const PhaseSource& source) { return !isPhaseName(source.phase); });
            return others ? std::nullopt : found;
        }
        return found;
    }

    Found cityscapes() const {
        if (!fs::is_directory(m_folder / "gtFine")) {
            return std::nullopt;
        }
        Found found = filled(DatasetLayout::Cityscapes);
        return found && anyLabels(found->sources) ? found : std::nullopt;
    }

    Found camVid() const {
        Found found = filled(DatasetLayout::CamVid);
        const bool full = fs::is_directory(m_folder / "LabeledApproved_full");
        return found && (full ? anyLabels(found->sources) : allPaired(found->sources))
                   ? found
                   : std::nullopt;
    }

    /// ADE20K and COCO-Stuff, which have folders of the same names.
    Found twoTrees() const {
        Sources sources = findSources(m_folder, DatasetLayout::CocoStuff);
        keepFilled(sources);
        std::erase_if(sources,
                      [](const PhaseSource& source) { return !source.labels.holdsFiles(); });
        const bool stuff =
            fs::is_directory(m_folder / "stuffthingmaps") ||
            std::any_of(sources.begin(), sources.end(), [](const auto& source) {
                return source.labels.folder.filename().string().starts_with("stuffthingmaps_");
            });
        if (sources.empty() || (!stuff && !fs::is_directory(m_folder / "annotations"))) {
            return std::nullopt;
        }
        if (const auto layout =
                stuff ? std::optional(DatasetLayout::CocoStuff) : treeLayout(sources)) {
            return FoundLayout{*layout, std::move(sources)};
        }
        return std::nullopt;
    }

    /// By the classes, the names of the phases and the values.
    std::optional<DatasetLayout> treeLayout(const Sources& sources) const {
        const bool adeNames =
            std::all_of(sources.begin(), sources.end(), [](const PhaseSource& source) {
                return source.phase == "training" || source.phase == "validation";
            });
        const bool cocoNames =
            std::all_of(sources.begin(), sources.end(), [](const PhaseSource& source) {
                return isPhaseName(source.phase) && source.phase.find("20") != std::string::npos;
            });
        if (m_classes && m_classes->name() == "ADE20K") {
            return DatasetLayout::Ade20k;
        }
        if (m_classes && m_classes->name() == "COCO-Stuff") {
            return DatasetLayout::CocoStuff;
        }
        const Values values = valuesOf(sources);
        const bool byNames = !values.numbers; // nothing that could speak against them
        const bool ade = byNames || values.adeFiles * 2 > values.files;
        const bool coco = byNames || values.cocoFiles * 2 > values.files;
        if (ade && adeNames && mayMean(0)) {
            return DatasetLayout::Ade20k;
        }
        const bool onlyCoco = !byNames && values.beyondAde;
        return coco && (cocoNames || onlyCoco) && mayMean(255)
                   ? std::optional(DatasetLayout::CocoStuff)
                   : std::nullopt;
    }

    struct Values {
        bool numbers = false;   ///< all are pictures of numbers
        bool beyondAde = false; ///< some number is none of ADE20K
        std::size_t files = 0;
        std::size_t adeFiles = 0;  ///< with values 0..150 only
        std::size_t cocoFiles = 0; ///< with values 0..181 and 255 only
    };

    static Values valuesOf(const Sources& sources) {
        Values values;
        values.numbers = true;
        for (const PhaseSource& source : sources) {
            for (const fs::path& file : sampleOf(source.labels)) {
                try {
                    const StoredImage picture = readStored(file);
                    ++values.files;
                    values.numbers = values.numbers && !picture.indices.empty();
                    const auto& all = picture.indices.values();
                    const bool ade = std::all_of(all.begin(), all.end(),
                                                 [](auto v) { return v <= kLargestAde; });
                    const bool coco = std::all_of(all.begin(), all.end(), [](auto v) {
                        return v <= kLargestCoco || v == kCocoNothing;
                    });
                    values.adeFiles += ade ? 1U : 0U;
                    values.cocoFiles += coco ? 1U : 0U;
                    values.beyondAde = values.beyondAde || !ade;
                } catch (const Error&) {
                    continue; // who reads it for good says why
                }
            }
        }
        values.numbers = values.numbers && values.files > 0;
        return values;
    }

    /// Whether a number can mean "no class" with our classes.
    bool mayMean(std::uint16_t nothing) const {
        return !m_classes || !m_classes->contains(nothing) ||
               unlabelledClass(*m_classes) == nothing;
    }

    Found facadesBase() const {
        const fs::path base = m_folder / "base";
        Found found = fs::is_directory(base) ? filled(DatasetLayout::Facades) : std::nullopt;
        return found && allPaired(found->sources) ? found : std::nullopt;
    }

    /// Conditions and photos: the other way round is another data set's.
    Found phaseAB() const {
        Found found = filled(DatasetLayout::PhaseAB);
        if (!found || !allPaired(found->sources)) {
            return std::nullopt;
        }
        const bool reversed = std::any_of(
            found->sources.begin(), found->sources.end(), [this](const PhaseSource& source) {
                return showsLabels(source.photos) && !showsLabels(source.labels);
            });
        return reversed ? std::nullopt : found;
    }

    /// Nearly all pictures of a sample do; those that cannot be read do not count.
    bool showsLabels(const SourceFolder& folder) const {
        std::size_t labels = 0;
        std::size_t photos = 0;
        for (const fs::path& file : sampleOf(folder)) {
            const auto shown = looksLikeLabelMap(file, m_classes);
            labels += shown == true ? 1U : 0U;
            photos += shown == false ? 1U : 0U;
        }
        return labels > 0 && photos * 3 <= labels;
    }

    Found labelme() const {
        Found found = anyJson();
        const bool any =
            found && std::any_of(found->sources.begin(), found->sources.end(), [](const auto& one) {
                return holdsVisibleFile(one.labels.folder, Depth::Tree, [](const fs::path& file) {
                    return passesFilter(file, FileFilter::Json) && isLabelmeFile(file);
                });
            });
        return any ? found : std::nullopt;
    }

    Found anyJson() const {
        Sources sources = findSources(m_folder, DatasetLayout::Labelme);
        return sources.empty() ? std::nullopt : Found({DatasetLayout::Labelme, std::move(sources)});
    }

    /// Annotations of another kind: reading them says of which.
    Found otherJson() const {
        const auto annotates = [](const fs::path& file) {
            return passesFilter(file, FileFilter::Json) &&
                   (holdsText(file, "\"annotations\"") || holdsText(file, "\"categories\"") ||
                    holdsText(file, "\"regions\""));
        };
        const bool pictures =
            std::any_of(begin(m_subfolders), end(m_subfolders), [this](const std::string& name) {
                return holdsVisibleFile(m_folder / name, Depth::Tree, hasImageExtension);
            });
        return !pictures || holdsVisibleFile(m_folder, Depth::Tree, annotates) ? anyJson()
                                                                               : std::nullopt;
    }

    Found telling() const {
        Sources sources = tellingFolders(m_folder);
        const bool shown =
            !sources.empty() &&
            std::all_of(sources.begin(), sources.end(), [this](const PhaseSource& source) {
                return showsLabels(source.labels) && pairMostly(source);
            });
        return shown ? Found({DatasetLayout::Folders, std::move(sources)}) : std::nullopt;
    }

    /// A picture is cut in half only where all speaks for it.
    Found sideBySide() const {
        FoundLayout found{DatasetLayout::SideBySide,
                          findSources(m_folder, DatasetLayout::SideBySide)};
        std::erase_if(found.sources, [this](const PhaseSource& source) {
            const std::string name = source.combined.folder.filename().string();
            return !isPhaseName(name) && source.combined.folder != m_folder;
        });
        if (found.sources.size() == 1 && found.sources[0].combined.folder == m_folder &&
            !isPhaseName(fs::absolute(m_folder).lexically_normal().filename().string())) {
            return std::nullopt;
        }
        std::optional<LabelHalf> half;
        for (const PhaseSource& source : found.sources) {
            const auto here = labelHalfOf(source.combined.files(), m_classes);
            if (!here || (half && *half != *here)) {
                return std::nullopt;
            }
            half = here;
        }
        found.labelsLeft = half == LabelHalf::Left;
        return half ? Found(std::move(found)) : std::nullopt;
    }

    const fs::path& m_folder;
    std::vector<std::string> m_subfolders;
    std::optional<scene::LabelSet> m_classes; ///< named, or those in the folder
};

struct Contents {
    std::string name;
    std::size_t pictures = 0;
    bool labels = false; ///< what the pictures look like
};

std::vector<Contents> contentsOf(const fs::path& folder,
                                 const std::optional<scene::LabelSet>& classes) {
    std::vector<Contents> all;
    for (const std::string& name : visibleFolders(folder)) {
        std::vector<fs::path> files = visibleFiles(folder / name, Depth::Tree);
        std::erase_if(files, [](const fs::path& file) { return !hasImageExtension(file); });
        if (files.empty()) {
            continue;
        }
        const auto sample = spreadSample(files, 2);
        const bool labels = std::all_of(sample.begin(), sample.end(), [&](const fs::path& file) {
            return looksLikeLabelMap(file, classes).value_or(false);
        });
        all.push_back({name, files.size(), labels});
    }
    return all;
}

std::string counted(std::size_t pictures) {
    return std::to_string(pictures) + (pictures == 1 ? " picture" : " pictures");
}

std::string whatIsThere(const std::vector<Contents>& folders) {
    constexpr std::size_t listed = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(listed, folders.size()); ++i) {
        text += (i == 0 ? ": there are " : ", ") + folders[i].name + " (" +
                counted(folders[i].pictures) + ")";
    }
    return text + (folders.size() > listed ? " and other folders" : "");
}

/// What to type, with the names of the folders where two are there that differ clearly.
std::string namedOptions(const std::vector<Contents>& folders) {
    std::string photos = "FOLDER";
    std::string labels = "FOLDER";
    if (folders.size() == 2 && folders[0].labels != folders[1].labels) {
        photos = folders[folders[0].labels ? 1 : 0].name;
        labels = folders[folders[0].labels ? 0 : 1].name;
    }
    return "--photos-in " + photos + " --labels-in " + labels;
}

/// Where names tell and the pictures do not go with them.
std::string whyNotTelling(const fs::path& folder) {
    const Sources sources = tellingFolders(folder);
    if (sources.empty()) {
        return {};
    }
    const auto shown = [&folder](const SourceFolder& source) {
        return source.folder.lexically_relative(folder).generic_string();
    };
    return ". The pictures in " + shown(sources[0].labels) +
           " do not look like label maps, or most have no photo of their name and size in " +
           shown(sources[0].photos);
}

void Detection::refuse() const {
    const std::vector<Contents> folders = contentsOf(m_folder, m_classes);
    const std::vector<fs::path> files = visibleFiles(m_folder, Depth::Folder);
    const auto pictures =
        static_cast<std::size_t>(std::count_if(files.begin(), files.end(), hasImageExtension));
    std::string remedy = "Say which of its folders hold what (" + namedOptions(folders) +
                         "), name the layout with --layout, or put photos and label maps into "
                         "train_img and train_label";
    if (folders.size() == 1 && pictures == 0) {
        const fs::path inner = m_folder / folders[0].name;
        if (Detection(inner, {}).byEvidence()) {
            remedy = "Name the folder " + inner.string() + ", or name the layout with --layout";
        }
    }
    throw Error("no data set of a known layout was found in this folder" + whatIsThere(folders) +
                    (pictures == 0     ? ""
                     : folders.empty() ? ": there are " + counted(pictures) + " without folders"
                                       : ", " + counted(pictures) + " beside them") +
                    whyNotTelling(m_folder),
                m_folder.string(), remedy);
}

/// What the layout says of a named one, and the half that the pictures show.
FoundLayout namedLayout(const fs::path& folder, const DatasetReading& reading) {
    const auto record = datasetRecordOf(folder);
    const bool own = record && record->layout == reading.layout;
    FoundLayout found{reading.layout, findSources(folder, reading.layout, own), false, own};
    if (own) {
        found.labelsLeft = record->labelsLeft;
        return found;
    }
    std::vector<fs::path> combined;
    for (const PhaseSource& source : found.sources) {
        const std::vector<fs::path> files = source.combined.files();
        combined.insert(combined.end(), files.begin(), files.end());
    }
    const Detection detection(folder, reading);
    if (!combined.empty() && detection.classes()) {
        found.labelsLeft = labelHalfOf(combined, detection.classes()) == LabelHalf::Left;
    }
    return found;
}

} // namespace

FoundLayout findLayout(const fs::path& folder, const DatasetReading& reading) {
    const bool named =
        !reading.photosIn.empty() || !reading.labelsIn.empty() || !reading.instancesIn.empty();
    if (named || reading.layout == DatasetLayout::Folders) {
        std::vector<PhaseSource> telling =
            named ? std::vector<PhaseSource>() : tellingFolders(folder);
        return {DatasetLayout::Folders,
                telling.empty() ? namedFolders(folder, reading) : std::move(telling)};
    }
    if (reading.layout != DatasetLayout::Auto) {
        return namedLayout(folder, reading);
    }
    const Detection detection(folder, reading);
    if (auto found = detection.recorded()) {
        return *found;
    }
    if (auto found = detection.byEvidence()) {
        return *found;
    }
    detection.refuse();
}

} // namespace underpaint::imaging
