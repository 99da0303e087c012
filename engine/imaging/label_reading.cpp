// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_reading.h"

#include "engine/base/error.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/value_counts.h"
#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr std::uint16_t kNoLabel = 255;
constexpr std::uint16_t kLicencePlate = 34;
/// Of the pixels, so many must have a colour of the classes before palettes and grey levels, which
/// could be numbers as well, are read as colours.
constexpr double kPaletteEvidence = 0.85;
/// So many roughly in the colours of classes leave it open.
constexpr double kPaletteDoubt = 0.6;

/// labelIds of the 19 evaluation classes in order of their trainIds.
constexpr std::array<std::uint16_t, 19> kLabelIdOfTrainId{7,  8,  11, 12, 13, 17, 19, 20, 21, 22,
                                                          23, 24, 25, 26, 27, 28, 31, 32, 33};

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

bool isColourFormat(LabelFormat format) {
    return format == LabelFormat::Colour || format == LabelFormat::CamVid ||
           format == LabelFormat::Facades;
}

/// The format of the set's colour files.
LabelFormat colourFormatOf(const scene::LabelSet& classes, LabelFormat asked) {
    if (isColourFormat(asked)) {
        return asked;
    }
    if (classes.name() == "CamVid") {
        return LabelFormat::CamVid;
    }
    return classes.name() == "CMP facades" ? LabelFormat::Facades : LabelFormat::Colour;
}

/// The format of numbers that the file's name, the set and the numbers speak for.
LabelFormat numberFormatOf(const std::vector<long long>& counts, const std::string& where,
                           const scene::LabelSet& classes) {
    const std::string file = std::filesystem::path(where).filename().string();
    if (contains(file, "labelTrainIds")) {
        return LabelFormat::CityscapesTrainIds;
    }
    if (contains(file, "labelIds")) {
        return LabelFormat::CityscapesLabelIds;
    }
    const auto none = [](long long count) { return count == 0; };
    const bool oneByte = std::all_of(counts.begin() + 256, counts.end(), none);
    const bool trainIds =
        oneByte && counts[kNoLabel] > 0 && classes.name() == "Cityscapes" &&
        std::all_of(counts.begin() + kLabelIdOfTrainId.size(), counts.begin() + kNoLabel, none);
    if (trainIds) {
        return LabelFormat::CityscapesTrainIds;
    }
    return classes.name() == "COCO-Stuff" ? LabelFormat::CocoStuff : LabelFormat::Index;
}

/// How many pixels have a number with a class.
long long legalPixels(const std::vector<long long>& counts, LabelFormat format,
                      const scene::LabelSet& classes) {
    long long legal = 0;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        if (counts[value] > 0 &&
            classOfNumber(static_cast<std::uint16_t>(value), format, classes, 0)) {
            legal += counts[value];
        }
    }
    return legal;
}

std::string lossyName(const StoredImage& image) {
    return image.header.format == FileFormat::Jpeg ? "JPEG" : "lossy";
}

[[noreturn]] void refuseLossyNumbers(const StoredImage& image, const std::string& where) {
    throw Error("class numbers cannot be read from a file with " + lossyName(image) +
                    " compression: it changes them, and a number beside the right one is another "
                    "class",
                where, "Save the label map as PNG, or say --format index to read it as it is");
}

void noteLossyNumbers(const StoredImage& image, LabelReading& reading) {
    if (image.header.lossy) {
        reading.notes.push_back("class numbers from a file with " + lossyName(image) +
                                " compression, which changes them: classes may be wrong");
    }
}

struct Candidate {
    std::vector<ColourCode> codes;
    ColourMatch match;
    bool usual = true;
};

/// The colours of the set that the picture agrees with best, the usual ones when in doubt.
Candidate bestCodes(const std::vector<ColourCount>& colours, const scene::LabelSet& classes,
                    LabelFormat format) {
    Candidate best;
    bool first = true;
    for (std::vector<ColourCode>& codes : colourCodeLists(classes, format)) {
        const ColourMatch match = matchColours(colours, codes);
        const bool better = match.exact > best.match.exact ||
                            (match.exact == best.match.exact && match.near > best.match.near);
        if (first || better) {
            best = {std::move(codes), match, first};
        }
        first = false;
    }
    return best;
}

LabelReading byColours(Candidate candidate, LabelFormat format, const scene::LabelSet& classes) {
    LabelReading reading;
    reading.format = format;
    reading.byColour = true;
    reading.codes = std::move(candidate.codes);
    if (!candidate.usual) {
        reading.notes.push_back("read in the colours that " + classes.name() + " is published in");
    }
    if (classes.size() > 1 && reading.codes.size() == 1) {
        throw Error("all classes of the label set " + classes.name() + " have one colour, " +
                        colourText(reading.codes.front().colour),
                    {}, "Give each class its \"colour\" in labels.json");
    }
    return reading;
}

