// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace underpaint::imaging {

/// `labelmap.txt` of CVAT and Datumaro: a line "name:r,g,b:parts:actions" a class, "#" begins a
/// remark. Ids count the lines from 0; which classes are things is not said, so none is. Throws
/// Error that names `where` and the line.
/// @{
scene::LabelSet parseLabelMapText(std::string_view text, const std::string& where);
scene::LabelSet readLabelMapText(const std::filesystem::path& path);
/// @}

} // namespace underpaint::imaging
