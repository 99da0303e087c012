// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_limits.h"

#include "engine/base/error.h"
#include "engine/imaging/value_counts.h"
#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

/// Shares of the picture. Label maps in colour that JPEG of any quality or scaling damaged have up
/// to a fifth of doubtful pixels, photos a third and more (measured on the data sets at hand).
constexpr double kMostWithoutClass = 0.25;
constexpr double kMostDoubtful = 0.25;
/// Where one class fills most of the picture (a night sky is near black), what is left counts.
constexpr double kSomeDoubtful = 0.05;
constexpr double kMostDoubtfulRest = 0.5;
/// One class for all colours, of which more than a few moved by more than this, is no repair.
constexpr double kOneClassDistance = 7;
/// Photos and depths: several numbers, of which few pixels share theirs with a neighbour. Of label
/// maps 19 of 20 pixels do, also of small ones.
constexpr int kSeveralNumbers = 6;
constexpr long long kSmallestJudged = 400;
constexpr double kLeastFlat = 0.7;

std::string percent(long long part, long long whole) {
    return std::to_string(100 * part / std::max(1LL, whole)) + " %";
}

std::vector<ColourCount> swapped(std::vector<ColourCount> colours) {
    for (ColourCount& one : colours) {
        std::swap(one.colour.red, one.colour.blue);
    }
    return colours;
}

/// class = R / 10 * 256 + G, object = B, as in the full release of ADE20K.
bool looksLikeFullAde20k(const std::vector<ColourCount>& colours, const std::string& where) {
    const bool coded = std::all_of(colours.begin(), colours.end(), [](const ColourCount& one) {
        return one.colour.red % 10 == 0 && one.colour.red <= 130;
    });
    return coded && std::filesystem::path(where).stem().string().ends_with("_seg");
}

/// What else a colour file may be, as advice.
std::string adviceOnColours(const Image& picture, const std::string& where,
                            const scene::LabelSet& classes) {
    const std::vector<ColourCount> colours = countColours(picture);
    const auto fits = [](const ColourMatch& match) { return match.exact * 10 >= match.pixels * 9; };
    if (fits(matchColours(swapped(colours), colourCodes(classes, LabelFormat::CamVid)))) {
        return "Its red and blue are exchanged: save it with the channels in the order red, green, "
               "blue";
    }
    if (looksLikeFullAde20k(colours, where)) {
        return "It looks like a _seg.png of the full release of ADE20K (class in red and green, "
               "object in blue): convert it to class numbers first";
    }
    for (const std::string& name : scene::builtinLabelSetNames()) {
        const scene::LabelSet set = scene::builtinLabels(name);
        for (const auto& codes : colourCodeLists(set, LabelFormat::CamVid)) {
            const ColourMatch match = matchColours(colours, codes);
            if (set.name() != classes.name() && fits(match) && match.classes > 1) {
                return "Its colours are those of another label set: say --labels " + name;
            }
        }
    }
    return "Name the label set that it was made with (--labels: a known set or a labels.json with "
           "its colours), or its --format; a photo is no label map";
}

[[noreturn]] void refuse(const std::string& what, const std::string& where,
                         const std::string& advice) {
    throw Error(what, where, advice);
}

void checkNumbers(const StoredImage& image, const LabelPlane& labels, const ImportReport& report,
                  const std::string& where, const scene::LabelSet& classes, LabelFormat asked) {
    const long long area = report.size.area();
    // 255 marks what nobody labelled in many data sets, and may cover any part.
    long long unmarked = report.unknownPixels;
    for (const UnknownValue& value : report.unknown) {
        unmarked -= value.value == "255" ? value.pixels : 0;
    }
    if (static_cast<double>(unmarked) > kMostWithoutClass * static_cast<double>(area)) {
        refuse("this is no label map of " + classes.name() + ": " + std::to_string(unmarked) +
                   " of " + std::to_string(area) + " pixels (" + percent(unmarked, area) +
                   ") have numbers without a class, the most " + report.unknown.front().value,
               where, "Name the label set that it was made with (--labels), or its --format");
    }
    const bool several = asked == LabelFormat::Auto && report.classes.size() >= kSeveralNumbers &&
                         area >= kSmallestJudged;
    const LabelPlane& numbers = image.indices.empty() ? labels : image.indices;
    if (several && flatShare(numbers) < kLeastFlat) {
        refuse("this is no label map: it has " + std::to_string(report.classes.size()) +
                   " different numbers, which change from pixel to pixel as in a photo",
               where,
               "Give a picture with the number of its class in each pixel; --format index reads it "
               "as it is");
    }
}

void checkColours(const Image& picture, const ImportReport& report, const std::string& where,
                  const scene::LabelSet& classes) {
    const auto area = static_cast<double>(report.size.area());
    const auto doubtful = static_cast<double>(report.doubtfulPixels);
    const auto odd = static_cast<double>(report.doubtfulPixels + report.unknownPixels);
    long long largest = 0;
    for (const ClassCount& entry : report.classes) {
        largest = std::max(largest, entry.pixels);
    }
    const double rest = std::max(1.0, area - static_cast<double>(largest));
    const bool moved = report.largestSnapDistance > kOneClassDistance || report.unknownPixels > 0;
    const bool oneClass =
        report.classes.size() == 1 && moved && report.snappedPixels * 20 > report.size.area();
    if (odd > kMostWithoutClass * area || doubtful > kMostDoubtful * area ||
        (doubtful > kSomeDoubtful * area && doubtful > kMostDoubtfulRest * rest)) {
        const long long pixels = report.doubtfulPixels + report.unknownPixels;
        refuse("this is no label map in the colours of " + classes.name() + ": " +
                   std::to_string(pixels) + " of " + std::to_string(report.size.area()) +
                   " pixels (" + percent(pixels, report.size.area()) +
                   ") have a colour that is neither near that of a class nor a blend of classes "
                   "around",
               where, adviceOnColours(picture, where, classes));
    }
    if (oneClass) {
        refuse("this is no label map in the colours of " + classes.name() +
                   ": it has several colours, and all are near that of " +
                   report.classes.front().name,
               where, adviceOnColours(picture, where, classes));
    }
}

} // namespace

void checkLimits(const StoredImage& image, const LabelReading& reading, const LabelPlane& labels,
                 const ImportReport& report, const std::string& where,
                 const scene::LabelSet& classes, LabelFormat asked) {
    if (reading.byColour) {
        checkColours(shownColours(image), report, where, classes);
    } else {
        checkNumbers(image, labels, report, where, classes, asked);
    }
}

} // namespace underpaint::imaging
