// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/import_report.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <sstream>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr std::array<std::pair<LabelFormat, std::string_view>, 10> kFormats{{
    {LabelFormat::Auto, "auto"},
    {LabelFormat::Index, "index"},
    {LabelFormat::Colour, "colour"},
    {LabelFormat::CityscapesLabelIds, "cityscapes"},
    {LabelFormat::CityscapesTrainIds, "cityscapes-train"},
    {LabelFormat::CocoStuff, "coco-stuff"},
    {LabelFormat::Ade20k, "ade20k"},
    {LabelFormat::CamVid, "camvid"},
    {LabelFormat::Facades, "facades"},
    {LabelFormat::Labelme, "labelme"},
}};

constexpr std::size_t kListedUnknown = 256;
constexpr std::size_t kPrintedUnknown = 20;

std::string placeText(Point place) {
    return "(" + std::to_string(place.x) + ", " + std::to_string(place.y) + ")";
}

} // namespace

LabelFormat labelFormatFromName(std::string_view name) {
    std::string known;
    for (const auto& [format, text] : kFormats) {
        if (text == name) {
            return format;
        }
        known += (known.empty() ? "" : ", ") + std::string(text);
    }
    throw Error("unknown label format", std::string(name), "Choose one of " + known);
}

std::string_view labelFormatName(LabelFormat format) {
    for (const auto& [candidate, text] : kFormats) {
        if (candidate == format) {
            return text;
        }
    }
    return "unknown";
}

std::string sizeText(Size size) {
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

void sortUnknown(ImportReport& report) {
    const auto before = [](const UnknownValue& a, const UnknownValue& b) {
        return a.pixels != b.pixels ? a.pixels > b.pixels : a.value < b.value;
    };
    std::sort(report.unknown.begin(), report.unknown.end(), before);
    if (report.unknown.size() > kListedUnknown) {
        report.warnings.push_back(
            std::to_string(report.unknown.size()) +
            " different values have no class; this is probably not a label map, or of another "
            "data set");
        report.unknown.resize(kListedUnknown);
    }
}

std::string ImportReport::text() const {
    std::ostringstream out;
    const double area = static_cast<double>(std::max(1LL, size.area()));
    out << std::fixed << std::setprecision(2);
    out << "format: " << labelFormatName(format) << ", " << size.width << " x " << size.height
        << " pixels\n";
    for (const ClassCount& entry : classes) {
        out << "  class " << entry.id << " (" << entry.name << "): " << entry.pixels << " pixels, "
            << 100.0 * static_cast<double>(entry.pixels) / area << " %\n";
    }
    if (snappedPixels > 0) {
        out << "repaired: " << snappedPixels << " pixels had no class's colour exactly and took "
            << "the nearest class; the first at " << placeText(firstSnapped)
            << ", the worst at colour distance " << largestSnapDistance << "\n";
    }
    if (unknownPixels > 0) {
        out << "unknown: " << unknownPixels << " pixels have a value without a class and became "
            << "unlabelled\n";
    }
    for (std::size_t i = 0; i < std::min(unknown.size(), kPrintedUnknown); ++i) {
        out << "  " << unknown[i].value << ": " << unknown[i].pixels << " pixels, the first at "
            << placeText(unknown[i].first) << "\n";
    }
    if (unknown.size() > kPrintedUnknown) {
        out << "  and " << unknown.size() - kPrintedUnknown << " more values\n";
    }
    for (const std::string& one : mapped) {
        out << "  " << one << "\n";
    }
    if (instancesRead > 0) {
        out << "instances: " << instancesRead << " read\n";
    }
    if (instancesDerived > 0) {
        out << "instances: " << instancesDerived << " derived from connected regions\n";
    }
    for (const std::string& warning : warnings) {
        out << "warning: " << warning << "\n";
    }
    if (clean()) {
        out << "nothing had to be repaired\n";
    }
    return out.str();
}

} // namespace underpaint::imaging
