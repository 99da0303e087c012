// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/picture_evidence.h"

#include "engine/base/error.h"
#include "engine/imaging/colour_labels.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

/// Differences of a channel that most pixels of a label map keep to after JPEG, and nearly all.
constexpr int kClose = 6;
constexpr int kNear = 24;
constexpr double kCloseShare = 0.35;
constexpr double kNearShare = 0.7;
/// What photos stay below, by chance and by grey walls.
constexpr double kPhotoCloseShare = 0.2;
/// Neighbours of one value in a label map; photos have less than half of that.
constexpr double kFlatPictureShare = 0.6;
constexpr std::size_t kMostColours = 256;
/// Pictures that are looked at to find the half of the labels.
constexpr std::size_t kSample = 8;

/// How many pixels are how near to a colour of the classes.
struct Nearness {
    double close = 0;
    double near = 0;
    std::size_t classes = 0; ///< that a hundredth of the pixels is close to

    bool isLabels() const { return close >= kCloseShare && near >= kNearShare; }
    bool isPhoto() const { return close < kPhotoCloseShare; }
};

/// The largest difference of a channel.
int difference(const std::uint8_t* rgb, scene::Colour colour) {
    return std::max({std::abs(rgb[0] - colour.red), std::abs(rgb[1] - colour.green),
                     std::abs(rgb[2] - colour.blue)});
}

Nearness nearness(const Image& picture, const std::vector<ColourCode>& codes) {
    const std::size_t pixels = std::max<std::size_t>(picture.values().size() / 3, 1);
    std::size_t close = 0;
    std::size_t near = 0;
    std::map<std::uint16_t, std::size_t> counts;
    for (std::size_t i = 0; i < picture.values().size() / 3; ++i) {
        const std::uint8_t* rgb = picture.data() + 3 * i;
        const auto nearest =
            std::min_element(codes.begin(), codes.end(), [rgb](const auto& a, const auto& b) {
                return difference(rgb, a.colour) < difference(rgb, b.colour);
            });
        const int distance = nearest != codes.end() ? difference(rgb, nearest->colour) : kNear + 1;
        near += distance <= kNear ? 1U : 0U;
        if (distance <= kClose) {
            ++close;
            ++counts[nearest->id];
        }
    }
    Nearness result{static_cast<double>(close) / static_cast<double>(pixels),
                    static_cast<double>(near) / static_cast<double>(pixels)};
    result.classes = static_cast<std::size_t>(
        std::count_if(counts.begin(), counts.end(),
                      [pixels](const auto& entry) { return entry.second * 100 >= pixels; }));
    return result;
}

/// A tenth of a megapixel tells as much as all of them.
Image reduced(const Image& picture) {
    constexpr double enough = 100'000;
    const double area = static_cast<double>(picture.size().area());
    if (area <= enough) {
        return picture;
    }
    const double factor = std::sqrt(enough / area);
    const auto scaled = [factor](int extent) {
        return std::max(1, static_cast<int>(std::lround(factor * extent)));
    };
    return resizeNearest(picture, {scaled(picture.width()), scaled(picture.height())});
}

/// One list of colours for every set that a picture may be made with.
std::vector<std::vector<ColourCode>>
possibleColours(const std::optional<scene::LabelSet>& classes) {
    const auto codesOf = [](const scene::LabelSet& set) {
        return colourCodes(set, set.name() == "CamVid" ? LabelFormat::CamVid : LabelFormat::Colour);
    };
    if (classes) {
        return {codesOf(*classes)};
    }
    std::vector<std::vector<ColourCode>> all;
    for (const std::string& name : scene::builtinLabelSetNames()) {
        all.push_back(codesOf(scene::builtinLabels(name)));
    }
    return all;
}

/// Share of the pixels that equal their right neighbour.
template<class Values>
double flatShare(const Values& plane, int channels) {
    std::size_t equal = 0;
    std::size_t pairs = 0;
    for (int y = 0; y < plane.height(); ++y) {
        const auto row = plane.row(y);
        for (int x = 0; x + 1 < plane.width(); ++x) {
            const auto* here = row.data() + static_cast<std::ptrdiff_t>(x) * channels;
            equal += std::equal(here, here + channels, here + channels) ? 1U : 0U;
            ++pairs;
        }
    }
    return static_cast<double>(equal) / static_cast<double>(std::max<std::size_t>(pairs, 1));
}

