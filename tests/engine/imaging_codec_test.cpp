// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mapped_file.h"
#include "engine/base/random.h"
#include "engine/imaging/base64.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/label_set_json.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/engine_test.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

using Bytes = std::vector<std::byte>;

/// Smooth, so that JPEG changes it little; different in all four corners and channels.
Image gradient(int width, int height) {
    Image image(width, height, 3, 0);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.at(x, y, 0) = static_cast<std::uint8_t>(x * 200 / width);
            image.at(x, y, 1) = static_cast<std::uint8_t>(y * 200 / height);
            image.at(x, y, 2) = static_cast<std::uint8_t>(40 + (x + y) * 60 / (width + height));
        }
    }
    return image;
}

int largestDifference(const Image& a, const Image& b) {
    CHECK(a.size() == b.size());
    int worst = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        worst = std::max(worst, std::abs(a.values()[i] - b.values()[i]));
    }
    return worst;
}

/// Decodes; true for a picture, false for an Error. Anything else fails the test program.
bool decodes(std::span<const std::byte> file) {
    try {
        (void)decodeStored(file, "sample");
        (void)decodePhoto(file, "sample");
        return true;
    } catch (const Error& failure) {
        CHECK(failure.message().find("sample") != std::string::npos);
        return false;
    }
}

/// The JPEG file with an EXIF block that says `orientation`.
Bytes withOrientation(const Bytes& jpeg, std::uint8_t orientation) {
    const std::array<std::uint8_t, 36> segment{
        0xFF, 0xE1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'I',         'I', 42, 0, 8, 0, 0, 0,
        1,    0,    0x12, 1,  3,   0,   1,   0,   0, 0, orientation, 0,   0,  0, 0, 0, 0, 0};
    Bytes result(jpeg.begin(), jpeg.begin() + 2);
    for (const std::uint8_t byte : segment) {
        result.push_back(static_cast<std::byte>(byte));
    }
    result.insert(result.end(), jpeg.begin() + 2, jpeg.end());
    return result;
}

void save(const std::filesystem::path& path, const Bytes& bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
}

LabelPlane someLabels(int width, int height, std::uint16_t largest, std::uint64_t seed) {
    Random random(seed);
    LabelPlane labels(width, height);
    for (std::uint16_t& label : labels.values()) {
        label = static_cast<std::uint16_t>(random.below(largest + 1ULL));
    }
    return labels;
}

} // namespace

UNDERPAINT_TEST(imaging_png_round_trips_are_lossless) {
    const test::TemporaryFolder folder;
    for (const std::uint16_t largest :
         {std::uint16_t{1}, std::uint16_t{255}, std::uint16_t{256}, std::uint16_t{65535}}) {
        const LabelPlane labels = someLabels(37, 21, largest, largest);
        writeLabels(folder / "labels.png", labels);
        CHECK(readIndices(folder / "labels.png") == labels);
        const ImageHeader header = readImageHeader(folder / "labels.png");
        CHECK((header.size == Size{37, 21}));
        CHECK_EQUAL(header.bitsPerChannel, largest > 255 ? 16 : 8);
    }
    const Image photo = gradient(33, 20);
    writePhoto(folder / "photo.png", photo);
    CHECK(readPhoto(folder / "photo.png") == photo);
    CHECK_ERROR(readIndices(folder / "photo.png"), "colours, not one number");
    InstancePlane ids(3, 1);
    ids.at(1, 0) = 26001;
    ids.at(2, 0) = 65535;
    writeInstances(folder / "ids.png", ids);
    CHECK(readInstanceIds(folder / "ids.png") == ids);
    ids.at(0, 0) = 65536;
    CHECK_ERROR(writeInstances(folder / "ids.png", ids), "65536");
    CHECK(encodePng(photo) == encodePng(photo));
}

UNDERPAINT_TEST(imaging_palette_png_gives_indices_and_colours) {
    const LabelPlane indices = someLabels(16, 9, 2, 5);
    const std::array<scene::Colour, 3> palette{{{255, 0, 0}, {0, 200, 0}, {9, 8, 7}}};
    const Bytes file = encodePalettePng(indices, palette);
    const StoredImage stored = decodeStored(file, "palette");
    CHECK(stored.indices == indices);
    CHECK(stored.header.palette && stored.colours.empty());
    CHECK(stored.palette == std::vector<scene::Colour>(palette.begin(), palette.end()));
    const Image shown = decodePhoto(file, "palette");
    const scene::Colour expected = palette[indices.at(5, 4)];
    CHECK_EQUAL(shown.at(5, 4, 0), expected.red);
    CHECK_EQUAL(shown.at(5, 4, 1), expected.green);
    CHECK_EQUAL(shown.at(5, 4, 2), expected.blue);
    CHECK_ERROR(encodePalettePng(someLabels(4, 4, 9, 1), palette), "one for each index");
}

