// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/exemplar_matches.h"
#include "engine/translate/exemplar_matching.h"

#include "engine/nets/run/streamed_attention.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace exemplar_matching_test {

using namespace underpaint;
using namespace underpaint::translate;
using nets::Attention;
using nets::AttentionResult;
using nets::Tensor;
using scene::MatchWithin;
using test::randomTensor;

namespace {

constexpr double tolerance = 1e-5;

AttentionResult streamed(const Attention& question) {
    return nets::attendStreamed(question, kernels::serial());
}

double difference(const Tensor& a, const Tensor& b) {
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

/// (1, h, w) int32.
Tensor placesOf(std::int64_t height, std::int64_t width,
                const std::function<int(std::int64_t y, std::int64_t x)>& value) {
    Tensor map = at::empty({1, height, width}, at::kInt);
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            map[0][y][x] = value(y, x);
        }
    }
    return map;
}

Tensor randomPlaces(std::int64_t height, std::int64_t width, int values, std::uint64_t seed) {
    return ((randomTensor({1, height, width}, seed) + 1) * 0.5 * values)
        .floor()
        .clamp(0, values - 1)
        .to(at::kInt);
}

/// Where a match lies: of places that see nothing -1.
Tensor ofMatches(const AttentionResult& found, const Tensor& map) {
    const Tensor match = found.match.flatten();
    return map.flatten().index_select(0, match.clamp_min(0)).masked_fill(match.lt(0), -1);
}

/// Two cars of an exemplar, the left one red (1), the right one black (0), on a road. The scene's
/// only car is like the red one in its left two thirds and like the black one in the rest.
struct TwoCars {
    static constexpr std::int64_t height = 7;
    static constexpr std::int64_t width = 13;
    enum : std::uint8_t { road, car };

    MatchedPlaces scene;
    MatchedPlaces exemplar;
    Attention question;

    TwoCars() {
        const auto body = [](std::int64_t y, std::int64_t from, std::int64_t x, std::int64_t to) {
            return y >= 2 && y < 5 && x >= from && x < to;
        };
        scene.classes =
            placesOf(height, width, [&](auto y, auto x) { return body(y, 2, x, 11) ? car : road; });
        scene.instances = scene.classes * 900;
        exemplar.classes = placesOf(height, width, [&](auto y, auto x) {
            return body(y, 1, x, 6) || body(y, 7, x, 12) ? car : road;
        });
        exemplar.instances =
            placesOf(height, width, [&](auto /*y*/, auto x) { return x < 6 ? 1 : 2; });
        // Channels: road, red, black.
        const auto features = [](const Tensor& classes, std::int64_t redBelow) {
            Tensor map = at::zeros({1, 3, height, width});
            for (std::int64_t y = 0; y < height; ++y) {
                for (std::int64_t x = 0; x < width; ++x) {
                    const bool isCar = classes[0][y][x].template item<int>() == car;
                    map[0][!isCar ? 0 : x < redBelow ? 1 : 2][y][x] = 1;
                }
            }
            return map;
        };
        question.query = features(scene.classes, 8);
        question.key = features(exemplar.classes, 6);
        question.values = placesOf(height, width, [](auto /*y*/, auto x) { return x < 6 ? 1 : 0; })
                              .to(at::kFloat)
                              .unsqueeze(1);
        question.likeness = nets::Likeness::CosineOfCentred;
        question.temperature = 0.01;
    }
    /// The least and the most red of the scene's car.
    std::array<double, 2> redOfCar(const MatchRules& rules) const {
        const AttentionResult found =
            streamed(ruledQuestion(question, scene, exemplar, rules, streamed));
        const Tensor colours =
            found.values.flatten().masked_select(scene.classes.flatten().eq(car));
        return {colours.min().item<double>(), colours.max().item<double>()};
    }
};

} // namespace