/// The channel with one number per pixel: all three are equal, or two are 0 everywhere.
std::optional<NumberChannel> numberChannel(const std::vector<ColourCount>& colours) {
    const auto all = [&](auto test) {
        return std::all_of(colours.begin(), colours.end(),
                           [&](const ColourCount& one) { return test(one.colour); });
    };
    using scene::Colour;
    if (all([](Colour c) { return c.red == c.green && c.green == c.blue; })) {
        return NumberChannel::Grey;
    }
    if (all([](Colour c) { return c.green == 0 && c.blue == 0; })) {
        return NumberChannel::Red;
    }
    if (all([](Colour c) { return c.red == 0 && c.blue == 0; })) {
        return NumberChannel::Green;
    }
    if (all([](Colour c) { return c.red == 0 && c.green == 0; })) {
        return NumberChannel::Blue;
    }
    return std::nullopt;
}

std::vector<long long> channelCounts(const std::vector<ColourCount>& colours,
                                     NumberChannel channel) {
    std::vector<long long> counts(256, 0);
    for (const auto& [colour, pixels] : colours) {
        const std::uint8_t value = channel == NumberChannel::Green  ? colour.green
                                   : channel == NumberChannel::Blue ? colour.blue
                                                                    : colour.red;
        counts[value] += pixels;
    }
    return counts;
}

LabelReading byChannel(NumberChannel channel, LabelFormat format, const StoredImage& image) {
    constexpr std::array<const char*, 4> notes{
        "the indices are stored as a grey picture in RGB",
        "the class numbers are read from the red channel, green and blue are 0",
        "the class numbers are read from the green channel, red and blue are 0",
        "the class numbers are read from the blue channel, red and green are 0"};
    LabelReading reading;
    reading.format = format;
    reading.channel = channel;
    reading.notes.emplace_back(notes[static_cast<std::size_t>(channel)]);
    noteLossyNumbers(image, reading);
    return reading;
}

/// A picture in colours whose pixels may still be one number each.
LabelReading readingOfColours(const StoredImage& image, const std::string& where,
                              const scene::LabelSet& classes, LabelFormat asked) {
    const std::vector<ColourCount> colours = countColours(image.colours);
    const auto channel = numberChannel(colours);
    if (asked != LabelFormat::Auto && !isColourFormat(asked)) {
        if (!channel) {
            throw Error("this picture holds colours, not one number per pixel", where,
                        "Import it with the format colour and the label set it was made with");
        }
        return byChannel(*channel, asked, image);
    }
    const LabelFormat colourFormat = colourFormatOf(classes, asked);
    Candidate best = bestCodes(colours, classes, colourFormat);
    if (asked == LabelFormat::Auto && channel) {
        const std::vector<long long> counts = channelCounts(colours, *channel);
        const LabelFormat format = numberFormatOf(counts, where, classes);
        const long long legal = legalPixels(counts, format, classes);
        const ColourMatch& match = best.match;
        if (image.header.lossy) {
            if (legal >= match.pixels / 2 && match.classes < 2) {
                refuseLossyNumbers(image, where);
            }
        } else if (legal == match.pixels ? *channel == NumberChannel::Grey || !match.allExact()
                                         : !match.allExact() && legal > match.near) {
            LabelReading reading = byChannel(*channel, format, image);
            if (match.allExact() && match.classes > 1) {
                reading.notes.emplace_back("its grey levels are colours of classes too: say "
                                           "--format colour where these are meant");
            }
            return reading;
        }
    }
    return byColours(std::move(best), colourFormat, classes);
}

/// What the entries of a palette that are used say.
std::vector<ColourCount> usedColours(const std::vector<long long>& counts,
                                     const std::vector<scene::Colour>& palette) {
    std::vector<ColourCount> used;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        if (counts[value] > 0) {
            used.push_back(
                {value < palette.size() ? palette[value] : scene::Colour{}, counts[value]});
        }
    }
    return used;
}

template<class ColourOf>
bool isPalette(const std::vector<scene::Colour>& palette, const ColourOf& colourOf) {
    for (std::size_t i = 0; i < palette.size(); ++i) {
        if (palette[i] != colourOf(static_cast<unsigned>(i))) {
            return false;
        }
    }
    return palette.size() > 2;
}

/// The palette of PASCAL VOC, which programs write beside any numbers.
bool isVocPalette(const std::vector<scene::Colour>& palette) {
    return isPalette(palette, scene::interleavedColour);
}

/// Entry n is the grey n: a grey file that does not say so.
bool isGreyRamp(const std::vector<scene::Colour>& palette) {
    return isPalette(palette, [](unsigned i) {
        const auto level = static_cast<std::uint8_t>(i);
        return scene::Colour{level, level, level};
    });
}

/// Programs that shrink PNG files reorder palettes, and editors mix colours into them: the colours
/// of the used entries outweigh the numbers, unless the palette has nothing to do with the classes.
bool paletteMeansColours(const StoredImage& image, const std::string& where,
                         const std::vector<ColourCount>& used, const ColourMatch& match,
                         long long legal) {
    const auto share = [&](long long part) {
        return static_cast<double>(part) / static_cast<double>(std::max(1LL, match.pixels));
    };
    if (isVocPalette(image.palette)) {
        return match.near > legal && share(legal) < 0.5;
    }
    if (legal < match.pixels) {
        return match.near > legal;
    }
    // Many entries near few classes are shades, not classes.
    const bool distinct = match.classes * 2 >= match.nearColours && match.nearColours > 0;
    const bool several = used.size() < 2 || match.classes > 1;
    if (match.allExact() || (share(match.near) >= kPaletteEvidence && distinct && several)) {
        return true;
    }
    if (share(match.rough) >= kPaletteDoubt && match.roughClasses > 2) {
        throw Error("the numbers of this palette file are classes, and its colours are like those "
                    "of other classes: it is not known which of them are meant",
                    where, "Say --format colour or --format index");
    }
    return false;
}

