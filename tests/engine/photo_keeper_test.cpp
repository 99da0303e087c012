// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "engine/imaging/photo_keeper.h"
#include "engine/imaging/resize.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/edit.h"
#include "engine/scene/touched.h"
#include "tests/support/engine_test.h"

#include <cstdlib>
#include <memory>

using namespace underpaint;
using namespace underpaint::imaging;

namespace {

constexpr std::uint16_t road = 7;
constexpr std::uint16_t car = 26;
constexpr Rect square{40, 30, 20, 20};

/// 96 x 64 pixels of road with a photo of noise, in which a square of car was painted.
scene::SceneState touchedScene(Size photo) {
    scene::SceneState state = *scene::Scene(scene::cityscapesLabels(), {96, 64}, road);
    auto noise = std::make_shared<Image>(photo.width, photo.height, 3, std::uint8_t{0});
    Random random(7);
    for (std::uint8_t& value : noise->values()) {
        value = static_cast<std::uint8_t>(100 + random.below(40));
    }
    state.referencePhoto = std::move(noise);
    state.photoMaps = std::make_shared<const scene::PhotoMaps>(
        scene::PhotoMaps{state.labels, state.instances, {}});
    state.keep = {.on = true, .feather = 4, .matchColours = false};
    state.labels.fill(square, car);
    return state;
}

Image plain(Size size, std::uint8_t value) {
    return {size.width, size.height, 3, value};
}

Image changesOf(const Image& painted, const scene::SceneState& state) {
    Image changes;
    PhotoKeeper().kept(painted, state, state.size(), &changes);
    return changes;
}

} // namespace

UNDERPAINT_TEST(the_photo_stays_to_the_byte_where_nothing_was_touched) {
    for (const Size size : {Size{96, 64}, Size{192, 128}}) {
        const scene::SceneState state = touchedScene(size);
        const Image kept = PhotoKeeper().kept(plain({96, 64}, 9), state, size);
        CHECK(kept.size() == size);
        const int scale = size.width / 96;
        const Rect far{(square.x - 6) * scale, (square.y - 6) * scale, (square.width + 12) * scale,
                       (square.height + 12) * scale};
        long long inside = 0;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                if (!far.contains({x, y})) {
                    CHECK(kept.at(x, y) == state.referencePhoto->at(x, y));
                }
                const Rect middle{(square.x + 1) * scale, (square.y + 1) * scale,
                                  (square.width - 2) * scale, (square.height - 2) * scale};
                if (middle.contains({x, y})) {
                    CHECK_EQUAL(static_cast<int>(kept.at(x, y, 2)), 9);
                    ++inside;
                }
            }
        }
        CHECK_EQUAL(inside, 18LL * 18 * scale * scale);
    }
}

UNDERPAINT_TEST(what_was_painted_back_is_untouched_again) {
    scene::SceneState state = touchedScene({96, 64});
    state.labels.fill(square, road);
    CHECK(PhotoKeeper().kept(plain({96, 64}, 9), state, {96, 64}) == *state.referencePhoto);
    // And another look of something is a touch of all of it.
    state.instances.fill({0, 0, 10, 64}, 26001);
    scene::PhotoMaps maps = *state.photoMaps;
    maps.instances = state.instances;
    state.photoMaps = std::make_shared<const scene::PhotoMaps>(maps);
    CHECK(PhotoKeeper().kept(plain({96, 64}, 9), state, {96, 64}) == *state.referencePhoto);
    state.appearances[26001].style = scene::ClusterStyle{2};
    const Image kept = PhotoKeeper().kept(plain({96, 64}, 9), state, {96, 64});
    CHECK_EQUAL(static_cast<int>(kept.at(4, 30)), 9);
    CHECK(kept.at(20, 30) == state.referencePhoto->at(20, 30));
    maps.appearances[26001].style = scene::ClusterStyle{2};
    state.photoMaps = std::make_shared<const scene::PhotoMaps>(maps);
    CHECK(PhotoKeeper().kept(plain({96, 64}, 9), state, {96, 64}) == *state.referencePhoto);
}

