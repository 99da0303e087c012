// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/patch_match.h"

#include "engine/base/random.h"
#include "engine/kernels/simd_kernels.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

namespace patch_match_test {

using namespace underpaint;
using namespace underpaint::kernels;

namespace {

PatchPicture speckled(int width, int height, std::uint64_t seed) {
    PatchPicture picture(width, height);
    Random random(seed);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                picture.at(x, y)[c] = static_cast<std::uint8_t>(random.below(256));
            }
        }
    }
    std::fill(picture.kinds.begin(), picture.kinds.end(), 1U);
    picture.mirrorBorder();
    return picture;
}

PatchPicture partOf(const PatchPicture& picture, int left, int top, int width, int height) {
    PatchPicture part(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::copy_n(picture.at(left + x, top + y), PatchPicture::bytes, part.at(x, y));
        }
    }
    std::fill(part.kinds.begin(), part.kinds.end(), 1U);
    part.mirrorBorder();
    return part;
}

PatchField found(const PatchSearch& search, int passes, const Parallel& parallel = serial()) {
    PatchField field;
    completeField(search, field);
    for (int pass = 0; pass < passes; ++pass) {
        improve({.query = search.query,
                 .key = search.key,
                 .crowding = search.crowding,
                 .seed = search.seed + static_cast<std::uint64_t>(pass)},
                field, parallel);
    }
    return field;
}

} // namespace

UNDERPAINT_TEST(patches_of_a_part_are_found_where_it_was_cut_out) {
    const PatchPicture whole = speckled(90, 70, 1);
    const PatchPicture part = partOf(whole, 31, 17, 40, 36);
    const PatchSearch search{.query = part, .key = whole};
    const PatchField field = found(search, 12);
    int right = 0;
    for (int y = 0; y < part.height(); ++y) {
        for (int x = 0; x < part.width(); ++x) {
            right += field.keys[static_cast<std::size_t>(y * part.width() + x)] ==
                             (y + 17) * whole.width() + x + 31
                         ? 1
                         : 0;
        }
    }
    // Patches at the border see their mirror image instead of what lies beyond.
    CHECK(right > 32 * 28);
    PatchPicture voted(part.width(), part.height());
    vote(search, field, voted, serial());
    int same = 0;
    for (int y = 6; y < 30; ++y) {
        for (int x = 6; x < 34; ++x) {
            same += std::equal(voted.at(x, y), voted.at(x, y) + 3, part.at(x, y)) ? 1 : 0;
        }
    }
    CHECK(same > 24 * 28 * 95 / 100);
}

UNDERPAINT_TEST(patches_are_compared_within_their_kind) {
    PatchPicture key = speckled(60, 50, 2);
    PatchPicture query = partOf(key, 4, 3, 40, 40);
    for (std::size_t i = 0; i < key.kinds.size(); ++i) {
        key.kinds[i] = i % 60 < 30 ? 1 : i % 3 == 0 ? 2 : PatchPicture::noKind;
    }
    for (std::size_t i = 0; i < query.kinds.size(); ++i) {
        query.kinds[i] = i < 400 ? 2 : i < 800 ? 3 : i < 1200 ? PatchPicture::noKind : 1;
    }
    const PatchField field = found({.query = query, .key = key}, 2);
    for (std::size_t i = 0; i < query.kinds.size(); ++i) {
        const bool has = query.kinds[i] == 1 || query.kinds[i] == 2; // nothing is of kind 3
        CHECK_EQUAL(field.keys[i] >= 0, has);
        CHECK(!has || key.kinds[static_cast<std::size_t>(field.keys[i])] == query.kinds[i]);
    }
    PatchPicture voted = query;
    vote({.query = query, .key = key}, field, voted, serial());
    CHECK(std::equal(voted.at(0, 24), voted.at(0, 24) + 40 * 4, query.at(0, 24)));
    CHECK(!std::equal(voted.at(0, 34), voted.at(0, 34) + 40 * 4, query.at(0, 34)));
}

UNDERPAINT_TEST(patches_found_do_not_depend_on_threads) {
    const PatchPicture key = speckled(50, 60, 3);
    const PatchPicture query = speckled(70, 40, 4);
    const PatchSearch search{.query = query, .key = key, .crowding = 50};
    const PatchField one = found(search, 3);
    const PatchField three = found(search, 3, onThreads(3, [] {}));
    CHECK(one.keys == three.keys && one.costs == three.costs);
}

UNDERPAINT_TEST(patches_that_serve_many_cost_more) {
    // Nothing but one spot of the key looks like the query.
    PatchPicture key = speckled(64, 64, 5);
    PatchPicture query(48, 48);
    std::fill(query.kinds.begin(), query.kinds.end(), 1U);
    for (int y = 20; y < 32; ++y) {
        for (int x = 20; x < 32; ++x) {
            std::fill_n(key.at(x, y), 3, std::uint8_t{0});
        }
    }
    query.mirrorBorder();
    key.mirrorBorder();
    const auto used = [&](float crowding) {
        std::map<std::int32_t, int> keys;
        for (const std::int32_t one :
             found({.query = query, .key = key, .crowding = crowding}, 4).keys) {
            ++keys[one];
        }
        return keys.size();
    };
    CHECK(used(20000) > 3 * used(0));
}

UNDERPAINT_TEST(patches_keep_their_places_in_pictures_twice_as_large) {
    const PatchPicture small = speckled(20, 15, 6);
    const PatchPicture smallKey = speckled(24, 18, 7);
    const PatchPicture large = speckled(39, 30, 6); // an odd one was halved to more than half
    const PatchPicture largeKey = speckled(48, 35, 7);
    const PatchSearch from{.query = small, .key = smallKey};
    const PatchSearch to{.query = large, .key = largeKey};
    const PatchField field = found(from, 1);
    const PatchField twice = enlarged(field, from, to);
    CHECK_EQUAL(twice.keys.size(), large.kinds.size());
    for (int y = 0; y < large.height(); ++y) {
        for (int x = 0; x < large.width(); ++x) {
            const std::int32_t key =
                field.keys[static_cast<std::size_t>(y / 2 * small.width() + x / 2)];
            const std::int32_t now = twice.keys[static_cast<std::size_t>(y * large.width() + x)];
            CHECK_EQUAL(now % 48, std::min(key % 24 * 2 + x % 2, 47));
            CHECK_EQUAL(now / 48, std::min(key / 24 * 2 + y % 2, 34));
        }
    }
}

UNDERPAINT_TEST(patch_differences_are_those_of_every_instruction_set) {
    const PatchPicture a = speckled(30, 30, 8);
    const PatchPicture b = speckled(30, 20, 9);
    std::uint32_t expected = 0;
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 32; ++x) {
            const int by = a.at(3, 5 + y)[x] - b.at(11, 2 + y)[x];
            expected += static_cast<std::uint32_t>(by * by);
        }
    }
    for (const SimdKernels* kernels : runnableSimdKernels()) {
        CHECK_EQUAL(kernels->patchDifference(a.at(3, 5), a.rowBytes(), b.at(11, 2), b.rowBytes()),
                    expected);
    }
    const std::vector<std::uint8_t> black(256, 0);
    const std::vector<std::uint8_t> white(256, 255);
    for (const SimdKernels* kernels : runnableSimdKernels()) {
        CHECK_EQUAL(kernels->patchDifference(black.data(), 32, white.data(), 32),
                    255U * 255U * 256U);
    }
}

} // namespace patch_match_test
