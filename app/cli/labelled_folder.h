// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/labelling_record.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace underpaint::app {

/// Which photos of a folder become part of a data set, under which names.
struct LabellingPlan {
    struct Photo {
        std::filesystem::path file;
        std::string path; ///< below the folder of photos
        std::string name; ///< of its files in the data set
        std::string part; ///< train or val
    };
    std::vector<Photo> photos;
};

/// All photos of a folder and those below it, in order of their paths. Names that would pair with
/// each other get a number. Throws Error when there is none.
LabellingPlan planLabelling(const std::filesystem::path& photos, double valShare,
                            std::uint64_t seed);

/// A data set of photos that a network labels, one after the other. It can be left and taken up at
/// any time: what is in its list is done.
class LabelledFolder {
public:
    /// Makes the folder with labels.json, or takes up the one that is there. `settings` is a line
    /// that says how labels are made. Throws Error when something else is there, or one that was
    /// made in another way.
    LabelledFolder(std::filesystem::path folder, const scene::LabelSet& classes,
                   const std::string& settings);

    /// What the list says of a photo, or nothing. Photos that could not be read are tried again.
    const imaging::LabelledPhotoLine* find(const std::string& photo) const;
    /// Photo and label map, both or none, and their line.
    void keep(const imaging::LabelledPhotoLine& line, const Image& photo, const LabelPlane& labels);
    /// The line of a photo that is left out.
    void leaveOut(const imaging::LabelledPhotoLine& line);
    /// Writes the list, in order of the photos.
    void save();

    std::filesystem::path listFile() const { return m_folder / "photos.csv"; }
    /// Whether the files of a photo that was kept are still there: people remove what they dislike.
    bool present(const imaging::LabelledPhotoLine& line) const;

private:
    std::filesystem::path photoFile(const imaging::LabelledPhotoLine& line) const;
    std::filesystem::path labelFile(const imaging::LabelledPhotoLine& line) const;
    void add(const imaging::LabelledPhotoLine& line);

    std::filesystem::path m_folder;
    std::string m_settings;
    std::map<std::string, imaging::LabelledPhotoLine> m_lines;
    std::size_t m_unsaved = 0;
};

} // namespace underpaint::app
