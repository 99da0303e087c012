// SPDX-License-Identifier: GPL-3.0-or-later
// Local photos of scenes that take their look from exemplars.
#include "engine/base/random.h"
#include "tests/engine/local_photo_samples.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"

#include <cstdlib>
#include <utility>

namespace local_exemplar_photo_test {

using namespace underpaint;
using test::covers;
using test::equalOutside;
using test::kept;
using test::LocalPainter;
using test::welcome;
using translate::ExemplarMatches;

namespace {

constexpr Size size{200, 150};

scene::Exemplar speckled(const std::string& id, std::uint64_t seed) {
    Image photo(120, 90, 3, 0);
    LabelPlane labels(photo.width(), photo.height(), 1, 0);
    Random random(seed);
    for (std::uint8_t& value : photo.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            labels.at(x, y) = static_cast<std::uint16_t>((x / 20 + y / 30) % 6);
        }
    }
    return {.id = id,
            .photo = std::make_shared<const Image>(std::move(photo)),
            .labels = std::make_shared<const LabelPlane>(std::move(labels)),
            .target = {},
            .pins = {}};
}

LocalPainter painter() {
    return LocalPainter(
        [](const std::filesystem::path& path) { return test::writeCoCosNet(path, true); }, size);
}

bool sameFarFrom(const Rect& rect, const ExemplarMatches& a, const ExemplarMatches& b) {
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const ExemplarMatches::Place& one = a.at({x, y});
            const ExemplarMatches::Place& other = b.at({x, y});
            if (!rect.contains({x, y}) &&
                (one.from != other.from || one.probability != other.probability)) {
                return false;
            }
        }
    }
    return equalOutside(a.warped, b.warped, rect);
}

/// Share of the places in a rectangle that found the same.
double shareAlike(const Rect& rect, const ExemplarMatches& a, const ExemplarMatches& b) {
    int alike = 0;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        for (int x = rect.x; x < rect.right(); ++x) {
            alike += a.at({x, y}).from == b.at({x, y}).from ? 1 : 0;
        }
    }
    return static_cast<double>(alike) / static_cast<double>(rect.width * rect.height);
}

} // namespace

UNDERPAINT_TEST(local_photo_with_an_exemplar_follows_an_edit_and_leaves_the_rest) {
    LocalPainter painting = painter();
    painting.state.addExemplar(speckled("one", 1));
    const translate::RenderResult exact = painting.render(kept);
    CHECK(exact.keptForEdits && !exact.local);
    CHECK(exact.photo == painting.render({}).photo);
    Rect edited;
    // Corners, borders, and places between that are no multiple of anything.
    for (const Rect& place :
         {Rect{0, 0, 5, 6}, Rect{93, 0, 7, 5}, Rect{195, 146, 5, 4}, Rect{101, 73, 9, 7}}) {
        const auto label =
            static_cast<std::uint16_t>((painting.state.labels.at(place.x, place.y) + 1) % 6);
        edited = edited.united(painting.paint(place, label));
        const translate::RenderResult local = painting.render(welcome);
        CHECK(local.local && local.keptForEdits);
        CHECK(covers(local.changed, edited));
        CHECK(equalOutside(local.photo, exact.photo, local.changed));
        // The edit and 12 pixels around it, to whole places.
        const Rect around{edited.x - 16, edited.y - 16, edited.width + 32, edited.height + 32};
        CHECK(sameFarFrom(around, *local.matches, *exact.matches));
        const translate::RenderResult whole = painting.render({});
        CHECK(shareAlike(place, *local.matches, *whole.matches) > 0.6);
    }
    // And the exact photo is what it is without all that.
    CHECK(painting.render(kept).photo == painting.render({}).photo);
}

UNDERPAINT_TEST(local_photo_with_two_exemplars_and_pins_asks_as_the_whole_one_does) {
    LocalPainter painting = painter();
    painting.state.addExemplar(speckled("all", 1));
    scene::Exemplar own = speckled("own", 2);
    own.target = {scene::ExemplarTarget::Kind::Class, 2};
    own.within = scene::MatchWithin::Class;
    own.pins = {{.scene = {101, 75}, .exemplar = {50, 14}}};
    painting.state.addExemplar(own);
    (void)painting.render(kept);
    const Rect place{90, 65, 24, 20};
    painting.paint(place, 2);
    const translate::RenderResult local = painting.render(welcome);
    CHECK(local.local);
    const translate::RenderResult whole = painting.render({});
    const auto& there = local.matches->at({101, 75});
    CHECK_EQUAL(local.matches->exemplars.at(static_cast<std::size_t>(there.exemplar)), "own");
    CHECK(std::abs(there.from.x - 50) <= 6 && std::abs(there.from.y - 14) <= 6);
    CHECK(shareAlike(place, *local.matches, *whole.matches) > 0.6);
}

UNDERPAINT_TEST(local_photo_with_exemplars_is_only_given_where_matches_are_local) {
    LocalPainter painting = painter();
    CHECK(!painting.render(welcome).local); // nothing was kept
    CHECK(painting.render(kept).keptForEdits);
    CHECK(painting.render(welcome).local);
    CHECK(painting.render(welcome).changed.empty());
    painting.state.addExemplar(speckled("one", 1));
    CHECK(!painting.render(welcome).local); // it looks different everywhere
    CHECK(painting.render(kept).keptForEdits);
    painting.paint({10, 10, 4, 4}, 3);
    CHECK(painting.render(welcome).local);
    painting.state.appearance.exemplars.at("one").strength = 0.5F;
    CHECK(!painting.render(welcome).local);
    painting.state.appearance.exemplars.at("one").strength = 1;
    CHECK(painting.render(welcome).local);
    painting.paint({0, 0, 190, 140}, 1); // too much of the scene
    CHECK(!painting.render(welcome).local);
    // Which instance lends to which is decided by all of its places.
    painting.state.appearance.exemplars.at("one").within = scene::MatchWithin::Instance;
    CHECK(!painting.render(kept).keptForEdits);
    CHECK(!painting.render(welcome).local);
}

} // namespace local_exemplar_photo_test
