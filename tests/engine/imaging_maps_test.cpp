// SPDX-License-Identifier: GPL-3.0-or-later
// What is a label map and what is none: readings that need evidence, repairs with limits.
#include "engine/base/mapped_file.h"
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/dataset_check.h"
#include "engine/imaging/dataset_convert.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/labelme.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

/// A street in four classes of CamVid: sky, buildings, road, cars.
LabelPlane street() {
    LabelPlane labels(64, 48, 0);
    for (int y = 0; y < 48; ++y) {
        for (int x = 0; x < 64; ++x) {
            labels.at(x, y) = y > 30 ? 3 : (x / 12 % 2 == 1 && y > 8) ? 1 : 0;
            if (y > 24 && y < 36 && x > 20 && x < 34) {
                labels.at(x, y) = 8;
            }
        }
    }
    return labels;
}

template<class ColourOf>
Image painted(const LabelPlane& labels, const ColourOf& colourOf) {
    Image image(labels.width(), labels.height(), 3, 0);
    std::uint8_t* out = image.data();
    for (const std::uint16_t label : labels.values()) {
        const scene::Colour colour = colourOf(label);
        *out++ = colour.red;
        *out++ = colour.green;
        *out++ = colour.blue;
    }
    return image;
}

Image inColours(const LabelPlane& labels, const scene::LabelSet& set) {
    return painted(labels, [&](std::uint16_t label) { return set.at(label).colour; });
}

/// Smooth in every channel, as photos are.
Image gradient(int width, int height) {
    Image image(width, height, 3, 0);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.at(x, y, 0) = static_cast<std::uint8_t>(x * 250 / width);
            image.at(x, y, 1) = static_cast<std::uint8_t>(y * 250 / height);
            image.at(x, y, 2) = static_cast<std::uint8_t>((x + y) * 250 / (width + height));
        }
    }
    return image;
}

Image noise(int width, int height, int channels) {
    Random random(5);
    Image image(width, height, channels, 0);
    for (std::uint8_t& value : image.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    return image;
}

ImportedMaps import(const std::vector<std::byte>& file, const scene::LabelSet& set,
                    LabelFormat format = LabelFormat::Auto, const char* name = "a.png") {
    ImportOptions options;
    options.format = format;
    return importLabelBytes(file, name, set, options);
}

bool warnsOf(const ImportReport& report, const std::string& part) {
    return std::any_of(report.warnings.begin(), report.warnings.end(), [&](const auto& warning) {
        return warning.find(part) != std::string::npos;
    });
}

/// The same file with a palette whose entries are `palette`.
std::vector<std::byte> withPalette(const LabelPlane& indices,
                                   const std::vector<scene::Colour>& palette) {
    return encodePalettePng(indices, palette);
}

void save(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

/// The PNG file with a chunk of EXIF data before its pixels that says `orientation`.
std::vector<std::byte> withExif(const std::vector<std::byte>& png, std::uint8_t orientation) {
    const std::array<std::uint8_t, 38> chunk{
        0, 0, 0, 26, 'e', 'X', 'I', 'f',         'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 18,
        1, 3, 0, 1,  0,   0,   0,   orientation, 0,   0,   0,  0, 0, 0, 0, 0, 0, 0, 0};
    constexpr std::size_t afterHeader = 33;
    std::vector<std::byte> result(png.begin(), png.begin() + afterHeader);
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t i = 4; i < 34; ++i) {
        crc ^= chunk[i];
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    crc = ~crc;
    for (std::size_t i = 0; i < 34; ++i) {
        result.push_back(static_cast<std::byte>(chunk[i]));
    }
    for (unsigned shift = 24; shift < 32; shift -= 8) {
        result.push_back(static_cast<std::byte>(crc >> shift & 0xFFU));
    }
    result.insert(result.end(), png.begin() + afterHeader, png.end());
    return result;
}

} // namespace

UNDERPAINT_TEST(imaging_maps_numbers_in_one_channel_of_three) {
    const scene::LabelSet set = scene::camvidLabels();
    const LabelPlane labels = street();
    const std::array<const char*, 3> names{"red", "green", "blue"};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const Image picture = painted(labels, [&](std::uint16_t label) {
            const auto value = static_cast<std::uint8_t>(label);
            return channel == 0   ? scene::Colour{value, 0, 0}
                   : channel == 1 ? scene::Colour{0, value, 0}
                                  : scene::Colour{0, 0, value};
        });
        const ImportedMaps maps = import(encodePng(picture), set);
        CHECK(maps.labels == labels);
        CHECK(warnsOf(maps.report, std::string(names[channel]) + " channel"));
        CHECK(import(encodePng(picture), set, LabelFormat::Index).labels == labels);
    }
    // Not where the colours are those of classes.
    const Image red = painted(LabelPlane(9, 9, 1), [](std::uint16_t) {
        return scene::Colour{128, 0, 0};
    });
    CHECK_EQUAL(import(encodePng(red), scene::ade20kLabels()).labels.at(0, 0), 1);
}

