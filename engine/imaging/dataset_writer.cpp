// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/dataset_writer.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t kCocoUnlabelled = 255;

std::string adePhase(const std::string& phase) {
    const std::string common = commonPhaseName(phase);
    return common == "train" ? "training" : common == "val" ? "validation" : common;
}

bool coloured(DatasetLayout layout) {
    return layout == DatasetLayout::PhaseAB || layout == DatasetLayout::SideBySide ||
           layout == DatasetLayout::Facades;
}

bool combined(DatasetLayout layout) {
    return layout == DatasetLayout::SideBySide || layout == DatasetLayout::Facades;
}

bool holdsInstances(DatasetLayout layout) {
    return layout == DatasetLayout::Ours || layout == DatasetLayout::Cityscapes ||
           layout == DatasetLayout::CocoStuff || layout == DatasetLayout::Labelme;
}

std::string photoExtension(const fs::path& path) {
    std::string text = path.extension().string();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text == ".jpeg" ? ".jpg" : text;
}

/// The photo's own file may be taken over: it is upright and of a format that all readers know.
bool copyable(const DatasetItem& item) {
    const std::string extension = photoExtension(item.photo);
    return item.photo != item.labels && (extension == ".jpg" || extension == ".png");
}

bool isUpright(const fs::path& photo) {
    return readImageHeader(photo).orientation == 1;
}

LabelPlane replaced(const LabelPlane& labels, std::uint16_t from, std::uint16_t to) {
    LabelPlane result = labels;
    std::replace(result.values().begin(), result.values().end(), from, to);
    return result;
}

Image joined(const Image& left, const Image& right) {
    Image both(left.width() + right.width(), left.height(), 3, 0);
    for (int y = 0; y < both.height(); ++y) {
        const auto a = left.row(y);
        const auto b = right.row(y);
        std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), both.row(y).begin()));
    }
    return both;
}

void checkColours(const scene::LabelSet& classes, DatasetLayout layout) {
    std::set<std::tuple<int, int, int>> seen;
    for (const scene::LabelClass& entry : classes.classes()) {
        if (!seen.emplace(entry.colour.red, entry.colour.green, entry.colour.blue).second) {
            throw Error("class " + entry.name + " has the colour of another class, so the layout " +
                            std::string(datasetLayoutName(layout)) + " cannot hold the label maps",
                        classes.name(), "Give every class a colour of its own in labels.json");
        }
    }
}

void checkIds(const scene::LabelSet& classes, DatasetLayout layout, std::uint16_t unlabelled) {
    const bool oneByte = layout == DatasetLayout::Cityscapes ||
                         layout == DatasetLayout::CocoStuff || layout == DatasetLayout::Ade20k ||
                         layout == DatasetLayout::CamVid;
    for (const scene::LabelClass& entry : classes.classes()) {
        const bool tooLarge = oneByte && entry.id > 255;
        const bool reserved =
            (layout == DatasetLayout::Ade20k && entry.id == 0 && entry.id != unlabelled) ||
            (layout == DatasetLayout::CocoStuff && entry.id == kCocoUnlabelled &&
             entry.id != unlabelled);
        if (tooLarge || reserved) {
            throw Error("class " + entry.name + " has the id " + std::to_string(entry.id) +
                            ", which the layout " + std::string(datasetLayoutName(layout)) +
                            " cannot hold",
                        classes.name(), "Choose the layout ours");
        }
    }
}

} // namespace

std::string commonPhaseName(const std::string& phase) {
    if (phase == "training" || phase == "train2017") {
        return "train";
    }
    return phase == "validation" || phase == "val2017" ? "val" : phase;
}

DatasetWriter::DatasetWriter(fs::path folder, DatasetLayout layout, scene::LabelSet classes,
                             bool labelsLeft)
    : m_folder(std::move(folder)),
      m_layout(layout),
      m_classes(std::move(classes)),
      m_unlabelled(unlabelledClass(m_classes)),
      m_labelsLeft(labelsLeft) {
    if (layout == DatasetLayout::Auto || layout == DatasetLayout::Folders) {
        throw Error("the layout of the new data set must be named", "--to",
                    "Choose one with folders of fixed names, such as ours");
    }
    if (imaging::coloured(layout)) {
        checkColours(m_classes, layout);
    }
    checkIds(m_classes, layout, m_unlabelled);
}

