// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// How a data set lies on disk.
enum class DatasetLayout {
    Auto,
    Ours,       ///< {phase}_img, {phase}_label, {phase}_inst; labels.json beside them
    PhaseAB,    ///< {phase}_A, {phase}_B: condition and photo, both pictures
    SideBySide, ///< {phase}/*: A and B in one picture, left and right
    Cityscapes, ///< leftImg8bit/{phase}/CITY, gtFine/{phase}/CITY
    CocoStuff,  ///< Ours with 255 = unlabelled; or images/{phase}, annotations/{phase}
    Ade20k,     ///< images/{training,validation}, annotations/{training,validation}
    CamVid,  ///< 701_StillsRaw_full, LabeledApproved_full with NAME_L.png; or {phase}, {phase}annot
    Facades, ///< SideBySide with the photo on the left; or base/NAME.jpg with base/NAME.png
    Labelme  ///< NAME.json beside NAME.jpg, in the folder itself or in {phase}
};

/// The name on the command line ("ours", "cityscapes", ...). Throws Error on another.
/// @{
DatasetLayout datasetLayoutFromName(std::string_view name);
std::string_view datasetLayoutName(DatasetLayout layout);
/// @}

/// Files that belong together. Paths are empty where the data set has none of the kind. In the
/// side-by-side layouts photo and labels name the same file.
struct DatasetItem {
    /// Common name of the files without folder, extension and known suffixes.
    std::string stem;
    std::string phase;
    std::filesystem::path photo;
    std::filesystem::path labels;
    std::filesystem::path instances;
};

/// A file without its partner, or whose name is not unique.
struct PairingProblem {
    std::filesystem::path file;
    std::string problem;
};

/// All items in order of phase and stem.
struct DatasetListing {
    DatasetLayout layout = DatasetLayout::Ours;
    std::vector<DatasetItem> items;
    std::vector<PairingProblem> problems;
};

/// The name that pairs files: `path` relative to its folder without extension and without one of
/// the suffixes of the known data sets (_leftImg8bit, _gtFine_labelIds, _gtFine_instanceIds, _L,
/// ...), folders kept ("aachen/aachen_000000_000019").
std::string pairingStem(const std::filesystem::path& relative);

/// Finds the files of a data set and pairs them by stem, never by their order. An item needs a
/// photo or a label map; missing partners are problems, not items (instances and, in folders
/// without any photo, photos may be missing as a whole). `phase` empty: all phases. Throws Error
/// when the folder is missing or holds no data set of the layout.
DatasetListing listDataset(const std::filesystem::path& folder,
                           DatasetLayout layout = DatasetLayout::Auto,
                           const std::string& phase = {});

} // namespace underpaint::imaging