UNDERPAINT_TEST(rules_hold_streamed_as_plainly) {
    struct Extent {
        std::int64_t height, width, keyHeight, keyWidth;
    };
    for (const Extent& e : {Extent{17, 33, 9, 21}, Extent{5, 3, 19, 1}, Extent{1, 35, 18, 7}}) {
        Attention question{.query = randomTensor({1, 6, e.height, e.width}, 1),
                           .key = randomTensor({1, 6, e.keyHeight, e.keyWidth}, 2),
                           .values = randomTensor({1, 3, e.keyHeight, e.keyWidth}, 3),
                           .window = 3,
                           .likeness = nets::Likeness::CosineOfCentred,
                           .temperature = 0.1};
        const MatchedPlaces scene{.classes = randomPlaces(e.height, e.width, 4, 4),
                                  .instances = randomPlaces(e.height, e.width, 3, 5)};
        const MatchedPlaces exemplar{
            .classes = randomPlaces(e.keyHeight, e.keyWidth, 3, 6),
            .instances = randomPlaces(e.keyHeight, e.keyWidth, 3, 7),
            .hidden = randomPlaces(e.keyHeight, e.keyWidth, 5, 8).eq(0).to(at::kInt)};
        const std::vector<PinnedPlaces> pins{
            {.sceneX = 1.5, .sceneY = 0.5, .exemplarX = 0, .exemplarY = 3},
            {.sceneX = 2, .sceneY = 4, .exemplarX = 6, .exemplarY = 1}};
        for (const MatchWithin within :
             {MatchWithin::Photo, MatchWithin::Class, MatchWithin::Instance}) {
            const MatchRules rules{.within = within, .temperature = 1.5, .pins = pins};
            const Attention asked =
                ruledQuestion(question, scene, exemplar, rules, nets::attendPlainly);
            const Attention same = ruledQuestion(question, scene, exemplar, rules, streamed);
            CHECK(at::equal(asked.queryGroups, same.queryGroups));
            CHECK(at::equal(asked.keyGroups, same.keyGroups));
            const AttentionResult wanted = nets::attendPlainly(asked);
            for (const AttentionResult& found : {streamed(asked), nets::attendInBands(asked)}) {
                CHECK(at::equal(found.match.eq(-1), wanted.match.eq(-1)));
                CHECK(difference(found.values, wanted.values) < tolerance);
                CHECK(difference(found.probability, wanted.probability) < tolerance);
                CHECK(difference(found.entropy, wanted.entropy) < 10 * tolerance);
            }
            // Nobody sees what is hidden; the fourth class sees nothing.
            const Tensor hidden = ofMatches(wanted, exemplar.hidden);
            CHECK(hidden.ne(1).all().item<bool>());
            const Tensor lacking = scene.classes.flatten().eq(3);
            CHECK(hidden.masked_select(lacking).eq(-1).all().item<bool>());
            CHECK(wanted.values.flatten(2)
                      .masked_select(lacking.view({1, 1, -1}).expand({1, 3, -1}))
                      .eq(0)
                      .all()
                      .item<bool>());
            if (within != MatchWithin::Photo) {
                const Tensor found = ofMatches(wanted, exemplar.classes);
                CHECK(
                    found.eq(scene.classes.flatten()).logical_or(found.eq(-1)).all().item<bool>());
            }
        }
    }
}

UNDERPAINT_TEST(a_car_takes_its_look_from_one_car) {
    const TwoCars cars;
    // The car that is red on one side and black on the other.
    for (const MatchWithin within : {MatchWithin::Photo, MatchWithin::Class}) {
        const auto [least, most] = cars.redOfCar({.within = within});
        CHECK_CLOSE(least, 0, 1e-3);
        CHECK_CLOSE(most, 1, 1e-3);
    }
    const auto [least, most] = cars.redOfCar({.within = MatchWithin::Instance});
    CHECK_CLOSE(least, 1, 1e-6);
    CHECK_CLOSE(most, 1, 1e-6);
}

UNDERPAINT_TEST(a_pin_or_a_mask_says_which_car) {
    TwoCars cars;
    const std::vector<PinnedPlaces> pins{
        {.sceneX = 3, .sceneY = 3, .exemplarX = 9, .exemplarY = 3}};
    const auto pinned = cars.redOfCar({.within = MatchWithin::Instance, .pins = pins});
    CHECK_CLOSE(pinned[1], 0, 1e-6);
    // A pin from a car to the road does not.
    const std::vector<PinnedPlaces> astray{
        {.sceneX = 3, .sceneY = 3, .exemplarX = 9, .exemplarY = 0}};
    CHECK_CLOSE(cars.redOfCar({.within = MatchWithin::Instance, .pins = astray})[0], 1, 1e-6);
    cars.exemplar.hidden = cars.exemplar.instances.eq(1).to(at::kInt);
    CHECK_CLOSE(cars.redOfCar({.within = MatchWithin::Instance})[1], 0, 1e-6);
    CHECK_CLOSE(cars.redOfCar({.within = MatchWithin::Class})[1], 0, 1e-6);
}