UNDERPAINT_TEST(imaging_maps_photos_and_noise_are_refused) {
    std::vector<scene::LabelSet> sets;
    for (const std::string& name : scene::builtinLabelSetNames()) {
        sets.push_back(scene::builtinLabels(name));
    }
    Image night = gradient(64, 48);
    for (std::uint8_t& value : night.values()) {
        value = static_cast<std::uint8_t>(value / 5);
    }
    Image shades = gradient(64, 48);
    for (std::uint8_t& value : shades.values()) {
        value = static_cast<std::uint8_t>(value / 16);
    }
    for (const scene::LabelSet& set : sets) {
        for (const Image& picture : {gradient(64, 48), noise(64, 48, 3), night}) {
            CHECK_ERROR(import(encodePng(picture), set), "no label map");
            CHECK_ERROR(import(encodePng(picture), set, LabelFormat::Colour), "a.png");
            CHECK_ERROR(import(encodePhoto(picture, "a.jpg"), set), "a.png");
        }
        CHECK_ERROR(import(encodePng(noise(64, 48, 1)), set), "no label map");
        CHECK_ERROR(import(encodePng(shades), set), "no label map");
    }
}

UNDERPAINT_TEST(imaging_maps_of_other_colours_are_refused_with_advice) {
    const scene::LabelSet camvid = scene::camvidLabels();
    const scene::LabelSet facades = scene::facadeLabels();
    LabelPlane labels = street();
    for (std::uint16_t& label : labels.values()) {
        label = static_cast<std::uint16_t>(label + 2);
    }
    const auto foreign = encodePng(inColours(labels, facades));
    CHECK_ERROR(import(foreign, camvid), "--labels facades");
    // Red and blue exchanged.
    LabelPlane trees(64, 48, 1);
    for (int y = 0; y < 24; ++y) {
        std::fill_n(trees.row(y).begin(), 64, std::uint16_t{5});
    }
    const Image swapped = painted(trees, [&](std::uint16_t label) {
        const scene::Colour colour = camvid.at(label).colour;
        return scene::Colour{colour.blue, colour.green, colour.red};
    });
    CHECK_ERROR(import(encodePng(swapped), camvid), "red and blue are exchanged");
    // The coded classes of the full release of ADE20K.
    const Image coded = painted(street(), [](std::uint16_t label) {
        return scene::Colour{static_cast<std::uint8_t>(10 * label + 10),
                             static_cast<std::uint8_t>(31 * label + 7), 0};
    });
    CHECK_ERROR(import(encodePng(coded), scene::ade20kLabels(), LabelFormat::Auto, "x_seg.png"),
                "full release");
    // Coded numbers that are all near black, of which one is black.
    const Image dark = painted(street(), [](std::uint16_t label) {
        return scene::Colour{static_cast<std::uint8_t>(label == 8 ? 14 : 5 * label), 0, 0};
    });
    CHECK_ERROR(import(encodePng(dark), camvid), "no label map in the colours of CamVid");
    // The same in a JPEG file, where most are near black and some are none of the colours.
    const Image red = painted(street(), [](std::uint16_t label) {
        return scene::Colour{static_cast<std::uint8_t>(label), 0, 0};
    });
    CHECK_ERROR(import(encodePhoto(red, "a.jpg", 95), camvid), "a.png");
    // A colour that is near, but fills a part, is another class and not damage.
    const Image shifted = painted(street(), [&](std::uint16_t label) {
        scene::Colour colour = camvid.at(label).colour;
        colour.red = static_cast<std::uint8_t>(colour.red + 20);
        return colour;
    });
    CHECK_ERROR(import(encodePng(shifted), camvid), "no label map in the colours of CamVid");
}

