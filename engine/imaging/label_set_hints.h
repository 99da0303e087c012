// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <filesystem>
#include <vector>

namespace underpaint::imaging {

/// The known label sets that the last part of a path tells of (gtFine, labelIds, camvid ...).
std::vector<scene::LabelSet> labelSetsNamedIn(const std::filesystem::path& path);

} // namespace underpaint::imaging
