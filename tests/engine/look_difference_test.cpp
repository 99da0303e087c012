// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/look_difference.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <array>
#include <cstdint>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

using Rgb = std::array<int, 3>;

/// A picture of one colour, with noise of so many levels in the lightness.
Image picture(Rgb colour, int noise = 0) {
    Image image(40, 30, 3, 0);
    Random random(7);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const int shift =
                noise > 0
                    ? static_cast<int>(random.below(2 * static_cast<std::uint64_t>(noise))) - noise
                    : 0;
            for (int c = 0; c < 3; ++c) {
                image.at(x, y, c) = static_cast<std::uint8_t>(
                    std::clamp(colour.at(static_cast<std::size_t>(c)) + shift, 0, 255));
            }
        }
    }
    return image;
}

std::string words(const Image& one, const Image& other) {
    const OppositeWords found = oppositeWords(lookDifference(one, other));
    return found.one + " | " + found.other;
}

} // namespace

UNDERPAINT_TEST(pictures_are_told_apart_by_what_is_seen_most) {
    const Image grey = picture({120, 120, 120});
    CHECK_EQUAL(words(grey, picture({180, 180, 180})), "darker | lighter");
    CHECK_EQUAL(words(picture({180, 180, 180}), grey), "lighter | darker");
    CHECK_EQUAL(words(grey, picture({150, 116, 80})), "cooler | warmer");
    CHECK_EQUAL(words(grey, picture({100, 122, 165})), "warmer | cooler");
    CHECK_EQUAL(words(grey, picture({95, 132, 85})), "pinker | greener");
    CHECK_EQUAL(words(picture({90, 130, 100}), grey), "greener | pinker");
    CHECK_EQUAL(words(grey, picture({120, 120, 120}, 40)), "smoother | more textured");
}

UNDERPAINT_TEST(a_second_word_tells_what_is_nearly_as_visible) {
    // Lighter by about as much as it is warmer.
    CHECK_EQUAL(words(picture({110, 110, 110}), picture({190, 150, 110})),
                "cooler, darker | warmer, lighter");
}

UNDERPAINT_TEST(colours_that_part_are_more_colourful) {
    Image dull = picture({120, 120, 120});
    Image vivid = dull;
    for (int y = 0; y < vivid.height(); ++y) {
        for (int x = 0; x < vivid.width(); ++x) {
            // Half of it becomes orange, half blue, none of it lighter.
            const Rgb colour = x % 2 == 0 ? Rgb{160, 110, 60} : Rgb{70, 122, 175};
            for (int c = 0; c < 3; ++c) {
                vivid.at(x, y, c) = static_cast<std::uint8_t>(colour.at(c));
            }
        }
    }
    CHECK(words(dull, vivid).starts_with("greyer"));
}

UNDERPAINT_TEST(what_stays_the_same_says_nothing) {
    const Image grey = picture({120, 120, 120}, 20);
    CHECK_EQUAL(words(grey, grey), " | ");
    CHECK_EQUAL(words(grey, Image(3, 3, 3, 200)), " | "); // not the same place
    CHECK_EQUAL(words(Image(), Image()), " | ");
    // Only the pixels that differ count, however few they are among those around.
    Image dot = picture({120, 120, 120});
    for (int y = 5; y < 9; ++y) {
        for (int x = 5; x < 9; ++x) {
            for (int c = 0; c < 3; ++c) {
                dot.at(x, y, c) = 200;
            }
        }
    }
    const LookDifference difference = lookDifference(picture({120, 120, 120}), dot);
    CHECK_CLOSE(difference.share, 16.0 / (40 * 30), 1e-9);
    CHECK(difference.lightness > 20);
}