void DatasetWriter::begin(const DrawWeights& weights) const {
    const fs::path description = m_folder / "labels.json";
    makeFolder(description.parent_path());
    // The names of the folders of our own layout tell all but weights.
    std::optional<DatasetRecord> record;
    if (m_layout != DatasetLayout::Ours || !weights.empty()) {
        record = DatasetRecord{m_layout, combined(m_layout) && m_labelsLeft, weights};
    }
    if (fs::exists(description)) {
        if (readLabelSet(description) != m_classes) {
            throw Error("the folder holds a data set with other classes", description.string(),
                        "Choose an empty folder");
        }
        const std::optional<DatasetRecord> before = datasetRecordOf(m_folder);
        if (before == record) {
            return;
        }
        const DatasetRecord was = before.value_or(DatasetRecord());
        const DatasetRecord wanted = record.value_or(DatasetRecord());
        const bool sameLayout = was.layout == wanted.layout && was.labelsLeft == wanted.labelsLeft;
        if (!sameLayout && !visibleFolders(m_folder).empty()) {
            throw Error("the folder holds a data set of another layout than " +
                            std::string(datasetLayoutName(m_layout)),
                        description.string(), "Choose an empty folder");
        }
    }
    writeFileAtomically(description,
                        std::string_view(record ? recordedLabelSetJson(m_classes, *record)
                                                : labelSetJson(m_classes)));
}

fs::path DatasetWriter::labelFile(const DatasetItem& item) const {
    return outputsFor(item).labels;
}

void DatasetWriter::takeOutClashes(std::vector<DatasetItem>& items,
                                   std::vector<DatasetFinding>& findings) const {
    std::map<fs::path, fs::path> sources;
    std::erase_if(items, [&](const DatasetItem& item) {
        const fs::path& file = item.labels.empty() ? item.photo : item.labels;
        const auto [first, fresh] = sources.emplace(labelFile(item), file);
        if (!fresh) {
            findings.push_back({FindingKind::Unpaired, file,
                                "would become " + first->first.filename().string() + " of the " +
                                    "same phase as " + first->second.string()});
        }
        return !fresh;
    });
}

bool DatasetWriter::needsPhotos() const {
    return combined(m_layout);
}

DatasetWriter::Outputs DatasetWriter::outputsFor(const DatasetItem& item) const {
    const std::string phase = commonPhaseName(item.phase);
    const std::string photoEnd = copyable(item) && m_layout != DatasetLayout::Cityscapes
                                     ? photoExtension(item.photo)
                                     : ".png";
    const std::string& stem = item.stem;
    Outputs outputs;
    switch (m_layout) {
    case DatasetLayout::Cityscapes:
        outputs = {m_folder / "leftImg8bit" / phase / (stem + "_leftImg8bit.png"),
                   m_folder / "gtFine" / phase / (stem + "_gtFine_instanceIds.png"),
                   m_folder / "gtFine" / phase / (stem + "_gtFine_labelIds.png")};
        break;
    case DatasetLayout::Ade20k:
        outputs = {m_folder / "images" / adePhase(phase) / (stem + photoEnd),
                   {},
                   m_folder / "annotations" / adePhase(phase) / (stem + ".png")};
        break;
    case DatasetLayout::CamVid:
        outputs = {m_folder / phase / (stem + photoEnd),
                   {},
                   m_folder / (phase + "annot") / (stem + ".png")};
        break;
    case DatasetLayout::Labelme:
        outputs = {m_folder / phase / (stem + photoEnd), {}, m_folder / phase / (stem + ".json")};
        break;
    case DatasetLayout::Facades:
    case DatasetLayout::SideBySide:
        outputs = {{}, {}, m_folder / phase / (stem + ".png")};
        break;
    case DatasetLayout::PhaseAB:
        outputs = {m_folder / (phase + "_B") / (stem + photoEnd),
                   {},
                   m_folder / (phase + "_A") / (stem + ".png")};
        break;
    default:
        outputs = {m_folder / (phase + "_img") / (stem + photoEnd),
                   m_folder / (phase + "_inst") / (stem + ".png"),
                   m_folder / (phase + "_label") / (stem + ".png")};
    }
    if (item.photo.empty()) {
        outputs.photo.clear();
    }
    return outputs;
}

