// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// An sRGB colour.
struct Colour {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
    friend auto operator<=>(const Colour&, const Colour&) = default;
};

/// "#rrggbb".
std::string colourText(Colour colour);

/// One legal value of a label map.
struct LabelClass {
    std::uint16_t id = 0;
    std::string name;
    Colour colour;
    /// Countable objects (cars, persons), for which instances are derived.
    bool thing = false;

    friend bool operator==(const LabelClass&, const LabelClass&) = default;
};

/// The legal values of a data set's label maps. `unlabelled` is the class that pixels without a
/// legal value get.
struct LabelClasses {
    std::string name;
    std::vector<LabelClass> classes;
    std::uint16_t unlabelled = 0;

    /// Null when there is none. The first match counts where colours or names repeat.
    /// @{
    const LabelClass* byId(std::uint32_t id) const;
    const LabelClass* byColour(Colour colour) const;
    /// Upper and lower case, '-', '_' and ' ' are not told apart.
    const LabelClass* byName(std::string_view name) const;
    /// @}
    bool isThing(std::uint32_t id) const;
    /// Throws Error when ids repeat, there is no class, or `unlabelled` is none of them.
    void check(const std::string& where) const;

    friend bool operator==(const LabelClasses&, const LabelClasses&) = default;
};

/// The sets that the program knows: "cityscapes" (35 labelIds, 34 is the licence plate),
/// "camvid" (11 classes and unlabelled, as in the 12-class split), "facades" (CMP: 12 classes and
/// 0 unlabelled), "coco-stuff" (182 and 182 = unlabelled in our maps, 255 in files), "ade20k" (150
/// and 0 = other), "ccp" (59 clothing classes). Throws Error on another name.
/// @{
const LabelClasses& knownLabelClasses(std::string_view name);
std::vector<std::string> knownLabelClassNames();
/// @}

/// `labels.json` of a data set: {"name", "unlabelled", "classes": [{"id", "name", "colour":
/// [r, g, b], "thing"}]}. Reading checks types, ranges and repeated ids and throws Error with the
/// key that is wrong.
/// @{
LabelClasses parseLabelClasses(std::string_view json, const std::string& where);
LabelClasses readLabelClasses(const std::filesystem::path& path);
std::string labelClassesJson(const LabelClasses& classes);
/// @}

} // namespace underpaint::imaging