UNDERPAINT_TEST(another_model_leaves_the_same_pixels_touched) {
    scene::SceneState before = touchedScene({96, 64});
    before.instances.fill({0, 0, 10, 64}, 26001);
    before.photoMaps = std::make_shared<const scene::PhotoMaps>(
        scene::PhotoMaps{before.photoMaps->labels, before.instances, {}});
    before.appearances[26001].style = scene::ClusterStyle{2};
    scene::SceneState after = before;
    after.labels = scene::LabelMap({96, 64}, 3); // of other numbers, and all areas alike
    after.instances = scene::InstanceMap({96, 64}, 0);
    after.appearances.clear();
    after.photoMaps = scene::renamedPhotoMaps(before, after);
    const Plane<std::uint8_t> marks = scene::touchedPixels(after);
    CHECK(marks == scene::touchedPixels(before));
    CHECK(marks.at(5, 5) != 0 && marks.at(50, 40) != 0 && marks.at(90, 5) == 0);
}

UNDERPAINT_TEST(the_new_part_takes_the_light_of_the_photo_around_it) {
    scene::SceneState state = touchedScene({96, 64});
    state.referencePhoto = std::make_shared<const Image>(plain({96, 64}, 150));
    // The model paints everything 40 levels darker, the car lighter than its road.
    Image painted = plain({96, 64}, 110);
    for (int y = square.y; y < square.bottom(); ++y) {
        for (int x = square.x; x < square.right(); ++x) {
            painted.at(x, y, 0) = 170;
        }
    }
    for (const int feather : {0, 4}) {
        state.keep = {.on = true, .feather = feather, .matchColours = true};
        const Image kept = PhotoKeeper().kept(painted, state, {96, 64});
        const auto near = [](int value, int wanted) { return std::abs(value - wanted) <= 2; };
        CHECK(near(kept.at(50, 40, 0), 210));
        CHECK(near(kept.at(50, 40, 1), 150));
        CHECK(near(kept.at(square.x - 2, 40, 0), 150));
    }
    state.keep.matchColours = false;
    CHECK_EQUAL(static_cast<int>(PhotoKeeper().kept(painted, state, {96, 64}).at(50, 40, 1)), 110);
}

UNDERPAINT_TEST(edits_at_the_border_and_everywhere_are_kept_too) {
    scene::SceneState state = touchedScene({96, 64});
    state.keep = {.on = true, .feather = 12, .matchColours = true};
    state.labels.fill({0, 0, 96, 64}, car);
    const Image painted = plain({96, 64}, 77);
    CHECK(PhotoKeeper().kept(painted, state, {96, 64}) == painted);
    state.labels.fill({0, 0, 96, 64}, road);
    state.labels.fill({0, 60, 30, 4}, car);
    const Image kept = PhotoKeeper().kept(painted, state, {96, 64});
    CHECK(kept.at(95, 0) == state.referencePhoto->at(95, 0));
    CHECK(std::abs(kept.at(5, 63) - 120) < 12); // the mean of the noise, which the seam gave it
}

UNDERPAINT_TEST(changes_glow_where_nobody_touched) {
    const scene::SceneState state = touchedScene({192, 128});
    Image painted = imaging::resizeBicubic(*state.referencePhoto, {96, 64});
    const Image none = changesOf(painted, state);
    for (const int x : {5, 50, 90}) {
        CHECK(none.at(x, 40, 0) == none.at(x, 40, 1) || none.at(x, 40, 1) == 0);
        CHECK(none.at(x, 40, 0) < 70);
    }
    painted.at(5, 5, 1) = static_cast<std::uint8_t>(painted.at(5, 5, 1) + 60);
    painted.at(50, 40, 1) = 255; // touched
    const Image some = changesOf(painted, state);
    CHECK_EQUAL(static_cast<int>(some.at(5, 5, 0)), 255);
    CHECK(some.at(50, 40, 0) == none.at(50, 40, 0));
    CHECK(some.at(90, 40, 0) == none.at(90, 40, 0));
}

UNDERPAINT_TEST(a_scene_knows_when_a_photo_can_be_kept) {
    scene::SceneState state = touchedScene({96, 64});
    CHECK(scene::keepsPhoto(state));
    state.keep.on = false;
    CHECK(scene::knowsPhoto(state) && !scene::keepsPhoto(state));
    state.keep.on = true;
    scene::Scene other(state);
    other.apply({scene::ReplaceMaps{scene::LabelMap({32, 32}, road),
                                    scene::InstanceMap({32, 32}, road), std::nullopt}});
    CHECK(!scene::keepsPhoto(*other)); // of another size than what the photo shows
    state.referencePhoto = nullptr;
    CHECK(!scene::keepsPhoto(state));
    CHECK_ERROR(scene::Scene(state).apply({scene::SetKeep{{.on = true, .feather = 999}}}),
                "feather");
}
