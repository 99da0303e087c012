// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/import_report.h"
#include "engine/scene/label_set.h"

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
    Labelme, ///< NAME.json; the photo beside it, or where its imagePath says
    Folders  ///< photos, label maps and instance maps each in a folder of another name
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

/// How a data set is to be read: what its files do not say themselves.
struct DatasetReading {
    DatasetLayout layout = DatasetLayout::Auto;
    /// Empty: all phases.
    std::string phase;
    /// Absent: labels.json of the folder, else the known set of the layout; else every value
    /// counts as legal.
    std::optional<scene::LabelSet> classes;
    LabelFormat format = LabelFormat::Auto;
    /// Side by side: the label map is the left half. Without it the half in class colours is, and
    /// the right one where that cannot be told.
    bool labelsLeft = false;
    /// Layout Folders: the folders, in the data set's or anywhere. Naming one chooses the layout.
    /// @{
    std::filesystem::path photosIn;
    std::filesystem::path labelsIn;
    std::filesystem::path instancesIn;
    /// @}
};

/// Something to say about one file or folder: it has no partner, its name is not unique ...
struct PairingProblem {
    std::filesystem::path file;
    std::string problem;
};

/// All items in order of phase and stem.
struct DatasetListing {
    DatasetLayout layout = DatasetLayout::Ours;
    std::vector<DatasetItem> items;
    /// Items whose photo is missing although others have one; they are problems, too.
    std::vector<DatasetItem> withoutPhoto;
    /// Files that are left out although they seem to belong to the set.
    std::vector<PairingProblem> problems;
    /// What the user should know: pairs whose names differ, folders that are not read.
    std::vector<PairingProblem> notices;
    /// Side by side: the half of the label map.
    bool labelsLeft = false;
    /// A conversion of ours wrote it: label maps in colours are always in colours.
    bool ownOutput = false;
};

/// The name that pairs files: `path` relative to its folder without extension and without one of
/// the suffixes of the known data sets (_leftImg8bit, _gtFine_labelIds, _gtFine_instanceIds, _L,
/// ...), folders kept ("aachen/aachen_000000_000019").
std::string pairingStem(const std::filesystem::path& relative);

/// Finds the files of a data set and pairs them by stem, never by their order; what exact names do
/// not pair is paired by names that differ in letter case, Unicode form or a usual ending alone,
/// where that is clear. An item needs a photo or a label map; missing partners are problems, not
/// items (instances and, in folders without any photo, photos may be missing as a whole). Auto
/// takes a layout on evidence only: telling names of folders, and values where names do not tell.
/// Throws Error when the folder is missing or holds no data set of the layout.
/// @{
DatasetListing listDataset(const std::filesystem::path& folder, const DatasetReading& reading = {});
DatasetListing listDataset(const std::filesystem::path& folder, DatasetLayout layout,
                           const std::string& phase = {});
/// @}

} // namespace underpaint::imaging
