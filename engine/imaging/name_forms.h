// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace underpaint::imaging {

/// Equal for names that differ in letter case or Unicode form alone. Bytes that are no UTF-8 stay.
std::string foldedName(std::string_view name);

/// foldedName() in small letters without separators: "Seg_Masks" and "segmasks" are one word.
std::string bareWord(std::string_view name);

/// A stem ("city/IMG_001_mask") without what programs add to tell photos and label maps of one
/// scene apart: "_mask", "_gt", "image_", ".jpg" ...
std::string sceneStem(std::string_view stem);
/// foldedName() of that.
std::string sceneName(std::string_view stem);

/// How two stems of one sceneName() differ, for a message: "in letter case", "in the ending
/// "_mask""
std::string nameDifference(std::string_view a, std::string_view b);

} // namespace underpaint::imaging
