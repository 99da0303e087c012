// SPDX-License-Identifier: GPL-3.0-or-later
// Local photos of edits, through translators of small models.
#include "engine/translate/input_difference.h"
#include "tests/engine/local_photo_samples.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"

#include <algorithm>
#include <cstdlib>

namespace local_photo_test {

using namespace underpaint;
using test::covers;
using test::equalOutside;
using test::kept;
using test::LocalPainter;
using test::sampleScene;
using test::welcome;

namespace {

constexpr Size odd{150, 101}; // padded to multiples of the network

/// Of a model with norms of the whole picture, or with batch norms.
LocalPainter painterOf(bool batchNorm) {
    return LocalPainter(
        [batchNorm](const std::filesystem::path& path) {
            return batchNorm ? test::writePix2Pix(path, test::SampleInput::OneHot)
                             : test::writePix2PixHd(path);
        },
        odd);
}

} // namespace

UNDERPAINT_TEST(local_photo_changes_nothing_outside_of_its_region) {
    for (const bool batchNorm : {false, true}) {
        LocalPainter painter = painterOf(batchNorm);
        const Image plain = painter.render({}).photo;
        const translate::RenderResult exact = painter.render(kept);
        CHECK(exact.photo == plain);
        CHECK(exact.keptForEdits && !exact.local);
        Rect edited;
        // Corners, borders and places between, one after another.
        for (const Rect& place : {Rect{0, 0, 4, 5}, Rect{20, 0, 3, 4}, Rect{146, 97, 4, 4},
                                  Rect{30, 20, 6, 6}, Rect{149, 50, 1, 1}}) {
            const auto label =
                static_cast<std::uint16_t>((painter.state.labels.at(place.x, place.y) + 1) % 6);
            edited = edited.united(painter.paint(place, label));
            const translate::RenderResult local = painter.render(welcome);
            CHECK(local.local && local.keptForEdits);
            CHECK(covers(local.changed, edited));
            CHECK(covers({0, 0, odd.width, odd.height}, local.changed));
            CHECK(equalOutside(local.photo, exact.photo, local.changed));
        }
        // And the exact photo is what it is without all that.
        const Image after = painter.render(kept).photo;
        CHECK(after == painter.render({}).photo);
        CHECK(after != exact.photo);
    }
}

UNDERPAINT_TEST(local_photo_is_only_given_where_one_can_begin) {
    LocalPainter painter = painterOf(false);
    CHECK(!painter.render(welcome).local); // nothing was kept
    CHECK(!painter.render({}).keptForEdits);
    CHECK(!painter.render(welcome).local);
    (void)painter.render(kept);
    CHECK(painter.render(welcome).local); // nothing changed, nothing to do
    CHECK(painter.render(welcome).changed.empty());
    // A photo of another size, or asked for as it is, in between.
    CHECK_EQUAL(painter.render({.size = {75, 50}}).photo.width(), 75);
    painter.paint({10, 10, 4, 4}, 3);
    CHECK(!painter.render({}).local);
    CHECK(painter.render(welcome).local);
    // Too much of it changed: the preview that was asked for.
    painter.paint({0, 0, 140, 90}, 1);
    translate::RenderSettings small = welcome;
    small.size = {75, 50};
    const translate::RenderResult preview = painter.render(small);
    CHECK(!preview.local);
    CHECK(preview.photo.size() == small.size);
    // Another size of the scene.
    (void)painter.render(kept);
    painter.state = sampleScene({96, 64});
    CHECK(!painter.render(welcome).local);
    CHECK(painter.render(kept).keptForEdits);
    CHECK(painter.render(welcome).local);
    // Statistics of the picture itself: nothing is local.
    translate::RenderSettings paper = kept;
    paper.paperBehaviour = true;
    CHECK(!painter.render(paper).keptForEdits);
}

UNDERPAINT_TEST(local_photo_after_one_that_was_cancelled_shows_both_edits) {
    LocalPainter cancelled = painterOf(true);
    LocalPainter whole = painterOf(true);
    for (LocalPainter* painter : {&cancelled, &whole}) {
        (void)painter->render(kept);
        painter->paint({20, 20, 5, 5}, 2);
    }
    const CancelToken token;
    token.cancel();
    bool stopped = false;
    try {
        (void)cancelled.render(welcome, token);
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
    // An exact render that is cancelled on its way leaves local ones possible, too.
    const CancelToken later;
    stopped = false;
    try {
        (void)cancelled.render(kept, later, [&](double fraction, std::string_view) {
            if (fraction > 0.5) {
                later.cancel();
            }
        });
    } catch (const Cancelled&) {
        stopped = true;
    }
    CHECK(stopped);
    for (LocalPainter* painter : {&cancelled, &whole}) {
        painter->paint({40, 30, 5, 5}, 3);
    }
    const translate::RenderResult local = cancelled.render(welcome);
    CHECK(local.local);
    CHECK(covers(local.changed, {20, 20, 25, 15}));
    const translate::RenderResult exact = whole.render({});
    int largest = 0;
    const Rect inner{20, 20, 25, 15};
    for (int y = inner.y; y < inner.bottom(); ++y) {
        for (int x = inner.x; x < inner.right(); ++x) {
            for (int c = 0; c < 3; ++c) {
                largest =
                    std::max(largest, std::abs(local.photo.at(x, y, c) - exact.photo.at(x, y, c)));
            }
        }
    }
    CHECK(largest <= 40); // a rough likeness: the U-Net sees all of the picture
}

UNDERPAINT_TEST(difference_of_inputs_is_the_rectangle_that_changed) {
    const auto input = [](std::int64_t height) {
        return nets::NetworkInput(at::zeros({1, height, 20}, at::kInt), 4,
                                  at::zeros({1, 2, height, 20}, at::kFloat));
    };
    const nets::NetworkInputs before{{"input", input(10)}};
    CHECK(translate::difference(before, {{"input", input(10)}})->empty());
    CHECK(!translate::difference(before, {{"input", input(12)}}));
    CHECK(!translate::difference(before, {{"other", input(10)}}));
    CHECK(!translate::difference({}, {}));
    const nets::NetworkInput changed = input(10);
    changed.labels()[0][3][7] = 2;
    CHECK(*translate::difference(before, {{"input", changed}}) == (Rect{7, 3, 1, 1}));
    changed.planes()[0][1][8][19] = 0.5;
    CHECK(*translate::difference(before, {{"input", changed}}) == (Rect{7, 3, 13, 6}));
    // A code is not anywhere in the picture.
    nets::NetworkInputs coded = before;
    coded.emplace("code", nets::NetworkInput(at::zeros({1, 3, 1, 1})));
    nets::NetworkInputs other = before;
    other.emplace("code", nets::NetworkInput(at::ones({1, 3, 1, 1})));
    CHECK(!translate::difference(coded, other));
    CHECK(translate::difference(coded, coded)->empty());
}

} // namespace local_photo_test
