// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// What a labelme document says in imagePath; nothing when it is no labelme document or says
/// nothing. Only this is read, in one pass.
std::optional<std::string> labelmeImagePath(std::string_view document);
/// The same of a file; nothing when it cannot be read.
std::optional<std::string> labelmeImagePath(const std::filesystem::path& file);

/// Whether a JSON file has shapes, as labelme documents do.
bool isLabelmeFile(const std::filesystem::path& file);
/// Whether a file can be read and has this text somewhere.
bool holdsText(const std::filesystem::path& file, std::string_view text);

/// Finds the photos that labelme documents name. An imagePath may come from another machine
/// ("..\images\a.jpg", "C:\data\images\a.jpg") and from strangers: photos are found in the folder,
/// in those below it and in those beside it, never elsewhere.
class LabelmePhotos {
public:
    explicit LabelmePhotos(std::filesystem::path folder);

    struct Found {
        std::filesystem::path photo; ///< empty: there is none, or it cannot be told which
        std::string problem;         ///< why, where an imagePath was given
    };
    /// The photo for the document `file` with this imagePath; of several files of that name the one
    /// in the folders that imagePath names.
    Found find(const std::filesystem::path& file, std::string_view imagePath);

private:
    std::filesystem::path direct(const std::filesystem::path& file,
                                 const std::vector<std::string>& parts) const;
    std::vector<std::filesystem::path> named(const std::string& name);
    void addPictures(const std::filesystem::path& folder, bool below);

    /// The path as our folder was given, where it is below that.
    std::filesystem::path shown(const std::filesystem::path& path) const;

    std::filesystem::path m_given;
    std::filesystem::path m_folder; ///< the same, absolute
    bool m_indexed = false;
    std::map<std::string, std::vector<std::filesystem::path>> m_pictures; ///< by folded file name
};

/// The photo of a single document: the file of its name beside it, or the one that it names.
std::filesystem::path labelmePhoto(const std::filesystem::path& file);
/// Its size, upright; nothing when there is none that can be read.
std::optional<Size> labelmePhotoSize(const std::filesystem::path& file);

} // namespace underpaint::imaging
