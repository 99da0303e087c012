// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/exemplar_texture.h"
#include "engine/translate/scene_maps.h"

#include "engine/base/random.h"
#include "tests/engine/local_photo_samples.h"
#include "tests/support/engine_test.h"

#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace exemplar_texture_test {

using namespace underpaint;
using namespace underpaint::translate;
using scene::MatchWithin;
using test::equalOutside;

namespace {

constexpr Size size{128, 96};
constexpr int stride = 4;

const project::PackageClass* noClasses() {
    return nullptr;
}

/// One channel per class.
const ClassChannels& classes() {
    static const ClassChannels all({noClasses(), 0}, 6);
    return all;
}

/// Class 0 on the left, 1 on the right; the halves are instances 5 and 6.
SceneMaps halves(Size of) {
    SceneMaps maps{.labels = LabelPlane(of.width, of.height, 0),
                   .instances = InstancePlane(of.width, of.height, 5)};
    for (int y = 0; y < of.height; ++y) {
        for (int x = of.width / 2; x < of.width; ++x) {
            maps.labels.at(x, y) = 1;
            maps.instances.at(x, y) = 6;
        }
    }
    return maps;
}

Image flat(Size of, std::uint8_t value) {
    return {of.width, of.height, 3, value};
}

/// Red is noise around 128; green tells the side: 200 on the left, 40 on the right.
Image speckledHalves(Size of) {
    Image photo(of.width, of.height, 3, 0);
    Random random(3);
    for (int y = 0; y < of.height; ++y) {
        for (int x = 0; x < of.width; ++x) {
            photo.at(x, y, 0) = random.below(2) == 0 ? 88 : 168;
            photo.at(x, y, 1) = x < of.width / 2 ? 200 : 40;
        }
    }
    return photo;
}

scene::Exemplar lender() {
    scene::Exemplar exemplar{.id = "one",
                             .photo = std::make_shared<const Image>(speckledHalves({100, 80})),
                             .labels = std::make_shared<const LabelPlane>(halves({100, 80}).labels),
                             .target = {},
                             .pins = {}};
    exemplar.within = MatchWithin::Class;
    exemplar.texture = true;
    return exemplar;
}

/// Everything looks like the same relative place of the exemplar.
ExemplarMatches matched(Size photo) {
    ExemplarMatches matches;
    matches.stride = stride;
    matches.places = {size.width / stride, size.height / stride};
    for (int y = 0; y < matches.places.height; ++y) {
        for (int x = 0; x < matches.places.width; ++x) {
            matches.found.push_back({.exemplar = 0,
                                     .from = {x * photo.width / matches.places.width,
                                              y * photo.height / matches.places.height}});
        }
    }
    matches.exemplars = {"one"};
    return matches;
}

struct Painting {
    scene::Exemplar exemplar = lender();
    SceneMaps maps = halves(size);
    ExemplarMatches matches = matched({100, 80});
    Rect part{0, 0, size.width, size.height};
    Image photo = flat(size, 128);

    Image painted() const {
        scene::SceneState state;
        state.addExemplar(exemplar);
        Image result = photo;
        ExemplarTexture texture(classes());
        const Plane<std::int32_t> channels = classes().channelsOf(maps.labels);
        texture.paint({.scene = state,
                       .maps = {.channels = channels, .instances = maps.instances},
                       .matches = matches,
                       .part = part},
                      result, kernels::serial());
        return result;
    }
};

double spread(const Image& photo, const Rect& rect, int channel) {
    double sum = 0;
    double squares = 0;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        for (int x = rect.x; x < rect.right(); ++x) {
            sum += photo.at(x, y, channel);
            squares += std::pow(photo.at(x, y, channel), 2);
        }
    }
    const double count = static_cast<double>(rect.width * rect.height);
    return std::sqrt(squares / count - std::pow(sum / count, 2));
}

double meanOf(const Image& photo, const Rect& rect, int channel) {
    double sum = 0;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        for (int x = rect.x; x < rect.right(); ++x) {
            sum += photo.at(x, y, channel);
        }
    }
    return sum / static_cast<double>(rect.width * rect.height);
}

constexpr Rect left{8, 8, 44, 80};
constexpr Rect right{76, 8, 44, 80};

} // namespace

UNDERPAINT_TEST(texture_of_each_class_comes_from_that_class) {
    const Image painted = Painting().painted();
    for (const Rect& side : {left, right}) {
        CHECK(spread(painted, side, 0) > 20); // that of the exemplar is 40
    }
    CHECK_CLOSE(meanOf(painted, left, 1), 200, 20);
    CHECK_CLOSE(meanOf(painted, right, 1), 40, 20);
    CHECK(Painting().painted() == painted);
}

