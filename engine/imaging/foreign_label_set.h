// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/label_import.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace underpaint::imaging {

/// Label maps in the classes in which their file is written.
struct MapsInTheirClasses {
    /// Absent: those that were asked for.
    std::optional<scene::LabelSet> foreign;
    ImportedMaps maps;
};

/// Reads one file in the classes of a set.
using LabelReader = std::function<ImportedMaps(const scene::LabelSet&, const ImportOptions&)>;

/// Reads a label map and finds out in which classes it is written where those are not `own`: the
/// label set that lies beside it or beside its folder (labelSetFileBeside()), where the file fits
/// it; it says so outright, and counts even if `own` has no partners for its classes. Without one,
/// the label set that its name tells of (gtFine, labelIds, ADE ...), where the file fits it; else,
/// where more than a few pixels of the file do not fit `own`, the one that the names of its folders
/// tell of, or the smallest of the known sets in which every value is a class. One of these counts
/// only if `own` has partners for most of the pixels. A label set beside it whose classes, or those
/// of `own`, have no names but numbers is one of these too. Formats that say themselves what they
/// are written in are read in `own`. `read` reads the file, in options.format. Throws Error as
/// `read` does with `own` and `options`.
MapsInTheirClasses readInTheirClasses(const std::filesystem::path& labels,
                                      const scene::LabelSet& own, const ImportOptions& options,
                                      const LabelReader& read);

} // namespace underpaint::imaging