UNDERPAINT_TEST(pins_move_the_matches_around_them) {
    constexpr std::int64_t side = 25;
    const Attention question{.query = randomTensor({1, 8, side, side}, 1),
                             .key = randomTensor({1, 8, side, side}, 2),
                             .values = at::zeros({1, 1, side, side}),
                             .likeness = nets::Likeness::CosineOfCentred,
                             .temperature = 0.01};
    const Tensor one = at::zeros({1, side, side}, at::kInt);
    const MatchedPlaces places{.classes = one, .instances = one};
    const std::vector<PinnedPlaces> pins{
        {.sceneX = 18, .sceneY = 17, .exemplarX = 5, .exemplarY = 6}};
    const AttentionResult before = streamed(ruledQuestion(question, places, places, {}, streamed));
    const AttentionResult after =
        streamed(ruledQuestion(question, places, places, {.pins = pins}, streamed));
    const auto matchAt = [](const AttentionResult& found, std::int64_t y, std::int64_t x) {
        return found.match[0][0][y][x].item<std::int64_t>();
    };
    CHECK(matchAt(before, 17, 18) != 6 * side + 5);
    CHECK_EQUAL(matchAt(after, 17, 18), 6 * side + 5);
    // Beside it to the places beside that one, far away to what they were.
    double strayed = 0;
    for (const auto& [dx, dy] :
         {std::pair(2, 0), std::pair(-2, 0), std::pair(0, 2), std::pair(0, -2)}) {
        const std::int64_t match = matchAt(after, 17 + dy, 18 + dx);
        strayed += std::hypot(static_cast<double>(match % side - 5 - dx),
                              static_cast<double>(match / side - 6 - dy));
    }
    CHECK(strayed / 4 < 2);
    CHECK(at::equal(before.match.narrow(2, 0, 7), after.match.narrow(2, 0, 7)));
    CHECK(at::equal(before.match.narrow(3, 0, 8), after.match.narrow(3, 0, 8)));
}

UNDERPAINT_TEST(temperature_mixes_more_places) {
    const Tensor one = at::zeros({1, 9, 11}, at::kInt);
    const MatchedPlaces places{.classes = one, .instances = one};
    const Attention question{.query = randomTensor({1, 8, 9, 11}, 1),
                             .key = randomTensor({1, 8, 9, 11}, 2),
                             .values = at::zeros({1, 1, 9, 11}),
                             .likeness = nets::Likeness::CosineOfCentred,
                             .temperature = 0.05};
    const auto entropy = [&](double temperature) {
        return streamed(
                   ruledQuestion(question, places, places, {.temperature = temperature}, streamed))
            .entropy.mean()
            .item<double>();
    };
    CHECK(entropy(0.2) < entropy(1));
    CHECK(entropy(1) < entropy(5));
}

UNDERPAINT_TEST(a_pixel_of_a_map_finds_its_partner_whatever_the_photos_size) {
    translate::ExemplarMatches matches;
    matches.stride = 4;
    matches.places = {3, 2}; // the last column is half outside
    matches.warped = Image(10, 8, 3, 0);
    matches.exemplars = {"dusk", "dawn"};
    matches.found = {{0, {1, 1}}, {1, {2, 2}}, {0, {3, 3}}, {-1, {}}, {0, {5, 5}}, {1, {6, 6}}};
    const Size map{20, 16}; // twice the photo
    CHECK(matches.partnerOf({0, 0}, map, "dusk") == (Point{1, 1}));
    CHECK(matches.partnerOf({7, 7}, map, "dusk") == (Point{1, 1}));
    CHECK(!matches.partnerOf({8, 0}, map, "dusk"));
    CHECK(matches.partnerOf({8, 0}, map, "dawn") == (Point{2, 2}));
    CHECK(!matches.partnerOf({0, 15}, map, "dusk")); // none lends anything there
    CHECK(matches.partnerOf({19, 15}, map, "dawn") == (Point{6, 6}));
    CHECK(matches.partnerOf({9, 7}, {10, 8}, "dawn") == (Point{6, 6}));
}

} // namespace exemplar_matching_test
