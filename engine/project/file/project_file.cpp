// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/file/project_file.h"

#include "engine/base/error.h"
#include "engine/base/whole_file.h"
#include "engine/png/png_codec.h"
#include "engine/project/archive/digesting_buffer.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/file/project_archive.h"
#include "engine/project/file/project_manifest.h"
#include "engine/project/file/sequence_members.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/journal/edit_frames.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/record_stream.h"
#include "engine/scene/sequence_codec.h"

#include <algorithm>
#include <functional>
#include <ostream>
#include <sstream>
#include <utility>

namespace underpaint::project {

namespace {

/// The kinds of the frames of history.bin and undo.bin.
/// @{
constexpr std::uint8_t historyFrame = 1;
constexpr std::uint8_t undoFrame = 2;
/// @}

// --- writing ---------------------------------------------------------------------------------

/// Entries from `first` on fit into maxHistoryBytes.
std::size_t firstKept(std::span<const HistoryEntry> history) {
    std::size_t bytes = 0;
    std::size_t first = history.size();
    while (first > 0 && bytes + history[first - 1].byteSize() <= maxHistoryBytes) {
        bytes += history[--first].byteSize();
    }
    return first;
}

std::vector<std::byte> writtenHistory(std::span<const HistoryEntry> history) {
    scene::RecordWriter writer;
    for (const HistoryEntry& entry : history) {
        scene::RecordWriter content;
        content.text(entry.text);
        content.raw(entry.edit);
        writer.raw(frameBytes(historyFrame, content.bytes()));
    }
    return std::move(writer).take();
}

/// The inverses of the last entries, as far as they are known and fit; oldest first.
std::vector<std::byte> writtenUndo(std::span<const HistoryEntry> history) {
    std::size_t bytes = 0;
    std::size_t first = history.size();
    while (first > 0 && !history[first - 1].inverse.empty() &&
           bytes + history[first - 1].inverse.size() <= maxUndoBytes) {
        bytes += history[--first].inverse.size();
    }
    scene::RecordWriter writer;
    for (const HistoryEntry& entry : history.subspan(first)) {
        writer.raw(frameBytes(undoFrame, entry.inverse));
    }
    return std::move(writer).take();
}

template<class T>
bool sameMap(const std::shared_ptr<const Plane<T>>& a, const std::shared_ptr<const Plane<T>>& b) {
    return a == b || (a && b && *a == *b);
}

/// The exemplars with what there is of each; equal pictures belong to the first that has them.
void listExemplars(const scene::SceneState& state, ProjectManifest& manifest) {
    for (const auto& [id, exemplar] : state.allExemplars()) {
        const auto same = [exemplar = exemplar](const scene::Exemplar& one) {
            return sameMap(one.photo, exemplar->photo) && sameMap(one.labels, exemplar->labels) &&
                   sameMap(one.instances, exemplar->instances) &&
                   sameMap(one.hidden, exemplar->hidden);
        };
        const auto first = std::ranges::find_if(manifest.exemplars, same);
        ExemplarMembers there{.of = static_cast<std::size_t>(first - manifest.exemplars.begin())};
        if (first == manifest.exemplars.end()) {
            there.labels = exemplar->labels != nullptr;
            there.instances = exemplar->instances != nullptr;
            there.instancesHigh = there.instances && needsHighHalf(*exemplar->instances);
            there.hidden = exemplar->hidden != nullptr;
        }
        manifest.exemplars.push_back(*exemplar);
        manifest.exemplarMembers.push_back(there);
    }
}

void writeExemplars(ArchiveWriter& archive, const ProjectManifest& manifest) {
    for (std::size_t i = 0; i < manifest.exemplars.size(); ++i) {
        const scene::Exemplar& exemplar = manifest.exemplars[i];
        const ExemplarMembers& there = manifest.exemplarMembers[i];
        if (there.of != i) {
            continue;
        }
        archive.add(members::exemplarPhoto(i), png::encode(*exemplar.photo));
        if (there.labels) {
            archive.add(members::exemplarLabels(i), png::encode(*exemplar.labels));
        }
        if (there.instances) {
            writeIds(archive, *exemplar.instances, members::exemplarInstances(i),
                     members::exemplarInstancesHigh(i));
        }
        if (there.hidden) {
            archive.add(members::exemplarHidden(i), png::encode(*exemplar.hidden));
        }
    }
}

void writeMaps(ArchiveWriter& archive, const scene::SceneState& state, const InstancePlane& ids) {
    if (!state.size().empty()) {
        archive.add(members::labels, png::encode(state.labels.toPlane()));
        writeIds(archive, ids, members::instances, members::instancesHigh);
    }
}

// --- reading ---------------------------------------------------------------------------------

void readMaps(ArchiveReader& archive, const ProjectManifest& manifest, scene::SceneState& state) {
    if (manifest.size.empty()) {
        return;
    }
    state.labels = scene::LabelMap(archive.indices(members::labels, manifest.size));
    state.instances =
        scene::InstanceMap(readIds(archive, members::instances, members::instancesHigh,
                                   manifest.hasHighInstances, manifest.size));
}

std::shared_ptr<const Image> readHidden(ArchiveReader& archive, const std::string& name,
                                        Size size) {
    auto hidden = std::make_shared<Image>(archive.photo(name));
    if (hidden->size() != size || hidden->channels() != 1) {
        archive.fail(name, "is no grey picture of the photo's size");
    }
    return hidden;
}

void readPictures(ArchiveReader& archive, std::size_t i, const ExemplarMembers& there,
                  scene::Exemplar& exemplar) {
    exemplar.photo = std::make_shared<Image>(archive.photo(members::exemplarPhoto(i)));
    const Size size = exemplar.photo->size();
    if (there.labels) {
        exemplar.labels =
            std::make_shared<LabelPlane>(archive.indices(members::exemplarLabels(i), size));
    }
    if (there.instances) {
        exemplar.instances = std::make_shared<InstancePlane>(
            readIds(archive, members::exemplarInstances(i), members::exemplarInstancesHigh(i),
                    there.instancesHigh, size));
    }
    if (there.hidden) {
        exemplar.hidden = readHidden(archive, members::exemplarHidden(i), size);
    }
}

void readExemplars(ArchiveReader& archive, ProjectManifest& manifest, scene::SceneState& state) {
    for (std::size_t i = 0; i < manifest.exemplars.size(); ++i) {
        scene::Exemplar& exemplar = manifest.exemplars[i];
        const ExemplarMembers& there = manifest.exemplarMembers[i];
        if (there.of == i) {
            readPictures(archive, i, there, exemplar);
        } else {
            const scene::Exemplar& owner = manifest.exemplars[there.of];
            exemplar.photo = owner.photo;
            exemplar.labels = owner.labels;
            exemplar.instances = owner.instances;
            exemplar.hidden = owner.hidden;
        }
        state.addExemplar(exemplar);
    }
}

std::shared_ptr<const scene::PhotoMaps> readPhotoMaps(ArchiveReader& archive) {
    std::vector<std::byte> unpacked;
    const scene::Edit edit = scene::parse(archive.bytes(members::photoMaps, unpacked));
    const auto* maps = std::get_if<scene::SetPhotoMaps>(&edit.kind);
    if (maps == nullptr) {
        archive.fail(members::photoMaps, "holds something else");
    }
    return maps->maps;
}

std::vector<HistoryEntry> readHistory(ArchiveReader& archive, std::uint64_t count) {
    std::vector<std::byte> unpacked;
    FrameReader frames(archive.bytes(members::history, unpacked));
    std::vector<HistoryEntry> history;
    while (const auto frame = frames.next()) {
        if (frame->kind != historyFrame) {
            archive.fail(members::history, "has an entry of an unknown kind");
        }
        scene::RecordReader content(frame->content);
        HistoryEntry entry;
        entry.text = content.text();
        const auto edit = content.raw(content.remaining());
        scene::parseSequenceEdit(edit); // throws unless it is one
        entry.edit.assign(edit.begin(), edit.end());
        history.push_back(std::move(entry));
    }
    if (frames.remaining() > 0 || history.size() != count) {
        archive.fail(members::history, "is damaged");
    }
    return history;
}

/// Gives the last entries their inverses.
void readUndo(ArchiveReader& archive, std::vector<HistoryEntry>& history) {
    if (!archive.has(members::undo)) {
        return; // of an older version
    }
    std::vector<std::byte> unpacked;
    FrameReader frames(archive.bytes(members::undo, unpacked));
    std::vector<std::vector<std::byte>> inverses;
    while (const auto frame = frames.next()) {
        if (frame->kind != undoFrame || inverses.size() == history.size()) {
            archive.fail(members::undo, "does not belong to the history");
        }
        scene::parseSequenceEdit(frame->content); // throws unless it is an edit
        inverses.emplace_back(frame->content.begin(), frame->content.end());
    }
    if (frames.remaining() > 0) {
        archive.fail(members::undo, "is damaged");
    }
    auto entry = history.rbegin();
    for (auto inverse = inverses.rbegin(); inverse != inverses.rend(); ++inverse, ++entry) {
        entry->inverse = std::move(*inverse);
    }
}

/// `rest` is called where what was read of the file so far is not needed any more.
Project decode(std::span<const std::byte> file, const std::string& where,
               const std::function<void()>& rest) {
    ArchiveReader archive(file, where);
    std::vector<std::byte> unpacked;
    ProjectManifest manifest = readProjectManifest(
        asText(archive.bytes(members::manifest, unpacked)), archive.placeOf(members::manifest));
    Project project = std::move(manifest.project);
    readMaps(archive, manifest, project.state);
    readExemplars(archive, manifest, project.state);
    if (manifest.hasPhoto) {
        project.state.referencePhoto = std::make_shared<const Image>(archive.photo(members::photo));
    }
    if (manifest.hasPhotoMaps) {
        project.state.photoMaps = readPhotoMaps(archive);
    }
    if (manifest.hasThumbnail) {
        project.thumbnail = archive.photo(members::thumbnail);
    }
    project.history = readHistory(archive, manifest.historyEntries);
    readUndo(archive, project.history);
    project.state.check();
    project.laterFrames = readFrames(archive, project.state, manifest.laterFrames, rest);
    return project;
}

} // namespace

scene::Sequence sequenceOf(const Project& project) {
    return scene::Sequence(project.state, project.laterFrames);
}

void setFrames(Project& project, const scene::Sequence& sequence) {
    project.laterFrames = sequence.states();
    project.state = std::move(project.laterFrames.front());
    project.laterFrames.erase(project.laterFrames.begin());
}

std::string writeProject(const Project& project, std::ostream& out) {
    const scene::SceneState& state = project.state;
    state.check();
    if (!project.laterFrames.empty()) {
        (void)sequenceOf(project); // throws unless they go together
    }
    const InstancePlane ids = state.instances.toPlane();
    const std::size_t first = firstKept(project.history);
    const auto history = std::span(project.history).subspan(first);
    const Image thumbnail = project.thumbnail.empty() ? labelThumbnail(state) : project.thumbnail;

    ProjectManifest manifest;
    manifest.project.state.labelSet = state.labelSet;
    manifest.project.state.appearance.code = state.appearance.code;
    manifest.project.state.appearances = state.appearances;
    manifest.project.state.modelId = state.modelId;
    manifest.project.state.seed = state.seed;
    manifest.project.view = project.view;
    manifest.project.forgottenHistory = project.forgottenHistory + first;
    manifest.size = state.size();
    manifest.hasPhoto = state.referencePhoto != nullptr;
    manifest.hasPhotoMaps = state.photoMaps != nullptr;
    manifest.project.state.keep = state.keep;
    manifest.project.state.classChoices = state.classChoices;
    manifest.hasHighInstances = needsHighHalf(ids);
    manifest.hasThumbnail = !thumbnail.empty();
    manifest.historyEntries = history.size();
    listExemplars(state, manifest);
    manifest.laterFrames = listFrames(project);

    DigestingBuffer digesting(out);
    std::ostream written(&digesting);
    ArchiveWriter archive(written);
    const std::string text = writeProjectManifest(manifest);
    archive.add(members::manifest, std::as_bytes(std::span(text)));
    writeMaps(archive, state, ids);
    if (manifest.hasPhoto) {
        archive.add(members::photo, png::encode(*state.referencePhoto));
        state.referencePhoto->rest();
    }
    if (manifest.hasPhotoMaps) {
        archive.add(members::photoMaps, scene::serialise({scene::SetPhotoMaps{state.photoMaps}}));
    }
    writeExemplars(archive, manifest);
    writeFrames(archive, project, manifest.laterFrames);
    archive.add(members::history, writtenHistory(history));
    if (const auto undo = writtenUndo(history); !undo.empty()) {
        archive.add(members::undo, undo);
    }
    if (manifest.hasThumbnail) {
        archive.add(members::thumbnail, png::encode(thumbnail));
    }
    archive.finish();
    return digesting.digest();
}

std::vector<std::byte> encodeProject(const Project& project) {
    std::ostringstream out;
    writeProject(project, out);
    const std::string bytes = std::move(out).str();
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

namespace {

Project decodeResting(std::span<const std::byte> file, const std::string& where,
                      const std::function<void()>& rest) {
    if (!looksLikeZip(file)) {
        throw Error("is no project of Underpaint", where, "Open another file");
    }
    try {
        return decode(file, where, rest);
    } catch (const Error& failure) {
        // What the scene says about itself does not know the file.
        if (failure.where().starts_with(where)) {
            throw;
        }
        const std::string place = failure.where().empty() ? where : where + ", " + failure.where();
        throw Error(failure.problem(), place, "The project file is damaged; use an older copy");
    }
}

} // namespace

Project decodeProject(std::span<const std::byte> file, const std::string& where) {
    return decodeResting(file, where, [] {});
}

OpenedProject readProject(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    OpenedProject opened{decodeResting(file.bytes(), path.string(), [&file] { file.rest(); }),
                         sha256(file)};
    file.check();
    return opened;
}

Image labelThumbnail(const scene::SceneState& state) {
    const Size map = state.size();
    if (map.empty()) {
        return {};
    }
    const int longest = std::max(map.width, map.height);
    const auto scaled = [&](int side) {
        return longest <= thumbnailExtent
                   ? side
                   : std::max(1, static_cast<int>(1LL * side * thumbnailExtent / longest));
    };
    Image image(scaled(map.width), scaled(map.height), 3, 0);
    for (int y = 0; y < image.height(); ++y) {
        const auto mapY = static_cast<int>((2LL * y + 1) * map.height / (2LL * image.height()));
        for (int x = 0; x < image.width(); ++x) {
            const auto mapX = static_cast<int>((2LL * x + 1) * map.width / (2LL * image.width()));
            const scene::Colour colour = state.labelSet.at(state.labels.at(mapX, mapY)).colour;
            image.at(x, y, 0) = colour.red;
            image.at(x, y, 1) = colour.green;
            image.at(x, y, 2) = colour.blue;
        }
    }
    return image;
}

} // namespace underpaint::project
