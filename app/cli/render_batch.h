// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::app {

/// One scene of a folder.
struct BatchItem {
    /// Relative to the output folder, with the extension .png.
    std::filesystem::path output;
    std::filesystem::path labels;
    std::filesystem::path instances; ///< may be empty
    std::filesystem::path photo;     ///< may be empty
};

/// The scenes of a folder, in order: a data set in one of the known layouts, or a plain folder of
/// label maps, with instance maps beside them (NAME_instanceIds.png, NAME_inst.png) or, under the
/// same names, in the folder `instances`. With `photos` the folder holds photos to translate
/// instead. Throws Error when there are none, or when two would have the same output.
std::vector<BatchItem> listBatch(const std::filesystem::path& folder,
                                 const std::filesystem::path& instances, bool photos);

} // namespace underpaint::app