UNDERPAINT_TEST(imaging_maps_in_the_published_colours_of_ade20k) {
    const scene::LabelSet set = scene::ade20kLabels();
    LabelPlane labels(40, 30, 1);
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 40; ++x) {
            labels.at(x, y) = y < 10 ? 3 : x < 20 ? 1 : 2;
        }
    }
    const std::array<scene::Colour, 4> colours{
        {{}, {120, 120, 120}, {180, 120, 120}, {6, 230, 230}}};
    const ImportedMaps maps = import(
        encodePng(painted(labels, [&](std::uint16_t label) { return colours[label]; })), set);
    CHECK(maps.labels == labels);
    CHECK(warnsOf(maps.report, "published"));
}

UNDERPAINT_TEST(imaging_maps_damaged_by_jpeg_and_scaling_stay_readable) {
    const LabelPlane labels = street();
    const scene::LabelSet set = scene::camvidLabels();
    const Image colours = inColours(labels, set);
    for (const int quality : {95, 75, 50, 30}) {
        const ImportedMaps maps = import(encodePhoto(colours, "a.jpg", quality), set);
        std::size_t same = 0;
        for (std::size_t i = 0; i < labels.values().size(); ++i) {
            same += maps.labels.values()[i] == labels.values()[i] ? 1U : 0U;
        }
        CHECK(same * 100 > labels.values().size() * 96);
    }
    const Image smaller = resizeBicubic(colours, {40, 30});
    CHECK(import(encodePng(smaller), set).report.snappedPixels > 20);
}

UNDERPAINT_TEST(imaging_maps_numbers_in_jpeg_files_are_refused) {
    const LabelPlane labels = street();
    for (const scene::LabelSet& set : {scene::camvidLabels(), scene::cityscapesLabels()}) {
        const Image grey = painted(labels, [](std::uint16_t label) {
            const auto level = static_cast<std::uint8_t>(label);
            return scene::Colour{level, level, level};
        });
        Image one(64, 48, 1, 0);
        std::transform(labels.values().begin(), labels.values().end(), one.values().begin(),
                       [](std::uint16_t label) { return static_cast<std::uint8_t>(label); });
        for (const Image& picture : {grey, one}) {
            const auto file = encodePhoto(picture, "a.jpg", 100);
            CHECK_ERROR(import(file, set, LabelFormat::Auto, "a.jpg"), "JPEG");
            const ImportedMaps asked = import(file, set, LabelFormat::Index, "a.jpg");
            CHECK(warnsOf(asked.report, "JPEG"));
        }
    }
}

UNDERPAINT_TEST(imaging_maps_palettes_near_the_classes_are_colours) {
    const scene::LabelSet set = scene::camvidLabels();
    const LabelPlane labels = street();
    // In the order in which the editor met them; two of them not exact.
    const std::array<std::uint16_t, 4> order{3, 8, 0, 1};
    std::vector<scene::Colour> palette;
    LabelPlane indices(64, 48);
    for (std::size_t i = 0; i < order.size(); ++i) {
        palette.push_back(set.at(order[i]).colour);
        for (std::size_t pixel = 0; pixel < labels.values().size(); ++pixel) {
            if (labels.values()[pixel] == order[i]) {
                indices.values()[pixel] = static_cast<std::uint16_t>(i);
            }
        }
    }
    palette[0].blue = 127;
    palette[1].red = 70;
    palette.push_back({255, 255, 255});
    CHECK(import(withPalette(indices, palette), set).labels == labels);
    // A few pixels of mixed colours do not change that.
    palette[4] = {96, 32, 128};
    indices.at(20, 28) = indices.at(34, 30) = 4;
    const ImportedMaps blended = import(withPalette(indices, palette), set);
    CHECK_EQUAL(blended.report.snappedPixels > 0, true);
    CHECK_EQUAL(blended.labels.at(0, 47), 3);
    CHECK_EQUAL(blended.labels.at(25, 30), 8);
}

