// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/default_style.h"
#include "engine/project/package/style_directions.h"
#include "tests/support/engine_test.h"

#include <cmath>
#include <vector>

using namespace underpaint;
using project::StyleCentroid;
using project::StyleDirections;

namespace {

std::vector<float> featuresOf(const StyleCentroid& style) {
    return {style.values.begin(), style.values.end()};
}

} // namespace

UNDERPAINT_TEST(styles_differ_first_where_they_differ_most) {
    // Along (1, -1, 0), a little along (1, 1, 0), and not at all along the third feature.
    const std::vector<StyleCentroid> styles{{{0.5, -0.5, 0.2}, 0.25},
                                            {{-0.5, 0.5, 0.2}, 0.25},
                                            {{0.1, 0.1, 0.2}, 0.25},
                                            {{-0.1, -0.1, 0.2}, 0.25}};
    const StyleDirections directions(styles);
    CHECK_EQUAL(directions.count(), 3U);
    const double diagonal = std::sqrt(0.5);
    CHECK_CLOSE(directions.placeOf(featuresOf(styles[0]), 0), diagonal, 1e-6);
    CHECK_CLOSE(directions.placeOf(featuresOf(styles[1]), 0), -diagonal, 1e-6);
    CHECK_CLOSE(directions.placeOf(featuresOf(styles[2]), 0), 0, 1e-6);
    CHECK_CLOSE(directions.placeOf(featuresOf(styles[2]), 1), 0.2 * diagonal, 1e-6);
    CHECK_CLOSE(directions.placeOf(featuresOf(styles[0]), 2), 0, 1e-6);
    for (std::size_t i = 0; i < directions.count(); ++i) {
        // All styles lie between the ends, and there is some way to go everywhere.
        CHECK(directions.least(i) < 0 && directions.most(i) > 0);
        for (const StyleCentroid& style : styles) {
            const double place = directions.placeOf(featuresOf(style), i);
            CHECK(place > directions.least(i) && place < directions.most(i));
        }
    }
}

UNDERPAINT_TEST(moving_along_one_direction_leaves_the_others) {
    const std::vector<StyleCentroid> styles{
        {{0.3, -0.2, 0.5, 0}, 0.5}, {{-0.4, 0.6, 0.1, 0.2}, 0.3}, {{0.2, 0.2, -0.3, -0.1}, 0.2}};
    const StyleDirections directions(styles);
    const std::vector<float> start{0.1F, 0.15F, -0.05F, 0.02F};
    for (std::size_t i = 0; i < directions.count(); ++i) {
        const std::vector<float> moved = directions.moved(start, i, 0.2);
        for (std::size_t j = 0; j < directions.count(); ++j) {
            CHECK_CLOSE(directions.placeOf(moved, j), i == j ? 0.2 : directions.placeOf(start, j),
                        1e-5);
        }
    }
    // Features end at 1, but for those that lie beyond it already.
    for (const float value : directions.moved(start, 0, 50)) {
        CHECK(std::abs(value) <= 1);
    }
    const std::vector<float> beyond{3.0F, 0, 0, 0};
    CHECK_CLOSE(directions.moved(beyond, 0, directions.placeOf(beyond, 0))[0], 3, 1e-5);
}

UNDERPAINT_TEST(one_style_alone_has_directions_too) {
    const std::vector<StyleCentroid> one{{{0.5, -0.25, 0.75}, 0}};
    const StyleDirections directions(one);
    CHECK_EQUAL(directions.count(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK_CLOSE(directions.placeOf(featuresOf(one[0]), i), 0, 1e-6);
        const auto moved = directions.moved(featuresOf(one[0]), i, directions.most(i));
        CHECK(moved != featuresOf(one[0]));
    }
}
