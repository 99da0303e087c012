// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "engine/base/plane.h"
#include "engine/imaging/dataset_folders.h"
#include "engine/train/data/packed_dataset.h"

#include <filesystem>
#include <optional>
#include <string>

// What `train` reads and writes with an image library, and what it does in a build without one.
namespace underpaint::app {

/// Where training data comes from.
struct TrainData {
    std::filesystem::path path; ///< a packed file, or a folder that is packed into `folderPack`
    std::filesystem::path folderPack;
    imaging::DatasetReading reading; ///< of a folder, with the phase to train on
    std::string source;
};

/// Opens the data; a folder is read, reported file by file and packed first. Nothing when files of
/// the folder have errors, which have been shown.
std::optional<train::PackedDataset> openTrainData(const TrainData& data, Context& context);

/// Writes `sheet` as PNG beside `path` where this build can.
void writeSheet(const Image& sheet, const std::filesystem::path& path);

} // namespace underpaint::app