UNDERPAINT_TEST(imaging_maps_palettes_of_other_programs_are_numbers) {
    const scene::LabelSet set = scene::camvidLabels();
    LabelPlane labels = street();
    std::vector<scene::Colour> voc;
    std::vector<scene::Colour> ramp;
    std::vector<scene::Colour> random;
    Random dice(11);
    for (unsigned i = 0; i < 256; ++i) {
        voc.push_back(scene::interleavedColour(i));
        const auto level = static_cast<std::uint8_t>(i);
        ramp.push_back({level, level, level});
        random.push_back({static_cast<std::uint8_t>(dice.below(256)),
                          static_cast<std::uint8_t>(dice.below(256)),
                          static_cast<std::uint8_t>(dice.below(256))});
    }
    for (const auto& palette : {voc, ramp, random}) {
        CHECK(import(withPalette(labels, palette), set).labels == labels);
    }
    // Numbers whose colours in VOC's palette happen to be classes here.
    std::replace(labels.values().begin(), labels.values().end(), std::uint16_t{8},
                 std::uint16_t{7});
    CHECK(import(withPalette(labels, voc), set).labels == labels);
}

UNDERPAINT_TEST(imaging_maps_palettes_that_leave_it_open_are_asked_about) {
    const scene::LabelSet set = scene::camvidLabels();
    const LabelPlane labels = street();
    std::vector<scene::Colour> palette(9, scene::Colour{255, 0, 255});
    const auto rough = [&](std::uint16_t entry, std::uint16_t label) {
        scene::Colour colour = set.at(label).colour;
        colour.green = static_cast<std::uint8_t>(colour.green + 25);
        palette[entry] = colour;
    };
    rough(0, 1);
    rough(1, 8);
    rough(3, 0);
    rough(8, 9);
    CHECK_ERROR(import(withPalette(labels, palette), set), "--format colour or --format index");
    CHECK(import(withPalette(labels, palette), set, LabelFormat::Index).labels == labels);
}

UNDERPAINT_TEST(imaging_maps_grey_levels_that_are_colours_of_classes) {
    const scene::LabelSet set = parseLabelSet(R"({"name": "three", "classes": [
            {"id": 0, "name": "background", "colour": [0, 0, 0]},
            {"id": 1, "name": "wall", "color": "#808080"},
            {"id": 2, "name": "roof", "color": [255, 255, 255]}]})",
                                              "labels.json");
    LabelPlane labels(30, 20, 0);
    LabelPlane levels(30, 20, 0);
    for (int x = 10; x < 30; ++x) {
        for (int y = 0; y < 20; ++y) {
            labels.at(x, y) = x < 20 ? 1 : 2;
            levels.at(x, y) = x < 20 ? 128 : 255;
        }
    }
    for (const LabelFormat format : {LabelFormat::Auto, LabelFormat::Colour}) {
        CHECK(import(encodePng(levels), set, format).labels == labels);
    }
    // As a JPEG file, smoothed, and with 16 bits.
    Image grey(30, 20, 1, 0);
    std::copy(levels.values().begin(), levels.values().end(), grey.values().begin());
    CHECK(import(encodePhoto(grey, "a.jpg", 90), set, LabelFormat::Auto, "a.jpg").labels == labels);
    LabelPlane wide = levels;
    for (std::uint16_t& level : wide.values()) {
        level = static_cast<std::uint16_t>(level * 257);
    }
    CHECK(import(encodePng(wide), set).labels == labels);
    // The numbers of the classes stay numbers.
    CHECK(import(encodePng(labels), set).labels == labels);
}