UNDERPAINT_TEST(texture_leaves_what_no_exemplar_lends) {
    Painting painting;
    painting.maps.labels.at(20, 20) = 4;
    for (int y = 40; y < 60; ++y) {
        for (int x = 90; x < 110; ++x) {
            painting.maps.labels.at(x, y) = 3; // of which it shows nothing
        }
    }
    for (int x = 0; x < 16; ++x) { // these places found nothing
        painting.matches.found[static_cast<std::size_t>(x)].exemplar = -1;
    }
    const Image painted = painting.painted();
    CHECK_EQUAL(painted.at(20, 20), 128);
    CHECK_EQUAL(spread(painted, {90, 40, 20, 20}, 0), 0.0);
    CHECK_EQUAL(spread(painted, {0, 0, 64, stride}, 0), 0.0);
    CHECK(spread(painted, {0, stride + 1, 64, stride}, 0) > 10);
    painting.part = {30, 30, 40, 40};
    CHECK(equalOutside(painting.painted(), painting.photo, painting.part));
    CHECK(spread(painting.painted(), {34, 34, 32, 32}, 0) > 10);
    painting.exemplar.texture = false;
    CHECK(painting.painted() == painting.photo);
    scene::SceneState state;
    state.addExemplar(painting.exemplar);
    CHECK(!ExemplarTexture::isWanted(state));
}

UNDERPAINT_TEST(texture_is_as_strong_as_its_exemplar) {
    Painting painting;
    const Image whole = painting.painted();
    painting.exemplar.strength = 0.5F;
    const Image half = painting.painted();
    int most = 0;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            most = std::max(most, std::abs(2 * half.at(x, y) - 128 - whole.at(x, y)));
        }
    }
    CHECK(most <= 1);
}

UNDERPAINT_TEST(texture_does_not_come_from_hidden_parts) {
    Painting painting;
    Image photo = *painting.exemplar.photo;
    Image hidden(100, 80, 1, 0);
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 100; ++x) {
            hidden.at(x, y) = 255;
            photo.at(x, y, 2) = 250;
        }
    }
    painting.exemplar.photo = std::make_shared<const Image>(photo);
    CHECK(meanOf(painting.painted(), left, 2) > 80);
    painting.exemplar.hidden = std::make_shared<const Image>(hidden);
    // Averages and the anchor in the photo leave a rest.
    CHECK(meanOf(painting.painted(), left, 2) < 25);
}

UNDERPAINT_TEST(texture_of_an_instance_comes_from_one_instance) {
    Painting painting;
    painting.maps.labels = LabelPlane(size.width, size.height, 1);
    painting.exemplar.labels = std::make_shared<const LabelPlane>(100, 80, std::uint16_t{1});
    painting.exemplar.instances =
        std::make_shared<const InstancePlane>(halves({100, 80}).instances);
    painting.exemplar.within = MatchWithin::Instance;
    // A third of the places of each half lie in the other instance.
    for (std::size_t i = 0; i < painting.matches.found.size(); i += 3) {
        Point& from = painting.matches.found[i].from;
        from.x = from.x < 50 ? from.x + 50 : from.x - 50;
    }
    const Image painted = painting.painted();
    CHECK_CLOSE(meanOf(painted, left, 1), 200, 20);
    CHECK_CLOSE(meanOf(painted, right, 1), 40, 20);
}

UNDERPAINT_TEST(photos_have_the_texture_of_exemplars_that_ask_for_it) {
    test::LocalPainter painting(
        [](const std::filesystem::path& path) { return test::writeCoCosNet(path, true); },
        {200, 150});
    scene::Exemplar exemplar = lender();
    exemplar.texture = false;
    painting.state.addExemplar(exemplar);
    const RenderResult plain = painting.render(test::kept);
    painting.state.appearance.exemplars.at("one").texture = true;
    const RenderResult exact = painting.render(test::kept);
    CHECK(exact.keptForEdits && exact.photo != plain.photo);
    CHECK(exact.stages.contains("texture") && !plain.stages.contains("texture"));
    CHECK(painting.render({}).photo == exact.photo);
    // A local photo has it, too, and everything around is as it was.
    painting.paint({60, 50, 12, 10}, 1);
    const RenderResult local = painting.render(test::welcome);
    CHECK(local.local && equalOutside(local.photo, exact.photo, local.changed));
    CHECK(local.stages.contains("texture"));
    // Photos of more than 8 bits are those of 8 where they have texture.
    RenderSettings deep;
    deep.deep = true;
    const RenderResult both = painting.render(deep);
    int told = 0;
    for (std::size_t i = 0; i < both.photo.values().size(); ++i) {
        told = std::max(told, std::abs(both.photo.values()[i] - both.deep.values()[i] / deepSteps));
    }
    CHECK(told <= 1);
}

} // namespace exemplar_texture_test
