// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/labelled_folder.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/imaging/dataset_writer.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/name_forms.h"
#include "engine/imaging/validation_part.h"

#include <set>
#include <system_error>
#include <utility>

namespace underpaint::app {

namespace {

namespace fs = std::filesystem;

/// The list is written after so many photos: what a power cut takes is labelled again.
constexpr std::size_t savedEvery = 16;

} // namespace

LabellingPlan planLabelling(const fs::path& photos, double valShare, std::uint64_t seed) {
    LabellingPlan plan;
    std::set<std::string> taken;
    std::vector<std::string> names;
    for (const fs::path& file : imaging::visibleFiles(photos, imaging::Depth::Tree)) {
        if (!imaging::hasImageExtension(file)) {
            continue;
        }
        const fs::path below = file.lexically_relative(photos);
        const std::string stem = (below.parent_path() / below.stem()).generic_string();
        std::string name = stem;
        // Data sets pair files by less than their whole name.
        const auto key = [](const std::string& text) {
            return imaging::sceneName(imaging::pairingStem(text + ".png"));
        };
        for (int number = 2; !taken.insert(key(name)).second; ++number) {
            name = stem + "_" + std::to_string(number);
        }
        names.push_back(name);
        plan.photos.push_back({file, below.generic_string(), name, "train"});
    }
    if (plan.photos.empty()) {
        throw Error("holds no photo", photos.string(), "Name a folder of photos");
    }
    const std::set<std::string> part = imaging::validationPart(names, valShare, seed);
    for (LabellingPlan::Photo& photo : plan.photos) {
        photo.part = part.contains(photo.name) ? "val" : "train";
    }
    return plan;
}

LabelledFolder::LabelledFolder(fs::path folder, const scene::LabelSet& classes,
                               const std::string& settings)
    : m_folder(std::move(folder)), m_settings(settings) {
    if (fs::exists(listFile())) {
        imaging::LabellingRecord record = imaging::readLabellingRecord(listFile());
        if (record.settings != m_settings) {
            throw Error("the folder was made in another way (" + record.settings + ", now " +
                            m_settings + ")",
                        listFile().string(),
                        "Say the same options to go on with it, or choose another folder");
        }
        for (imaging::LabelledPhotoLine& line : record.photos) {
            m_lines.insert_or_assign(line.photo, line);
        }
    } else if (fs::exists(m_folder) && !fs::is_empty(m_folder)) {
        throw Error("holds something else than photos that were labelled", m_folder.string(),
                    "Choose an empty folder");
    }
    imaging::DatasetWriter(m_folder, imaging::DatasetLayout::Ours, classes, false).begin();
    save(); // so that the folder is known as one of these from the first moment
}

const imaging::LabelledPhotoLine* LabelledFolder::find(const std::string& photo) const {
    const auto found = m_lines.find(photo);
    const bool unread =
        found != m_lines.end() && !found->second.kept && found->second.confidence == 0;
    return found == m_lines.end() || unread ? nullptr : &found->second;
}

fs::path LabelledFolder::photoFile(const imaging::LabelledPhotoLine& line) const {
    return m_folder / (line.part + "_img") / (line.name + ".png");
}

fs::path LabelledFolder::labelFile(const imaging::LabelledPhotoLine& line) const {
    return m_folder / (line.part + "_label") / (line.name + ".png");
}

bool LabelledFolder::present(const imaging::LabelledPhotoLine& line) const {
    return fs::exists(photoFile(line)) && fs::exists(labelFile(line));
}

void LabelledFolder::keep(const imaging::LabelledPhotoLine& line, const Image& photo,
                          const LabelPlane& labels) {
    const std::vector<std::byte> photoBytes = imaging::encodePng(photo);
    const std::vector<std::byte> labelBytes = imaging::encodePng(labels);
    makeFolder(photoFile(line).parent_path());
    makeFolder(labelFile(line).parent_path());
    const std::vector<FileToWrite> files{{photoFile(line), photoBytes},
                                         {labelFile(line), labelBytes}};
    writeFilesAtomically(files);
    add(line);
}

void LabelledFolder::leaveOut(const imaging::LabelledPhotoLine& line) {
    add(line);
}

void LabelledFolder::add(const imaging::LabelledPhotoLine& line) {
    m_lines.insert_or_assign(line.photo, line);
    if (++m_unsaved >= savedEvery) {
        save();
    }
}

void LabelledFolder::save() {
    imaging::LabellingRecord record{m_settings, {}};
    for (const auto& [photo, line] : m_lines) {
        record.photos.push_back(line);
    }
    writeFileAtomically(listFile(), std::string_view(imaging::labellingRecordText(record)));
    m_unsaved = 0;
}

} // namespace underpaint::app