UNDERPAINT_TEST(imaging_lossless_and_lossy_photo_formats) {
    const Image photo = gradient(64, 48);
    for (const char* name : {"a.png", "a.tif", "a.bmp", "a.ppm"}) {
        CHECK(decodePhoto(encodePhoto(photo, name), name) == photo);
    }
    CHECK(largestDifference(decodePhoto(encodePhoto(photo, "a.JPG", 95), "a"), photo) <= 6);
    CHECK_ERROR(encodePhoto(photo, "a.gif"), ".gif");
    CHECK_ERROR(encodePhoto(Image(), "a.png"), "empty picture");
}

UNDERPAINT_TEST(imaging_exif_orientations_turn_photos_upright) {
    const Image photo = gradient(64, 32);
    const Bytes jpeg = encodePhoto(photo, "a.jpg", 95);
    for (std::uint8_t orientation = 1; orientation <= 8; ++orientation) {
        const Bytes turned = withOrientation(jpeg, orientation);
        const ImageHeader header = readImageHeader(turned, "a");
        CHECK_EQUAL(header.orientation, static_cast<int>(orientation));
        const Image upright = decodePhoto(turned, "a");
        CHECK(upright.size() == header.uprightSize());
        CHECK((header.uprightSize() == (orientation >= 5 ? Size{32, 64} : Size{64, 32})));
        // The stored top left pixel (all channels small) by the meaning of the EXIF values.
        const int right = upright.width() - 1;
        const int bottom = upright.height() - 1;
        const std::array<Point, 9> stored{{{0, 0},
                                           {0, 0},
                                           {right, 0},
                                           {right, bottom},
                                           {0, bottom},
                                           {0, 0},
                                           {right, 0},
                                           {right, bottom},
                                           {0, bottom}}};
        const Point corner = stored[orientation];
        CHECK(upright.at(corner.x, corner.y, 0) < 12 && upright.at(corner.x, corner.y, 1) < 12);
    }
}

UNDERPAINT_TEST(imaging_every_truncation_is_an_error) {
    const Image photo = gradient(12, 9);
    std::vector<Bytes> files;
    files.push_back(encodePng(photo));
    files.push_back(encodePng(someLabels(12, 9, 300, 1)));
    files.push_back(encodePhoto(photo, "a.jpg"));
    for (const Bytes& file : files) {
        CHECK(decodes(file));
        // Only the end mark of a PNG file may be missing: every pixel is there.
        const bool png = file.front() == std::byte{0x89};
        const std::size_t pixels = png ? file.size() - 12 : file.size();
        for (std::size_t size = 0; size < file.size(); ++size) {
            CHECK_EQUAL(decodes(std::span(file).first(size)), size >= pixels);
        }
    }
    // Formats without checksums or end marks: no crash, and never more than an Error.
    for (const char* name : {"a.bmp", "a.tif", "a.ppm"}) {
        const Bytes file = encodePhoto(photo, name);
        for (std::size_t size = 0; size < file.size(); ++size) {
            (void)decodes(std::span(file).first(size));
        }
        CHECK(!decodes(std::span(file).first(8)));
    }
}

UNDERPAINT_TEST(imaging_messages_hold_the_reason_and_not_the_library) {
    for (const char* name : {"a.ppm", "a.bmp", "a.jpg"}) {
        const Bytes whole = encodePhoto(gradient(64, 48), name);
        for (std::size_t at = 2; at < 64; ++at) {
            for (const std::uint8_t value : {0, 1, 0x30, 0xff}) {
                Bytes damaged(whole.begin(),
                              whole.begin() + static_cast<std::ptrdiff_t>(
                                                  at % 2 == 0 ? whole.size() : whole.size() / 2));
                damaged[at] = static_cast<std::byte>(value);
                try {
                    (void)decodeStored(damaged, name);
                } catch (const Error& failure) {
                    for (const char* inner : {"OpenCV", ".cpp", "Assertion", "imdecode"}) {
                        CHECK(failure.message().find(inner) == std::string::npos);
                    }
                }
            }
        }
    }
    const Bytes cut = encodePhoto(gradient(64, 48), "a.ppm");
    CHECK_ERROR(decodeStored(std::span(cut).first(cut.size() / 2), "a.ppm"),
                "(Unexpected end of input stream)");
}

UNDERPAINT_TEST(imaging_damaged_files_end_in_pictures_or_errors) {
    Random random(99);
    const Image photo = gradient(16, 12);
    std::vector<Bytes> files;
    files.push_back(encodePng(photo));
    for (const char* name : {"a.jpg", "a.bmp", "a.ppm", "a.tif"}) {
        files.push_back(encodePhoto(photo, name));
    }
    int refused = 0;
    for (const Bytes& file : files) {
        for (int round = 0; round < 150; ++round) {
            Bytes damaged = file;
            for (int flips = 0; flips < 3; ++flips) {
                damaged[random.below(damaged.size())] ^=
                    static_cast<std::byte>(1U << random.below(8));
            }
            refused += decodes(damaged) ? 0 : 1;
        }
    }
    CHECK(refused > 150);
}