UNDERPAINT_TEST(imaging_maps_with_too_many_numbers_without_class_are_refused) {
    const scene::LabelSet set = scene::camvidLabels();
    LabelPlane labels = street();
    for (std::uint16_t& label : labels.values()) {
        label = static_cast<std::uint16_t>(label * 20 + 13);
    }
    CHECK_ERROR(import(encodePng(labels), set), "numbers without a class");
    // 255 is what nobody labelled, and may be most of the picture.
    labels = LabelPlane(20, 20, 255);
    labels.at(4, 4) = 3;
    CHECK_EQUAL(import(encodePng(labels), set).report.unknownPixels, 399);
    ImportOptions strict;
    strict.strict = true;
    CHECK_ERROR(importLabelBytes(encodePng(labels), "a.png", set, strict), "--repair");
}

UNDERPAINT_TEST(imaging_maps_the_wrong_half_names_the_option) {
    const test::TemporaryFolder folder;
    const scene::LabelSet set = scene::camvidLabels();
    const Image labels = inColours(street(), set);
    const Image photo = gradient(64, 48);
    const auto joined = [](const Image& left, const Image& right) {
        Image both(128, 48, 3, 0);
        for (int y = 0; y < 48; ++y) {
            std::copy(left.row(y).begin(), left.row(y).end(), both.row(y).begin());
            std::copy(right.row(y).begin(), right.row(y).end(), both.row(y).begin() + 64 * 3);
        }
        return encodePng(both);
    };
    save(folder / "left/train/0.png", joined(labels, photo));
    save(folder / "right/train/0.png", joined(photo, labels));
    DatasetConvertOptions options;
    options.classes = set;
    options.layout = DatasetLayout::SideBySide;
    // The half in class colours is found without a word ...
    CHECK(convertDataset(folder / "left", folder / "a", options).passed());
    CHECK(readIndices(folder / "a/train_label/0.png") == street());
    // ... and a word that is wrong is not followed.
    options.labelsLeft = true;
    const ConvertReport wrong = convertDataset(folder / "right", folder / "b", options);
    CHECK(!wrong.passed());
    CHECK_EQUAL(wrong.written, 0);
    CHECK(wrong.text().find("--labels-left") != std::string::npos);
    CHECK(convertDataset(folder / "left", folder / "c", options).passed());
    CHECK(readIndices(folder / "c/train_label/0.png") == street());
}

UNDERPAINT_TEST(imaging_maps_png_orientation_turns_photos) {
    const test::TemporaryFolder folder;
    const Image photo = gradient(64, 48);
    const auto turned = withExif(encodePng(photo), 6);
    CHECK_EQUAL(readImageHeader(turned, "a.png").orientation, 6);
    const Image upright = decodePhoto(turned, "a.png");
    CHECK((upright.size() == Size{48, 64}));
    CHECK_EQUAL(upright.at(47, 0, 1), photo.at(0, 0, 1));
    // The map of the photo as it is stored: the message says why the sizes differ.
    save(folder / "set/train_img/a.png", turned);
    save(folder / "set/train_label/a.png", encodePng(street()));
    DatasetCheckOptions options;
    options.classes = scene::camvidLabels();
    const std::string text = checkDataset(folder / "set", options).text();
    CHECK(text.find("EXIF orientation 6") != std::string::npos);
    // A map with such a mark turns like a photo.
    const ImportedMaps maps = import(withExif(encodePng(street()), 6), scene::camvidLabels());
    CHECK((maps.labels.size() == Size{48, 64}));
    CHECK(warnsOf(maps.report, "EXIF"));
}

UNDERPAINT_TEST(imaging_maps_png_without_end_mark_is_read_and_said) {
    auto file = encodePng(street());
    file.resize(file.size() - 12);
    const ImportedMaps maps = import(file, scene::camvidLabels());
    CHECK(maps.labels == street());
    CHECK(warnsOf(maps.report, "IEND"));
    file.resize(file.size() - 5);
    CHECK_ERROR(import(file, scene::camvidLabels()), "ends too early");
}

