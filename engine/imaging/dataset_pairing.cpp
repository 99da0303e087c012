// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_pairing.h"

#include "engine/imaging/folder_walk.h"
#include "engine/imaging/labelme_photos.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

using FileByStem = std::map<std::string, fs::path>;

bool isForeignPicture(const fs::path& file) {
    constexpr std::array<std::string_view, 8> known{".webp", ".gif", ".heic", ".avif",
                                                    ".jp2",  ".psd", ".exr",  ".tga"};
    const std::string extension = foldedName(file.extension().string());
    return std::find(known.begin(), known.end(), extension) != known.end();
}

/// Collects the files of one kind and notes those that cannot be used.
class Collector {
public:
    explicit Collector(std::vector<PairingProblem>& problems) : m_problems(problems) {}

    FileByStem collect(const SourceFolder& source) {
        std::map<std::string, std::vector<fs::path>> all;
        for (const fs::path& file : source.files()) {
            all[pairingStem(file.lexically_relative(source.folder))].push_back(file);
        }
        noteForeign(source);
        FileByStem files;
        for (auto& [stem, candidates] : all) {
            if (candidates.size() == 1) {
                files.emplace(stem, std::move(candidates.front()));
            } else {
                noteAmbiguous(stem, candidates);
            }
        }
        return files;
    }

    /// Several files stood for this item, which has been said.
    bool isAmbiguous(const std::string& stem) const { return m_ambiguous.contains(stem); }

private:
    void noteForeign(const SourceFolder& source) {
        if (!source.present()) {
            return;
        }
        const Depth depth = source.recursive ? Depth::Tree : Depth::Folder;
        for (const fs::path& file : visibleFiles(source.folder, depth)) {
            if (isForeignPicture(file) && m_foreign.insert(file).second) {
                m_problems.push_back(
                    {file, "this picture format cannot be read; convert it to PNG"});
            }
        }
    }

    void noteAmbiguous(const std::string& stem, const std::vector<fs::path>& candidates) {
        m_ambiguous.insert(stem);
        for (const fs::path& path : candidates) {
            const fs::path& other = path == candidates[0] ? candidates[1] : candidates[0];
            m_problems.push_back(
                {path, "its name stands for the same item as " + other.filename().string()});
        }
    }

    std::vector<PairingProblem>& m_problems;
    std::set<fs::path> m_foreign;
    std::set<std::string> m_ambiguous;
};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes the file of this stem out of the map; empty when there is none.
fs::path take(FileByStem& files, const std::string& stem) {
    const auto found = files.find(stem);
    if (found == files.end()) {
        return {};
    }
    fs::path path = std::move(found->second);
    files.erase(found);
    return path;
}

/// sceneStem() or sceneName().
using SceneOf = std::string (*)(std::string_view stem);

/// Stems by the name of their scene, where only one has it.
std::map<std::string, std::string> stemsByScene(const std::vector<std::string>& stems,
                                                SceneOf sceneOf) {
    std::map<std::string, std::string> byScene;
    std::set<std::string> repeated;
    for (const std::string& stem : stems) {
        const std::string scene = sceneOf(stem);
        if (!byScene.emplace(scene, stem).second) {
            repeated.insert(scene);
        }
    }
    for (const std::string& scene : repeated) {
        byScene.erase(scene);
    }
    return byScene;
}

/// Items of one phase while their files are found.
class Pairing {
public:
    Pairing(const PhaseSource& source, DatasetListing& listing)
        : m_listing(listing),
          m_collector(listing.problems),
          m_photos(m_collector.collect(source.photos)),
          m_labels(m_collector.collect(source.labels)),
          m_instances(m_collector.collect(source.instances)),
          m_phase(source.phase),
          m_hasPhotos(!m_photos.empty()),
          m_hasInstances(!m_instances.empty()) {}

    void pairExactly() {
        const FileByStem leading = m_labels.empty() ? m_photos : m_labels;
        m_labelled = !m_labels.empty();
        for (const auto& [stem, path] : leading) {
            m_items.push_back({stem, m_phase, take(m_photos, stem), take(m_labels, stem),
                               take(m_instances, stem)});
        }
    }