/// The colours that grey levels show. Numbers up to 255 in a file of 16 bits are levels as they
/// are.
std::vector<ColourCount> shownLevels(const StoredImage& image,
                                     const std::vector<long long>& counts) {
    const unsigned bits = static_cast<unsigned>(image.header.bitsPerChannel);
    const unsigned maximum = bits < 8 ? (1U << bits) - 1U : 255U;
    const bool small = counts.size() == 256;
    std::vector<ColourCount> shown;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        if (counts[value] > 0) {
            const auto number = static_cast<unsigned>(value);
            unsigned level = number;
            if (bits < 8) {
                level = number * 255U / maximum;
            } else if (bits > 8 && !small) {
                level = number >> (bits - 8U);
            }
            const auto byte = static_cast<std::uint8_t>(level);
            shown.push_back({{byte, byte, byte}, counts[value]});
        }
    }
    return shown;
}

/// A picture of grey levels or palette indices.
LabelReading readingOfIndices(const StoredImage& image, const std::string& where,
                              const scene::LabelSet& classes, LabelFormat asked) {
    const std::vector<long long> counts = countValues(image.indices);
    LabelReading numbers;
    numbers.format = asked == LabelFormat::Auto ? numberFormatOf(counts, where, classes) : asked;
    const bool named = asked == LabelFormat::Auto &&
                       (contains(where, "labelTrainIds") || contains(where, "labelIds"));
    noteLossyNumbers(image, numbers);
    if (asked != LabelFormat::Auto && !isColourFormat(asked)) {
        return numbers;
    }
    if (isColourFormat(asked)) {
        numbers.format = numberFormatOf(counts, where, classes);
    }
    const bool palette =
        image.header.palette && !image.palette.empty() && !isGreyRamp(image.palette);
    const std::vector<ColourCount> shown =
        palette ? usedColours(counts, image.palette) : shownLevels(image, counts);
    const LabelFormat colourFormat = colourFormatOf(classes, asked);
    Candidate best = bestCodes(shown, classes, colourFormat);
    const ColourMatch match = best.match;
    const long long legal = legalPixels(counts, numbers.format, classes);
    if (asked == LabelFormat::Colour) {
        const bool several = match.classes > 1 || match.allExact();
        if (!palette && (match.near <= match.pixels / 2 || !several)) {
            throw Error("this picture holds numbers, not colours", where,
                        "Import it with the format index");
        }
        return byColours(std::move(best), colourFormat, classes);
    }
    if (palette) {
        const bool colours = !named && paletteMeansColours(image, where, shown, match, legal);
        return colours ? byColours(std::move(best), colourFormat, classes) : numbers;
    }
    const bool levels = match.near > legal || (image.header.lossy && match.near == legal);
    if (!named && levels && (match.classes > 1 || match.allExact())) {
        return byColours(std::move(best), colourFormat, classes);
    }
    if (image.header.lossy) {
        refuseLossyNumbers(image, where);
    }
    if (legal == match.pixels && match.allExact() && match.classes > 1) {
        numbers.notes.emplace_back("its grey levels are colours of classes too: say --format "
                                   "colour where these are meant");
    }
    return numbers;
}

} // namespace

std::optional<std::uint16_t> classOfNumber(std::uint16_t value, LabelFormat format,
                                           const scene::LabelSet& classes,
                                           std::uint16_t unlabelled) {
    if (format == LabelFormat::CityscapesTrainIds) {
        if (value == kNoLabel) {
            return unlabelled;
        }
        if (value >= kLabelIdOfTrainId.size()) {
            return std::nullopt;
        }
        value = kLabelIdOfTrainId[value];
    } else if ((format == LabelFormat::CocoStuff && value == kNoLabel) ||
               (format == LabelFormat::Ade20k && value == 0)) {
        return unlabelled;
    } else if (format == LabelFormat::CityscapesLabelIds && value == kNoLabel &&
               !classes.contains(value)) {
        // The data set's id of licence plates is -1, which 8-bit files show as 255.
        value = kLicencePlate;
    }
    return classes.contains(value) ? std::optional(value) : std::nullopt;
}

LabelReading chooseReading(const StoredImage& image, const std::string& where,
                           const scene::LabelSet& classes, LabelFormat asked) {
    if (!image.wideIndices.empty()) {
        throw Error("this picture holds numbers beyond 65535, which are no classes", where,
                    "Give it with --instances where it is an instance map");
    }
    return image.colours.empty() ? readingOfIndices(image, where, classes, asked)
                                 : readingOfColours(image, where, classes, asked);
}

} // namespace underpaint::imaging
