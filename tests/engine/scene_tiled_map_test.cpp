// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/scene/tiled_map.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <numeric>
#include <thread>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::between;

namespace {

std::size_t cellBytes() {
    return sizeof(TileHandle<std::uint16_t>::Cells);
}

} // namespace

UNDERPAINT_TEST(tiled_map_of_one_colour_is_one_tile) {
    const LabelMap map(Size{4096, 4096}, 23);
    CHECK_EQUAL(map.tileCount(), 64 * 64);
    CHECK_EQUAL(map.byteSize(), 64 * 64 * sizeof(TileHandle<std::uint16_t>) + cellBytes());
    CHECK_EQUAL(LabelMap(map.toPlane()).byteSize(), map.byteSize());
    CHECK_EQUAL(map.at(4095, 17), 23);
}

UNDERPAINT_TEST(tiled_map_dab_on_a_copy_allocates_few_tiles) {
    const LabelMap before(Size{4096, 4096}, 23);
    LabelMap after = before;
    for (int y = 1000; y < 1020; ++y) {
        after.fillRow(1010, y, 20, 26);
    }
    // Columns 1010…1029 and rows 1000…1019 cross a border of tiles at 1024 columns.
    CHECK_EQUAL(after.differingTiles(before).size(), 2U);
    CHECK_EQUAL(after.byteSize(), before.byteSize() + 2 * cellBytes());
    CHECK((after.differingRegion(before) == Rect{960, 960, 128, 64}));
    CHECK_EQUAL(before.at(1015, 1010), 23);
    CHECK_EQUAL(after.at(1015, 1010), 26);
}

UNDERPAINT_TEST(tiled_map_writing_the_same_value_keeps_the_tile_shared) {
    const LabelMap before(Size{100, 100}, 5);
    LabelMap after = before;
    after.set(3, 3, 5);
    const std::vector<std::uint16_t> row(100, 5);
    after.writeRow(0, 50, row);
    for (int index = 0; index < before.tileCount(); ++index) {
        CHECK(after.tileIdentity(index) == before.tileIdentity(index));
    }
}

UNDERPAINT_TEST(tiled_map_agrees_with_a_plane_under_random_writes) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Random random(seed);
        const Size size{between(random, 1, 200), between(random, 1, 200)};
        InstancePlane plane(size.width, size.height, 3);
        InstanceMap map(size, 3);
        for (int step = 0; step < 60; ++step) {
            const auto value = static_cast<std::uint32_t>(random.below(4));
            const int x = between(random, 0, size.width - 1);
            const int y = between(random, 0, size.height - 1);
            const Rect rect{x, y, between(random, 1, size.width - x),
                            between(random, 1, size.height - y)};
            const InstanceMap copy = map;
            if (random.below(2) == 0) {
                map.fill({rect.x - 1, rect.y - 1, rect.width + 1, rect.height + 1}, value);
                map.write({rect.x, rect.y}, InstancePlane(rect.width, rect.height, value));
                for (int j = std::max(0, rect.y - 1); j < rect.bottom(); ++j) {
                    for (int i = std::max(0, rect.x - 1); i < rect.right(); ++i) {
                        plane.at(i, j) = value;
                    }
                }
            } else {
                std::vector<std::uint32_t> row(static_cast<std::size_t>(rect.width));
                std::iota(row.begin(), row.end(), value);
                map.writeRow(x, y, row);
                std::copy(row.begin(), row.end(), plane.row(y).begin() + x);
            }
            CHECK(map.read(rect) == InstanceMap(plane).read(rect));
            CHECK_EQUAL(map == copy, map.differingTiles(copy).empty());
        }
        CHECK(map.toPlane() == plane);
        CHECK(map == InstanceMap(plane));
        CHECK_EQUAL(map.at(size.width - 1, size.height - 1),
                    plane.at(size.width - 1, size.height - 1));
    }
}

UNDERPAINT_TEST(tiled_map_refuses_impossible_sizes) {
    CHECK_ERROR(LabelMap(Size{-1, 5}), "-1x5");
    CHECK_ERROR(LabelMap(Size{5, maxMapExtent + 1}), "each side");
    CHECK_ERROR(LabelMap(LabelPlane(2, 2, 3, std::uint16_t{0})), "one channel");
    CHECK(LabelMap(Size{0, 7}).empty());
    CHECK(LabelMap(Size{0, 7}) == LabelMap());
}

UNDERPAINT_TEST(tiled_map_copies_may_be_read_and_dropped_while_the_map_is_painted) {
    InstanceMap map(Size{256, 256}, 1);
    for (std::uint32_t round = 1; round <= 50; ++round) {
        auto copy = std::make_unique<InstanceMap>(map);
        std::uint64_t sum = 0;
        std::thread reader([&] {
            const InstancePlane plane = copy->toPlane();
            sum = std::accumulate(plane.values().begin(), plane.values().end(), std::uint64_t{0});
            copy.reset();
        });
        for (int y = 0; y < 256; ++y) {
            map.fillRow(0, y, 256, round + 1);
        }
        reader.join();
        CHECK_EQUAL(sum, std::uint64_t{round} * 256 * 256);
    }
}

UNDERPAINT_TEST(packed_maps_are_read_and_painted_like_others) {
    for (const int values : {1, 2, 3, 5, 17, 60, 4000}) {
        Random random(static_cast<std::uint64_t>(values));
        InstancePlane plane(150, 100);
        for (std::uint32_t& id : plane.values()) {
            id = 7 * static_cast<std::uint32_t>(random.below(static_cast<std::uint64_t>(values)));
        }
        const InstanceMap before(plane);
        InstanceMap map = before;
        PackedTiles<std::uint32_t> packed;
        map.pack(packed);
        CHECK(map == before && map.toPlane() == plane);
        CHECK(map.differingTiles(before).empty());
        CHECK_EQUAL(map.at(149, 99), plane.at(149, 99));
        CHECK(map.tileCells(4) == before.tileCells(4));
        CHECK(map.byteSize() <= before.byteSize());
        CHECK_EQUAL(2 * map.byteSize() < before.byteSize(), values <= 60);
        // What is written does not reach the maps that share the tiles.
        const InstanceMap shared = map;
        map.set(70, 70, 12345);
        map.fillRow(0, 3, 150, 5);
        plane.at(70, 70) = 12345;
        std::ranges::fill(plane.row(3), 5U);
        CHECK(map.toPlane() == plane);
        CHECK(shared == before);
        map.pack(packed);
        CHECK(map.toPlane() == plane);
    }
}

UNDERPAINT_TEST(maps_that_share_a_tile_share_the_packed_one) {
    LabelMap map(Size{128, 64}, 3);
    map.set(5, 5, 4);
    LabelMap other = map;
    other.set(100, 5, 9);
    PackedTiles<std::uint16_t> packed;
    map.pack(packed);
    other.pack(packed);
    CHECK(map.tileIdentity(0) == other.tileIdentity(0));
    CHECK(map.tileIdentity(1) != other.tileIdentity(1));
    const void* identity = map.tileIdentity(0);
    map.pack(packed); // once more changes nothing
    map.set(5, 5, 4);
    CHECK(map.tileIdentity(0) == identity);
}