UNDERPAINT_TEST(imaging_declared_sizes_are_checked_before_decoding) {
    Bytes png = encodePng(gradient(4, 4));
    const auto declare = [&](std::uint8_t upper, std::uint8_t lower) {
        png[18] = png[22] = static_cast<std::byte>(upper);
        png[19] = png[23] = static_cast<std::byte>(lower);
    };
    declare(0xFF, 0xFF);
    CHECK_ERROR(decodeStored(png, "bomb.png"), "larger than this program accepts");
    declare(0x20, 0x00);
    CHECK_ERROR(decodeStored(png, "bomb.png"), "much too short");
    declare(0, 0);
    CHECK_ERROR(decodeStored(png, "bomb.png"), "without pixels");
    const std::string ppm = "P6\n99999999 99999999\n255\n";
    CHECK_ERROR(decodeStored(std::as_bytes(std::span(ppm)), "bomb.ppm"), "larger than");
    CHECK_ERROR(decodeStored({}, "empty"), "is empty");
    const std::string text = "GIF89a is not among them";
    CHECK_ERROR(decodeStored(std::as_bytes(std::span(text)), "a.gif"), "Use PNG, JPEG");
}

UNDERPAINT_TEST(imaging_missing_files_and_folders_are_named) {
    const test::TemporaryFolder folder;
    CHECK_ERROR(readPhoto(folder / "none.png"), "none.png");
    CHECK_ERROR(readIndices(folder.path()), folder.path().string());
    CHECK_ERROR(writePhoto(folder / "no/such/folder.png", gradient(2, 2)), "folder.png");
    save(folder / "empty.png", {});
    CHECK_ERROR(readPhoto(folder / "empty.png"), "empty.png");
}

UNDERPAINT_TEST(imaging_real_files) {
    const LabelPlane labels = readIndices(test::sharedData(
        "data/cityscapes_sample/train_label/aachen_000000_000019_gtFine_labelIds.png"));
    CHECK((labels.size() == Size{2048, 1024}));
    const InstancePlane ids = readInstanceIds(test::sharedData(
        "data/cityscapes_sample/train_inst/aachen_000000_000019_gtFine_instanceIds.png"));
    for (std::size_t i = 0; i < ids.values().size(); i += 997) {
        const std::uint32_t id = ids.values()[i];
        CHECK_EQUAL(id < 1000 ? id : id / 1000, labels.values()[i]);
    }
    const Image photo = readPhoto(test::sharedData("data/camvid/train_img/0001TP_006690.jpg"));
    CHECK((photo.size() == Size{480, 360}));
    CHECK_EQUAL(photo.channels(), 3);
}

UNDERPAINT_TEST(imaging_base64) {
    for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
        const auto bytes = std::as_bytes(std::span(text));
        const auto back = decodeBase64(encodeBase64(bytes));
        CHECK(back && std::equal(back->begin(), back->end(), bytes.begin(), bytes.end()));
    }
    CHECK_EQUAL(encodeBase64(std::as_bytes(std::span(std::string_view("fooba")))), "Zm9vYmE=");
    CHECK(!decodeBase64("ab*d"));
    CHECK(!decodeBase64("ab=d"));
}

UNDERPAINT_TEST(imaging_label_set_json) {
    for (const std::string& name : scene::builtinLabelSetNames()) {
        const scene::LabelSet set = scene::builtinLabels(name);
        CHECK(parseLabelSet(labelSetJson(set), "labels.json") == set);
    }
    const auto parse = [](const char* text) { return parseLabelSet(text, "labels.json"); };
    CHECK_ERROR(parse("{"), "not valid JSON");
    CHECK_ERROR(parse("[]"), "classes");
    CHECK_ERROR(parse(R"({"classes": []})"), "empty");
    CHECK_ERROR(parse(R"({"classes": [{"id": 70000, "name": "a"}]})"), "classes[0].id");
    CHECK_ERROR(parse(R"({"classes": [{"id": 1.5, "name": "a"}]})"), "classes[0].id");
    CHECK_ERROR(parse(R"({"classes": [{"id": 1, "name": 3}]})"), "classes[0].name");
    CHECK_ERROR(parse(R"({"classes": [{"id": 1, "name": "a", "colour": [1, 2]}]})"), "colour");
    CHECK_ERROR(parse(R"({"classes": [{"id": 1, "name": "a", "thing": 1}]})"), "thing");
    CHECK_ERROR(parse(R"({"classes": [{"id": 1, "name": "a"}, {"id": 1, "name": "b"}]})"),
                "labels.json");
    const std::string whole = labelSetJson(scene::camvidLabels());
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
        CHECK_ERROR(parseLabelSet(std::string_view(whole).substr(0, size), "cut.json"), "cut");
    }
    CHECK_EQUAL(unlabelledClass(scene::camvidLabels()), 11);
    CHECK_EQUAL(unlabelledClass(scene::cocoStuffLabels()), 255);
    CHECK_EQUAL(unlabelledClass(scene::ade20kLabels()), 0);
}
