// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/import_report.h"
#include "engine/scene/label_set.h"

#include <filesystem>
#include <optional>

namespace underpaint::imaging {

/// The label set in whose classes a file is written where that is not `own`: the one that its name
/// tells of (gtFine, labelIds, ADE ...), where the file fits it; else, where more than a few pixels
/// of the file do not fit `own`, the one that the names of its folders tell of, the labels.json
/// beside it or beside its folder, or the smallest of the known sets in which every value is a
/// class. One counts only if `own` has partners for most of the pixels. Nothing: `own`, or nobody
/// knows. Formats that say themselves what they are written in are asked for nothing. Does not
/// throw for files that cannot be read: the import tells.
std::optional<scene::LabelSet> foreignLabelSet(const std::filesystem::path& labels,
                                               const scene::LabelSet& own,
                                               LabelFormat format = LabelFormat::Auto);

} // namespace underpaint::imaging
