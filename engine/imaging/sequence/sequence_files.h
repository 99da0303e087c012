// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// The files of one frame.
struct SequenceFiles {
    std::string name; ///< without what tells label maps from photos, and without an ending
    std::filesystem::path labels;
    std::filesystem::path instances; ///< may be empty
    std::filesystem::path photo;     ///< may be empty
};

/// A sequence in folders of files, which belong together by their names.
struct SequenceListing {
    std::vector<SequenceFiles> frames; ///< in the order of their numbers
    /// What should be known: numbers that are missing, files that are passed over.
    std::vector<std::string> notices;
};

/// Label maps of a folder, in the order of the numbers in their names, with instance maps and
/// photos of other folders (or empty paths). Instance maps may lie beside the label maps, too
/// (NAME_instanceIds.png, NAME_inst.png). Throws Error when a folder is missing or holds nothing,
/// when two files are of one frame, when a frame has no instance map or photo where others have
/// one, and when the files of a frame, or two frames, have different sizes. Reads no pixels.
SequenceListing listSequence(const std::filesystem::path& labels,
                             const std::filesystem::path& instances,
                             const std::filesystem::path& photos);

/// The photos of a folder alone, in that order: frames that are painted already. Throws Error when
/// there are none, or when they have different sizes.
SequenceListing listFrames(const std::filesystem::path& photos);

} // namespace underpaint::imaging