    /// Names that differ in letter case, Unicode form or a usual ending alone, where one file of
    /// each kind has them.
    void pairLoosely() {
        for (const SceneOf sceneOf : {&sceneStem, &sceneName}) {
            if (m_labelled) {
                completeLoosely(m_photos, &DatasetItem::photo, sceneOf);
            }
            completeLoosely(m_instances, &DatasetItem::instances, sceneOf);
        }
    }

    /// labelme documents whose photos lie elsewhere.
    void findNamedPhotos(const fs::path& root) {
        LabelmePhotos photos(root);
        std::set<fs::path> used;
        for (const DatasetItem& item : m_items) {
            used.insert(item.photo);
        }
        for (DatasetItem& item : m_items) {
            if (item.photo.empty() && !item.labels.empty()) {
                nameOnePhoto(item, photos, used);
            }
        }
        dropTwice();
        std::erase_if(m_photos, [&](const auto& entry) { return used.contains(entry.second); });
        // Two photos of one name, of which the document names one.
        std::erase_if(m_listing.problems,
                      [&](const PairingProblem& problem) { return used.contains(problem.file); });
    }

    /// Hands the items over and says which files are left.
    void finish() {
        for (DatasetItem& item : m_items) {
            const fs::path& first = item.labels.empty() ? item.photo : item.labels;
            if (m_labelled && m_hasPhotos && item.photo.empty()) {
                addUnpaired(item);
                m_listing.withoutPhoto.push_back(std::move(item));
                continue;
            }
            const auto reason = m_reasons.find(item.stem);
            if (item.photo.empty() && reason != m_reasons.end() && !reason->second.empty()) {
                m_listing.notices.push_back({item.labels, reason->second});
            }
            if (m_hasInstances && item.instances.empty()) {
                m_listing.problems.push_back(
                    {first, "there is no instance map of this name, other items have one"});
            }
            m_listing.items.push_back(std::move(item));
        }
        listRest(m_photos);
        listRest(m_instances);
    }

private:
    void completeLoosely(FileByStem& rest, fs::path DatasetItem::*place, SceneOf sceneOf) {
        std::vector<std::string> lacking;
        std::vector<std::string> offered;
        for (const DatasetItem& item : m_items) {
            if ((item.*place).empty()) {
                lacking.push_back(item.stem);
            }
        }
        for (const auto& [stem, path] : rest) {
            offered.push_back(stem);
        }
        const auto wanted = stemsByScene(lacking, sceneOf);
        const auto found = stemsByScene(offered, sceneOf);
        for (DatasetItem& item : m_items) {
            const std::string scene = sceneOf(item.stem);
            const auto mine = wanted.find(scene);
            const auto partner = found.find(scene);
            if (mine != wanted.end() && mine->second == item.stem && partner != found.end() &&
                (item.*place).empty()) {
                item.*place = take(rest, partner->second);
                noteDifference(item, item.*place, partner->second);
            }
        }
    }

    void noteDifference(const DatasetItem& item, const fs::path& partner,
                        const std::string& partnerStem) {
        const fs::path& file = item.labels.empty() ? item.photo : item.labels;
        m_listing.notices.push_back({file, "is paired with " + partner.filename().string() +
                                               ": the names differ " +
                                               nameDifference(item.stem, partnerStem) + " only"});
    }

    void nameOnePhoto(DatasetItem& item, LabelmePhotos& photos, std::set<fs::path>& used) {
        const auto imagePath = labelmeImagePath(item.labels);
        LabelmePhotos::Found found;
        if (imagePath) {
            found = photos.find(item.labels, *imagePath);
        }
        if (found.photo.empty()) {
            found.photo = sameStem(item, photos);
            if (!found.photo.empty() && !found.problem.empty()) {
                m_listing.notices.push_back(
                    {item.labels, found.problem + "; " + found.photo.string() + " is taken"});
            }
        }
        if (found.photo.empty()) {
            m_reasons[item.stem] = found.problem;
            return;
        }
        item.photo = std::move(found.photo);
        used.insert(item.photo);
        m_hasPhotos = true;
    }

