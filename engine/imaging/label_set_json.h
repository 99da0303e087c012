// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace underpaint::imaging {

/// `labels.json` of a data set: {"name", "classes": [{"id", "name", "colour": [r, g, b],
/// "thing"}]}. "color", "#rrggbb" and COCO's "isthing" are read too. Reading checks words, types,
/// ranges and repeated ids and throws Error that names `where` and the word or class that is wrong.
/// @{
scene::LabelSet parseLabelSet(std::string_view json, const std::string& where);
scene::LabelSet readLabelSet(const std::filesystem::path& path);
std::string labelSetJson(const scene::LabelSet& set);
/// @}

/// The class that says by its name that a pixel belongs to none: unlabelled, unlabeled, unknown,
/// void, other, null, background, in this order, then any other word for it (various, ignore ...).
/// Nothing where the set has none.
std::optional<std::uint16_t> namedUnlabelled(const scene::LabelSet& set);
/// That class, else the smallest id. Throws Error for an empty set.
std::uint16_t unlabelledClass(const scene::LabelSet& set);

/// "#rrggbb".
std::string colourText(scene::Colour colour);

} // namespace underpaint::imaging
