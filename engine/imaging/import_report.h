// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// How classes are written in a label file.
enum class LabelFormat {
    Auto,               ///< find out from the file name and the values
    Index,              ///< grey 8/16 bit or palette: the stored value is the class
    Colour,             ///< RGB or palette: the colour is that of the class
    CityscapesLabelIds, ///< Index with Cityscapes' ids
    CityscapesTrainIds, ///< 0..18, 255 = unlabelled; becomes labelIds
    CocoStuff,          ///< 0..181, 255 = unlabelled
    Ade20k,             ///< 1..150, 0 = other
    CamVid,             ///< RGB in the 32 CamVid colours (grouped to 12 classes), or 12-class index
    Facades,            ///< RGB in the CMP facade colours, often JPEG-damaged
    Labelme             ///< JSON with polygons, rectangles, circles, lines, points and masks
};

/// The name on the command line ("auto", "index", "cityscapes", ...). Throws Error on another.
/// @{
LabelFormat labelFormatFromName(std::string_view name);
std::string_view labelFormatName(LabelFormat format);
/// @}

/// Pixels of one class after the import.
struct ClassCount {
    std::uint16_t id = 0;
    std::string name;
    long long pixels = 0;
};

/// A value in the file that is no class; its pixels became unlabelled.
struct UnknownValue {
    /// "255", "#ff8000" or a labelme label.
    std::string value;
    long long pixels = 0;
    Point first;
};

/// What the user sees before accepting an imported label map.
struct ImportReport {
    LabelFormat format = LabelFormat::Auto;
    Size size;
    /// Classes with at least one pixel, by id.
    std::vector<ClassCount> classes;
    /// Pixels whose colour was that of a class exactly / was replaced by the nearest one.
    long long exactPixels = 0;
    long long snappedPixels = 0;
    /// Euclidean distance in 8-bit RGB of the worst replaced pixel, and the first one's place.
    double largestSnapDistance = 0;
    Point firstSnapped;
    /// Of the replaced pixels those whose colour is neither near that of a class nor a blend of
    /// classes around: damage does not explain them.
    long long doubtfulPixels = 0;
    /// By number of pixels, most first; never more than 256.
    std::vector<UnknownValue> unknown;
    /// All pixels with unknown values, also of values that the list has no room for.
    long long unknownPixels = 0;
    /// What classes of another label set became, but for those that are warned of.
    std::vector<std::string> mapped;
    long long instancesRead = 0;
    long long instancesDerived = 0;
    std::vector<std::string> warnings;

    /// No pixel was changed and nothing is to be warned of.
    bool clean() const { return snappedPixels == 0 && unknownPixels == 0 && warnings.empty(); }
    /// Several lines of plain text.
    std::string text() const;
};

/// "640 x 480".
std::string sizeText(Size size);

/// Brings the list of unknown values into its order and cuts it to its largest length, with a
/// warning.
void sortUnknown(ImportReport& report);

} // namespace underpaint::imaging