    /// The photo elsewhere that has the document's name.
    static fs::path sameStem(const DatasetItem& item, LabelmePhotos& photos) {
        for (const char* extension : {".jpg", ".png", ".jpeg"}) {
            const std::string name = fs::path(item.stem).filename().string() + extension;
            fs::path photo = photos.find(item.labels, name).photo;
            if (!photo.empty()) {
                return photo;
            }
        }
        return {};
    }

    /// Two documents of one photo: neither can be trusted.
    void dropTwice() {
        std::map<fs::path, int> times;
        for (const DatasetItem& item : m_items) {
            times[item.photo] += item.photo.empty() ? 0 : 1;
        }
        std::erase_if(m_items, [&](const DatasetItem& item) {
            const bool twice = times[item.photo] > 1;
            if (twice) {
                m_listing.problems.push_back({item.labels, "names the photo " +
                                                               item.photo.filename().string() +
                                                               ", as another file does"});
            }
            return twice;
        });
    }

    void addUnpaired(const DatasetItem& item) {
        if (m_collector.isAmbiguous(item.stem)) {
            return;
        }
        const auto reason = m_reasons.find(item.stem);
        std::string text = "there is no photo of this name";
        if (reason != m_reasons.end() && !reason->second.empty()) {
            text += ", and " + reason->second;
        }
        m_listing.problems.push_back({item.labels, text + likeness(item.stem)});
        if (!item.instances.empty()) {
            m_listing.problems.push_back({item.instances, "there is no photo of this name"});
        }
    }

    /// A photo without partner whose name the other one begins with.
    std::string likeness(const std::string& stem) const {
        const std::string folded = foldedName(stem);
        for (const auto& [other, path] : m_photos) {
            const std::string start = foldedName(other);
            const bool longer = !start.empty() && folded.size() > start.size();
            if (longer && folded.starts_with(start) && !isDigit(folded[start.size()])) {
                return "; " + path.filename().string() + " lacks the ending \"" +
                       folded.substr(start.size()) + "\"";
            }
        }
        return {};
    }

    void listRest(const FileByStem& files) {
        for (const auto& [stem, path] : files) {
            if (!m_collector.isAmbiguous(stem)) {
                m_listing.problems.push_back({path, "there is no label map of this name"});
            }
        }
    }

    DatasetListing& m_listing;
    Collector m_collector;
    FileByStem m_photos; ///< these three: without a partner so far
    FileByStem m_labels;
    FileByStem m_instances;
    std::string m_phase;
    bool m_hasPhotos;
    bool m_hasInstances;
    bool m_labelled = false;
    std::vector<DatasetItem> m_items;
    std::map<std::string, std::string> m_reasons; ///< why an item has no photo
};

/// JSON files of other programs lie among labelme documents.
void skipOtherJson(PhaseSource& source, DatasetListing& listing) {
    std::vector<fs::path> others;
    const std::vector<fs::path> files = source.labels.files();
    for (const fs::path& file : files) {
        if (!isLabelmeFile(file)) {
            others.push_back(file);
        }
    }
    if (others.size() == files.size()) {
        return; // a folder of something else, as reading it will say
    }
    for (const fs::path& file : others) {
        listing.notices.push_back({file, "is no labelme file (it has no shapes) and not read"});
        source.labels.without.insert(file);
    }
}

} // namespace

void pairPhase(const fs::path& root, const PhaseSource& source, DatasetListing& listing) {
    if (source.combined.present()) {
        Collector collector(listing.problems);
        for (const auto& [stem, path] : collector.collect(source.combined)) {
            listing.items.push_back({stem, source.phase, path, path, {}});
        }
        return;
    }
    PhaseSource adapted = source;
    const bool labelme = source.labels.filter == FileFilter::Json;
    if (labelme) {
        skipOtherJson(adapted, listing);
    }
    Pairing pairing(adapted, listing);
    pairing.pairExactly();
    if (labelme) {
        pairing.findNamedPhotos(root);
    }
    pairing.pairLoosely();
    pairing.finish();
}

} // namespace underpaint::imaging