UNDERPAINT_TEST(imaging_maps_texts_in_other_encodings_are_named) {
    const scene::LabelSet set = scene::camvidLabels();
    const std::string gbk = "{\"imageWidth\": 4, \"note\": \"\xb5\xc0\xc2\xb7\"}";
    CHECK_ERROR(importLabelme(gbk, "a.json", set), "not in the encoding UTF-8 (byte 27");
    CHECK_ERROR(parseLabelSet(gbk, "labels.json"), "UTF-8");
    CHECK_ERROR(importLabelme(std::string("\xff\xfe{\0}\0", 6), "a.json", set), "UTF-16");
    CHECK_ERROR(parseLabelSet("", "labels.json"), "is empty");
    CHECK_ERROR(importLabelme("", "a.json", set), "is empty");
    CHECK_ERROR(decodeStored({}, "a.png"), "is empty");
}

UNDERPAINT_TEST(imaging_maps_json_of_other_programs_is_named) {
    const scene::LabelSet set = scene::camvidLabels();
    const auto says = [&](const char* text, const char* part) {
        CHECK_ERROR(importLabelme(text, "a.json", set), part);
    };
    says(R"({"images": [], "annotations": [], "categories": []})", "this is COCO JSON");
    says(R"({"images": [], "annotations": [{"segments_info": []}]})", "COCO panoptic JSON");
    says(R"({"imgHeight": 4, "imgWidth": 4, "objects": []})", "Cityscapes");
    says(R"({"_via_img_metadata": {}, "_via_settings": {}})", "VGG Image Annotator");
    says(R"({"a.jpg123": {"filename": "a.jpg", "regions": []}})", "VGG Image Annotator");
    says(R"({"size": {"width": 4, "height": 4}, "objects": []})", "Supervisely");
    says(R"({"type": "FeatureCollection", "features": []})", "GeoJSON");
    says(R"([{"data": {}, "annotations": []}])", "Label Studio");
    says(R"({"classes": []})", "--labels");
    CHECK_ERROR(parseLabelSet(R"({"images": [], "annotations": []})", "a.json"), "COCO JSON");
    // In a data set, where it stands beside photos of other names.
    const test::TemporaryFolder folder;
    save(folder / "set/a.png", encodePng(gradient(8, 8)));
    std::ofstream(folder / "set/all.json") << R"({"images": [], "annotations": []})";
    DatasetCheckOptions options;
    options.classes = set;
    const std::string text = checkDataset(folder / "set", options).text();
    CHECK(text.find("all.json: this is COCO JSON") != std::string::npos);
}

UNDERPAINT_TEST(imaging_maps_words_of_labels_json) {
    const auto parse = [](const char* text) { return parseLabelSet(text, "labels.json"); };
    const scene::LabelSet set = parse(
        R"({"name": "a", "version": 2, "classes": [
            {"id": 0, "name": "sky", "color": [1, 2, 3], "isthing": 0, "supercategory": "x"},
            {"id": 1, "name": "car", "colour": "#0A141e", "isthing": 1}]})");
    CHECK((set.at(std::uint16_t{0}).colour == scene::Colour{1, 2, 3}));
    CHECK((set.at(std::uint16_t{1}).colour == scene::Colour{10, 20, 30}));
    CHECK(set.isThing(1) && !set.isThing(0));
    for (const char* word : {"farbe", "rgb", "Color", "thingg", "ID"}) {
        const std::string text =
            R"({"classes": [{"id": 0, "name": "sky", ")" + std::string(word) + R"(": 1}]})";
        CHECK_ERROR(parse(text.c_str()), '"' + std::string(word) + '"');
    }
    CHECK_ERROR(parse(R"({"classes": [{"id": 0, "name": "a"}], "colours": []})"), "\"colours\"");
    CHECK_ERROR(parse(R"({"classes": [{"id": 0, "name": "a", "color": "red"}]})"), ".color");
    // Classes that all have one colour cannot be told apart by it.
    const scene::LabelSet plain =
        parse(R"({"classes": [{"id": 0, "name": "a"}, {"id": 1, "name": "b"}]})");
    CHECK_ERROR(import(encodePng(gradient(9, 9)), plain), "have one colour");
}
