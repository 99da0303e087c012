// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_import.h"
#include "engine/imaging/label_import.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/engine/tiff_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;
using test::tiffFile;
using test::TiffSample;

namespace {

/// Blocks of the first classes.
double blockValue(int x, int y) {
    return (x / 5 + y / 6 * 4) % 8;
}

LabelPlane blockLabels(const TiffSample& sample, int limit = 8) {
    LabelPlane labels(sample.width, sample.height);
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            labels.at(x, y) =
                static_cast<std::uint16_t>(static_cast<int>(blockValue(x, y)) % limit);
        }
    }
    return labels;
}

TiffSample blockSample(int bits, int format = 1) {
    TiffSample sample;
    sample.bits = bits;
    sample.sampleFormat = format;
    const int limit = bits < 3 ? 1 << bits : 8;
    sample.value = [limit](int x, int y) { return static_cast<int>(blockValue(x, y)) % limit; };
    return sample;
}

} // namespace

UNDERPAINT_TEST(imaging_tiff_whole_numbers_of_every_width_order_and_kind) {
    const std::vector<std::pair<int, int>> kinds{{1, 1},  {2, 1},  {4, 1},  {8, 1},  {12, 1},
                                                 {16, 1}, {24, 1}, {32, 1}, {64, 1}, {8, 2},
                                                 {16, 2}, {32, 2}, {64, 2}, {32, 3}, {64, 3}};
    for (const auto& [bits, format] : kinds) {
        for (const bool bigEndian : {false, true}) {
            for (const bool bigTiff : {false, true}) {
                for (const bool tiled : {false, true}) {
                    TiffSample sample = blockSample(bits, format);
                    sample.bigEndian = bigEndian;
                    sample.bigTiff = bigTiff;
                    sample.tiled = tiled;
                    const StoredImage stored = decodeStored(tiffFile(sample), "a.tif");
                    CHECK(stored.indices == blockLabels(sample, bits < 3 ? 1 << bits : 8));
                    CHECK(stored.notes.empty() && stored.wideIndices.empty());
                    CHECK_EQUAL(stored.header.bitsPerChannel, bits);
                }
            }
        }
    }
}

UNDERPAINT_TEST(imaging_tiff_numbers_become_labels) {
    for (const int format : {1, 2, 3}) {
        const TiffSample sample = blockSample(32, format);
        const ImportedMaps maps =
            importLabelBytes(tiffFile(sample), "a.tif", scene::camvidLabels());
        CHECK(maps.labels == blockLabels(sample));
        CHECK(maps.report.clean());
    }
}

UNDERPAINT_TEST(imaging_tiff_numbers_beyond_sixteen_bits_are_instances) {
    TiffSample sample = blockSample(32);
    sample.value = [](int x, int y) { return 70000 + blockValue(x, y); };
    const auto file = tiffFile(sample);
    CHECK_ERROR(importLabelBytes(file, "a.tif", scene::camvidLabels()), "--instances");
    const InstanceNumbers numbers = decodeInstanceNumbers(file, "a.tif");
    CHECK_EQUAL(numbers.ids.at(5, 0), 70001U);
    CHECK_ERROR(decodePhoto(file, "a.tif"), "32 bits");
}

UNDERPAINT_TEST(imaging_tiff_minus_one_is_read_and_said) {
    TiffSample sample = blockSample(16, 2);
    sample.value = [](int x, int y) { return x == 3 ? -1 : blockValue(x, y); };
    const StoredImage stored = decodeStored(tiffFile(sample), "a.tif");
    CHECK_EQUAL(stored.indices.at(3, 4), 65535);
    CHECK_EQUAL(stored.notes.size(), 1U);
    sample.value = [](int x, int y) { return x == 3 ? -7 : blockValue(x, y); };
    CHECK_ERROR(decodeStored(tiffFile(sample), "a.tif"), "such as -7 at (3, 0)");
}

UNDERPAINT_TEST(imaging_tiff_other_kinds_are_named) {
    TiffSample sample = blockSample(32, 3);
    sample.value = [](int x, int y) { return blockValue(x, y) + 0.25; };
    CHECK_ERROR(decodeStored(tiffFile(sample), "a.tif"), "32-bit floating-point numbers");
    sample.value = [](int, int) { return std::nan(""); };
    CHECK_ERROR(decodeStored(tiffFile(sample), "a.tif"), "nan");
    sample = blockSample(16, 3);
    CHECK_ERROR(decodeStored(tiffFile(sample), "a.tif"), "16-bit floating-point numbers");
    sample = blockSample(8);
    sample.pages = 3;
    CHECK_ERROR(decodeStored(tiffFile(sample), "a.tif"), "3 pages");
    sample.laterPagesReduced = true; // thumbnails are no pages
    CHECK(decodeStored(tiffFile(sample), "a.tif").indices == blockLabels(sample));
    CHECK_ERROR(decodeStored(std::as_bytes(std::span("II*\0 no directory")), "a.tif"), "a.tif");
}

UNDERPAINT_TEST(imaging_tiff_photos_show_what_is_stored) {
    TiffSample sample = blockSample(8);
    sample.value = [](int x, int) { return 10 * x; };
    CHECK_EQUAL(decodePhoto(tiffFile(sample), "a.tif").at(7, 2, 1), 70);
    sample.photometric = 0; // white is 0
    CHECK_EQUAL(decodePhoto(tiffFile(sample), "a.tif").at(7, 2, 1), 185);
    CHECK_EQUAL(decodeStored(tiffFile(sample), "a.tif").indices.at(7, 2), 70);
    sample.photometric = 1;
    sample.orientation = 6;
    const Image upright = decodePhoto(tiffFile(sample), "a.tif");
    CHECK((upright.size() == Size{18, 20}));
    CHECK_EQUAL(upright.at(2, 7, 0), 70);
    sample.orientation = 1;
    sample.bits = 12;
    sample.value = [](int x, int) { return 160 * x; };
    CHECK_EQUAL(decodePhoto(tiffFile(sample), "a.tif").at(7, 2, 1), 70);
    Image colours(9, 7, 3, 0);
    for (std::size_t i = 0; i < colours.values().size(); ++i) {
        colours.values()[i] = static_cast<std::uint8_t>(i);
    }
    CHECK(decodePhoto(encodePhoto(colours, "a.tif"), "a.tif") == colours);
}

UNDERPAINT_TEST(imaging_damaged_tiff_files_end_in_pictures_or_errors) {
    Random random(7);
    for (const bool bigTiff : {false, true}) {
        TiffSample sample = blockSample(32, 2);
        sample.bigTiff = bigTiff;
        sample.tiled = bigTiff;
        const auto whole = tiffFile(sample);
        int refused = 0;
        for (int round = 0; round < 400; ++round) {
            auto damaged = whole;
            // The directory stands at the end.
            const std::size_t at = round % 2 == 0 ? random.below(damaged.size())
                                                  : damaged.size() - 1 - random.below(200);
            damaged[at] ^= static_cast<std::byte>(1U << random.below(8));
            try {
                (void)decodeStored(damaged, "a.tif");
            } catch (const Error& failure) {
                ++refused;
                CHECK(failure.message().find("a.tif") != std::string::npos);
            }
        }
        CHECK(refused > 20);
        for (std::size_t size = 0; size + 16 < whole.size(); size += 13) {
            CHECK_ERROR(decodeStored(std::span(whole).first(size), "cut.tif"), "cut.tif");
        }
    }
}
