// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/gif_writer.h"
#include "engine/imaging/video_reader.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace gif_writer_test {

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

/// All colours of a plane through the cube of colours.
Image slope(int blue) {
    Image photo(64, 48, 3, 0);
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            photo.at(x, y, 0) = static_cast<std::uint8_t>(4 * x);
            photo.at(x, y, 1) = static_cast<std::uint8_t>(5 * y);
            photo.at(x, y, 2) = static_cast<std::uint8_t>(blue);
        }
    }
    return photo;
}

double meanError(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        sum += std::abs(int(a.values()[i]) - int(b.values()[i]));
    }
    return sum / static_cast<double>(a.values().size());
}

std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

UNDERPAINT_TEST(few_colours_are_a_palette_as_they_are) {
    Image photo(6, 1, 3, 0);
    const std::vector<PaletteColour> colours{{200, 10, 10}, {10, 200, 10}, {10, 10, 200}};
    for (int x = 0; x < 6; ++x) {
        for (int c = 0; c < 3; ++c) {
            photo.at(x, 0, c) =
                colours[static_cast<std::size_t>(x) % 3][static_cast<std::size_t>(c)];
        }
    }
    ColourCensus census;
    CHECK(census.palette(4) == (std::vector<PaletteColour>{{0, 0, 0}}));
    census.add(photo);
    const std::vector<PaletteColour> found = census.palette(256);
    CHECK((std::set<PaletteColour>(found.begin(), found.end()) ==
           std::set<PaletteColour>(colours.begin(), colours.end())));
    const PaletteMap map(found);
    const Plane<std::uint8_t> numbers = map.numbers(photo);
    for (int x = 0; x < 6; ++x) {
        CHECK(map.palette()[numbers.at(x, 0)] == colours[static_cast<std::size_t>(x) % 3]);
    }
    CHECK_EQUAL(census.palette(2).size(), 2U);
    CHECK_ERROR(PaletteMap({}), "256");
}

UNDERPAINT_TEST(dithered_areas_have_the_right_mean) {
    const PaletteMap map({{100, 100, 100}, {108, 108, 108}});
    const Plane<std::uint8_t> numbers = map.numbers(Image(32, 32, 3, 106));
    const auto lighter = std::ranges::count(numbers.values(), 1);
    CHECK(lighter > 32 * 32 / 2 && lighter < 32 * 32);
    // The same in every frame.
    CHECK(map.numbers(Image(32, 32, 3, 106)) == numbers);
}

UNDERPAINT_TEST(animations_hold_their_frames_in_order) {
    const test::TemporaryFolder folder;
    const std::filesystem::path path = folder / "way.GIF";
    CHECK(isGifName(path) && !isGifName(folder / "way.png"));
    if (!canWriteGif()) {
        CHECK_ERROR(GifWriter(path, {8, 8}, 10, {{0, 0, 0}}), "giflib");
        return;
    }
    ColourCensus census;
    std::vector<Image> frames;
    for (const int blue : {0, 60, 120, 180, 240}) {
        frames.push_back(slope(blue));
        census.add(frames.back());
    }
    GifWriter writer(path, {64, 48}, 12, census.palette(256));
    for (const Image& frame : frames) {
        writer.add(frame);
    }
    CHECK(!std::filesystem::exists(path));
    CHECK_ERROR(writer.add(Image(8, 8, 3, 0)), "8x8");
    writer.finish();
    const std::string bytes = bytesOf(path);
    CHECK(bytes.starts_with("GIF89a"));
    std::ofstream(folder / "other") << "as files are";
    CHECK(std::filesystem::status(path).permissions() ==
          std::filesystem::status(folder / "other").permissions());
    CHECK(bytes.find("NETSCAPE2.0") != std::string::npos);
    VideoReader reader(path);
    CHECK(reader.size() == (Size{64, 48}));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        CHECK(meanError(reader.frame(i), frames[i]) < 12);
    }
    // Frames a twelfth of a second long, in hundredths: 8 and 9.
    int sum = 0;
    for (std::size_t at = 0; (at = bytes.find("\x21\xF9\x04", at)) != std::string::npos; ++at) {
        sum += static_cast<unsigned char>(bytes.at(at + 4));
    }
    CHECK_EQUAL(sum, 42);
}

UNDERPAINT_TEST(an_animation_that_is_given_up_leaves_nothing) {
    if (!canWriteGif()) {
        return;
    }
    const test::TemporaryFolder folder;
    {
        GifWriter writer(folder / "half.gif", {8, 8}, 10, {{0, 0, 0}});
        writer.add(Image(8, 8, 3, 0));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK_ERROR(GifWriter(folder / "wide.gif", {70000, 2}, 10, {{0, 0, 0}}), "65535");
    CHECK_ERROR(GifWriter(folder / "absent" / "a.gif", {8, 8}, 10, {{0, 0, 0}}),
                "cannot be written");
}

} // namespace gif_writer_test
