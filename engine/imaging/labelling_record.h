// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// What became of a photo that a network labelled.
struct LabelledPhotoLine {
    std::string photo; ///< its path below the folder of photos
    std::string part;  ///< train or val
    std::string name;  ///< of its files, without extension
    bool kept = false;
    double confidence = 0; ///< 0 .. 1
    double doubtful = 0;   ///< share of its pixels that became unlabelled
    std::string why;       ///< where it was not kept
};

/// The list beside labelled photos: a CSV file for people, and what a run that goes on starts from.
struct LabellingRecord {
    /// Model and options of the run, as a remark; other ones make no part of the same data set.
    std::string settings;
    std::vector<LabelledPhotoLine> photos;
};

std::string labellingRecordText(const LabellingRecord& record);
/// Throws Error naming `where` and the line.
LabellingRecord parseLabellingRecord(std::string_view text, const std::string& where);
LabellingRecord readLabellingRecord(const std::filesystem::path& path);

} // namespace underpaint::imaging