bool hasFewColours(const Image& picture) {
    std::set<std::array<std::uint8_t, 3>> seen;
    for (std::size_t i = 0; i + 2 < picture.values().size(); i += 3) {
        const std::uint8_t* rgb = picture.data() + i;
        seen.insert({rgb[0], rgb[1], rgb[2]});
        if (seen.size() > kMostColours) {
            return false;
        }
    }
    return true;
}

Image halfOf(const Image& both, bool left) {
    const int width = both.width() / 2;
    return cropPadded(both, {left ? 0 : width, 0, width, both.height()});
}

} // namespace

std::vector<fs::path> spreadSample(const std::vector<fs::path>& files, std::size_t most) {
    if (files.size() <= most) {
        return files;
    }
    std::vector<fs::path> sample;
    for (std::size_t i = 0; i < most; ++i) {
        sample.push_back(files[i * files.size() / most]);
    }
    return sample;
}

bool looksLikeLabelMap(const StoredImage& picture, const std::optional<scene::LabelSet>& classes) {
    const bool lossy = picture.header.format == FileFormat::Jpeg;
    if (!picture.indices.empty()) {
        return !lossy && flatShare(picture.indices, 1) >= kFlatPictureShare;
    }
    if (!lossy && flatShare(picture.colours, 3) >= kFlatPictureShare &&
        hasFewColours(picture.colours)) {
        return true;
    }
    const Image small = reduced(picture.colours);
    const auto sets = possibleColours(classes);
    return std::any_of(sets.begin(), sets.end(), [&](const std::vector<ColourCode>& codes) {
        return nearness(small, codes).isLabels();
    });
}

std::optional<bool> looksLikeLabelMap(const fs::path& file,
                                      const std::optional<scene::LabelSet>& classes) {
    try {
        return looksLikeLabelMap(readStored(file), classes);
    } catch (const Error&) {
        return std::nullopt; // who reads it for good says why
    }
}

std::optional<LabelHalf> labelHalfOf(const Image& both,
                                     const std::optional<scene::LabelSet>& classes) {
    if (both.width() % 2 != 0 || both.width() <= both.height()) {
        return std::nullopt;
    }
    const Image left = reduced(halfOf(both, true));
    const Image right = reduced(halfOf(both, false));
    for (const std::vector<ColourCode>& codes : possibleColours(classes)) {
        const Nearness leftColours = nearness(left, codes);
        const Nearness rightColours = nearness(right, codes);
        // A grey wall has the colour of a class, too, but not those of two.
        const auto shows = [](const Nearness& labels, const Nearness& photo) {
            return labels.isLabels() && labels.classes >= 2 && photo.isPhoto();
        };
        if (shows(rightColours, leftColours)) {
            return LabelHalf::Right;
        }
        if (shows(leftColours, rightColours)) {
            return LabelHalf::Left;
        }
    }
    return std::nullopt;
}

std::optional<LabelHalf> labelHalfOf(const std::vector<fs::path>& files,
                                     const std::optional<scene::LabelSet>& classes) {
    std::size_t lefts = 0;
    std::size_t rights = 0;
    std::size_t unclear = 0;
    for (const fs::path& file : spreadSample(files, kSample)) {
        try {
            const auto half = labelHalfOf(readPhoto(file), classes);
            lefts += half == LabelHalf::Left ? 1U : 0U;
            rights += half == LabelHalf::Right ? 1U : 0U;
            unclear += half ? 0U : 1U;
        } catch (const Error&) {
            continue; // who reads it for good says why
        }
    }
    const std::size_t most = std::max(lefts, rights);
    const std::size_t against = unclear + std::min(lefts, rights);
    if (most == 0 || against * 3 > most) {
        return std::nullopt;
    }
    return lefts > rights ? LabelHalf::Left : LabelHalf::Right;
}

} // namespace underpaint::imaging
