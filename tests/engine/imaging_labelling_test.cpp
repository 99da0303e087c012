// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/labelling_record.h"
#include "engine/imaging/superpixel_vote.h"
#include "engine/imaging/superpixels.h"
#include "engine/imaging/validation_part.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

/// Grey left of a slanted outline, yellow right of it, with noise.
constexpr int outlineAt(int y) {
    return 20 + y / 2;
}

Image slantedPhoto(Size size) {
    Random random(5);
    Image photo(size.width, size.height, 3, 0);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const auto noise = static_cast<int>(random.below(9));
            const bool left = x < outlineAt(y);
            photo.at(x, y, 0) = static_cast<std::uint8_t>((left ? 90 : 220) + noise);
            photo.at(x, y, 1) = static_cast<std::uint8_t>((left ? 90 : 200) + noise);
            photo.at(x, y, 2) = static_cast<std::uint8_t>((left ? 90 : 40) + noise);
        }
    }
    return photo;
}

} // namespace

UNDERPAINT_TEST(superpixels_are_connected_and_follow_outlines) {
    const Image photo = slantedPhoto({61, 47});
    const Superpixels patches = superpixels(photo);
    CHECK(patches.count > 20 && patches.count < 90);
    std::set<std::uint32_t> seen;
    std::map<std::uint32_t, std::set<bool>> sides;
    for (int y = 0; y < 47; ++y) {
        for (int x = 0; x < 61; ++x) {
            const std::uint32_t id = patches.ids.at(x, y);
            CHECK(id < patches.count);
            seen.insert(id);
            sides[id].insert(x < outlineAt(y));
        }
    }
    CHECK_EQUAL(seen.size(), static_cast<std::size_t>(patches.count));
    for (const auto& [id, both] : sides) {
        CHECK_EQUAL(both.size(), 1U);
    }
    // A flood from one pixel of each reaches all of it.
    Plane<std::uint8_t> visited(61, 47);
    std::uint32_t parts = 0;
    for (int y = 0; y < 47; ++y) {
        for (int x = 0; x < 61; ++x) {
            if (visited.at(x, y) != 0) {
                continue;
            }
            ++parts;
            std::vector<Point> open{{x, y}};
            visited.at(x, y) = 1;
            while (!open.empty()) {
                const Point at = open.back();
                open.pop_back();
                for (const Point next : {Point{at.x - 1, at.y}, Point{at.x + 1, at.y},
                                         Point{at.x, at.y - 1}, Point{at.x, at.y + 1}}) {
                    if (next.x >= 0 && next.y >= 0 && next.x < 61 && next.y < 47 &&
                        visited.at(next.x, next.y) == 0 &&
                        patches.ids.at(next.x, next.y) == patches.ids.at(x, y)) {
                        visited.at(next.x, next.y) = 1;
                        open.push_back(next);
                    }
                }
            }
        }
    }
    CHECK_EQUAL(parts, patches.count);
    CHECK(superpixels(photo).ids == patches.ids);
    CHECK(superpixels(photo, {.spacing = 16}).count < patches.count / 2);
}

UNDERPAINT_TEST(superpixels_of_the_smallest_photos_are_whole) {
    for (const Size size : {Size{1, 1}, Size{2, 1}, Size{1, 40}, Size{3, 3}, Size{2, 2}}) {
        const Superpixels patches = superpixels(Image(size.width, size.height, 3, 9));
        CHECK(patches.count >= 1);
        for (const std::uint32_t id : patches.ids.values()) {
            CHECK(id < patches.count);
        }
    }
    CHECK_ERROR(superpixels(Image()), "RGB");
    CHECK_ERROR(superpixels(Image(4, 4, 1, 0)), "RGB");
    CHECK_ERROR(superpixels(Image(4, 4, 3, 0), {.spacing = 1}), "spacing");
}

UNDERPAINT_TEST(votes_leave_out_what_is_doubtful) {
    // Three patches: sure; sure but at odds with itself; hesitating.
    Superpixels patches{Plane<std::uint32_t>(6, 2), 3};
    LabelPlane labels(6, 2, 1);
    Plane<std::uint8_t> confidence(6, 2, 255);
    for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < 6; ++x) {
            patches.ids.at(x, y) = static_cast<std::uint32_t>(x / 2);
        }
        confidence.at(4, y) = 77;
        confidence.at(5, y) = 76;
    }
    labels.at(2, 0) = 7; // one of four
    const VotedLabels all = voteInSuperpixels(labels, confidence, patches, {0, 9});
    CHECK_CLOSE(all.confidence, (1 + 0.75 + 0.3) / 3, 1e-9);
    CHECK_CLOSE(all.doubtfulShare, 0, 0);
    CHECK_EQUAL(all.labels.at(2, 0), 1);
    const VotedLabels sure = voteInSuperpixels(labels, confidence, patches, {0.5, 9});
    CHECK_CLOSE(sure.doubtfulShare, 1.0 / 3, 1e-9);
    CHECK_EQUAL(sure.labels.at(3, 1), 1);
    CHECK_EQUAL(sure.labels.at(4, 0), 9);
    CHECK_EQUAL(voteInSuperpixels(labels, confidence, patches, {0.8, 9}).labels.at(3, 1), 9);
    CHECK_ERROR(voteInSuperpixels(LabelPlane(2, 2), confidence, patches, {}), "one size");
}

UNDERPAINT_TEST(validation_parts_depend_on_names_and_seed_alone) {
    std::vector<std::string> names;
    for (int i = 0; i < 50; ++i) {
        names.push_back("photo" + std::to_string(i));
    }
    const auto part = validationPart(names, 0.1, 4);
    CHECK_EQUAL(part.size(), 5U);
    std::reverse(names.begin(), names.end());
    CHECK(validationPart(names, 0.1, 4) == part);
    CHECK(validationPart(names, 0.1, 5) != part);
    CHECK(validationPart(names, 0, 4).empty());
    CHECK_EQUAL(validationPart({"a", "b"}, 0.01, 4).size(), 1U);
    CHECK(validationPart({"a"}, 0.1, 4).empty());
}

UNDERPAINT_TEST(lists_of_labelled_photos_come_back_or_are_refused) {
    LabellingRecord record{"--model a, b --short-side 288", {}};
    record.photos.push_back({"x/a.jpg", "train", "x/a", true, 0.875, 0.125, ""});
    record.photos.push_back({"#odd, \"name\".jpg", "val", "odd", false, 0.25, 0, "doubtful"});
    const LabellingRecord read = parseLabellingRecord(labellingRecordText(record), "photos.csv");
    CHECK_EQUAL(read.settings, record.settings);
    CHECK_EQUAL(read.photos.size(), 2U);
    CHECK(read.photos[0].kept && !read.photos[1].kept);
    CHECK_EQUAL(read.photos[1].photo, record.photos[1].photo);
    CHECK_EQUAL(read.photos[1].part, "val");
    CHECK_CLOSE(read.photos[0].confidence, 0.875, 1e-9);
    const std::string head = "outcome,photo,part,name,confidence,doubtful,why\n";
    for (const char* bad : {"", "photo,outcome\n"}) {
        CHECK_ERROR(parseLabellingRecord(bad, "photos.csv"), "has no column");
    }
    for (const char* number : {"", "x", "2", "-1", "nan", "1e999"}) {
        CHECK_ERROR(parseLabellingRecord(head + "kept,a,train,a," + number + ",0,\n", "photos.csv"),
                    "line 2");
    }
}