bool DatasetWriter::complete(const DatasetItem& item) const {
    const Outputs outputs = outputsFor(item);
    // The label map is written last; instances before it, where the item has any.
    return fs::exists(outputs.labels) && (outputs.photo.empty() || fs::exists(outputs.photo));
}

Image DatasetWriter::coloured(const LabelPlane& labels) const {
    std::vector<scene::Colour> table(65536);
    for (const scene::LabelClass& entry : m_classes.classes()) {
        table[entry.id] = entry.colour;
    }
    Image image(labels.width(), labels.height(), 3, 0);
    std::uint8_t* out = image.data();
    for (const std::uint16_t label : labels.values()) {
        *out++ = table[label].red;
        *out++ = table[label].green;
        *out++ = table[label].blue;
    }
    return image;
}

void DatasetWriter::writeLabelFile(const fs::path& path, const DatasetItem& source,
                                   const LoadedItem& item) const {
    const LabelPlane& labels = item.maps->labels;
    if (combined(m_layout)) {
        const Image shown = coloured(labels);
        writePhoto(path, m_labelsLeft ? joined(shown, *item.photo) : joined(*item.photo, shown));
    } else if (imaging::coloured(m_layout)) {
        writePhoto(path, coloured(labels));
    } else if (m_layout == DatasetLayout::Labelme) {
        const InstancePlane* instances = item.maps->instances ? &*item.maps->instances : nullptr;
        const std::string photo = outputsFor(source).photo.filename().string();
        writeFileAtomically(path,
                            std::string_view(labelmeJson(labels, instances, m_classes, photo)));
    } else if (m_layout == DatasetLayout::CocoStuff) {
        writeLabels(path, replaced(labels, m_unlabelled, kCocoUnlabelled));
    } else if (m_layout == DatasetLayout::Ade20k) {
        writeLabels(path, replaced(labels, m_unlabelled, 0));
    } else {
        writeLabels(path, labels);
    }
}

void DatasetWriter::write(const DatasetItem& source, const LoadedItem& item) const {
    const Outputs outputs = outputsFor(source);
    if (combined(m_layout) && !item.photo) {
        throw Error("side by side needs a photo for every label map", source.labels.string());
    }
    if (!outputs.photo.empty()) {
        makeFolder(outputs.photo.parent_path());
        const bool sameKind =
            copyable(source) && photoExtension(outputs.photo) == photoExtension(source.photo);
        if (sameKind && isUpright(source.photo)) {
            const MappedFile photo(source.photo);
            writeFileAtomically(outputs.photo, [&photo](std::ostream& out) {
                out.write(reinterpret_cast<const char*>(photo.bytes().data()),
                          static_cast<std::streamsize>(photo.bytes().size()));
                photo.check();
            });
        } else {
            writePhoto(outputs.photo, *item.photo);
        }
    }
    if (!outputs.instances.empty() && item.maps->instances) {
        InstancePlane instances = *item.maps->instances;
        // Free ids below 1000 would be read as classes.
        (void)fitInstanceIds(instances, 65535, 1000);
        makeFolder(outputs.instances.parent_path());
        writeInstances(outputs.instances, instances);
    }
    makeFolder(outputs.labels.parent_path());
    writeLabelFile(outputs.labels, source, item);
}

std::vector<std::string> DatasetWriter::losses() const {
    if (holdsInstances(m_layout)) {
        return {};
    }
    return {"the layout " + std::string(datasetLayoutName(m_layout)) + " has no instance maps"};
}

} // namespace underpaint::imaging
