// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/brush.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/effects.h"
#include "engine/scene/touched.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::randomEdit;
using underpaint::test::sampleScene;

namespace {

/// What a model with these capabilities is told about the pixel, with all that it may depend on.
/// Its own kind of photo: pixel for pixel, without surroundings.
struct PixelOfPhoto {
    std::optional<std::uint16_t> label;
    std::optional<std::uint32_t> instance;
    std::optional<Style> style;
    LatentCode code;
    std::map<std::string, Exemplar> exemplars;
    std::string model;
    std::uint64_t seed = 0;
    std::shared_ptr<const Image> photo;
    KeepSettings keep;
    /// Of what the reference photo shows, where it is kept.
    int touched = 0;

    friend bool operator==(const PixelOfPhoto&, const PixelOfPhoto&) = default;
};

bool acts(const Exemplar& exemplar, std::uint16_t label, std::uint32_t instance) {
    using Kind = ExemplarTarget::Kind;
    const ExemplarTarget& target = exemplar.target;
    return target.kind == Kind::Everything || (target.kind == Kind::Class && target.id == label) ||
           (target.kind == Kind::Instance && target.id == instance);
}

/// The label, the instance and the touch of a pixel: all pixels of one place are told the same.
struct Place {
    std::uint16_t label = 0;
    std::uint32_t instance = 0;
    int touched = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
};

PixelOfPhoto photoAt(const SceneState& scene, const Place& place, const Capabilities& can) {
    const auto [label, instance, touched] = place;
    PixelOfPhoto pixel;
    pixel.model = scene.modelId;
    if (can.labels) {
        pixel.label = label;
    }
    if (can.instances) {
        pixel.instance = instance;
    }
    if (const Style* style = can.styles ? scene.styleOf(instance) : nullptr) {
        pixel.style = *style;
    }
    if (can.latentSize > 0) {
        const Appearance* worn = scene.appearanceOf(instance);
        pixel.code =
            worn != nullptr && !worn->code.values.empty() ? worn->code : scene.appearance.code;
    }
    for (const auto& [id, exemplar] : scene.allExemplars()) {
        if (can.exemplars && acts(*exemplar, label, instance)) {
            pixel.exemplars.emplace(id, *exemplar);
        }
    }
    pixel.seed = can.variation ? scene.seed : 0;
    pixel.photo = can.photoInput || scene.keep.on ? scene.referencePhoto : nullptr;
    pixel.keep = scene.keep;
    pixel.touched = touched;
    return pixel;
}

/// What the pixels of one scene are told, made once per place: there are many pixels.
class PhotoPixels {
public:
    PhotoPixels(const SceneState& scene, const Capabilities& can) : scene_(scene), can_(can) {
        if (keepsPhoto(scene)) {
            touched_ = touchedPixels(scene);
        }
    }

    const PixelOfPhoto& at(Point at) {
        const Place place{scene_.labels.at(at), scene_.instances.at(at),
                          touched_ ? touched_->at(at.x, at.y) : 0};
        const auto known = made_.find(place);
        return known != made_.end()
                   ? known->second
                   : made_.emplace(place, photoAt(scene_, place, can_)).first->second;
    }

private:
    const SceneState& scene_;
    const Capabilities& can_;
    std::optional<Plane<std::uint8_t>> touched_;
    std::map<Place, PixelOfPhoto> made_;
};

std::map<std::uint32_t, std::optional<Style>> styled(const SceneState& scene) {
    std::map<std::uint32_t, std::optional<Style>> styles;
    for (const auto& [instance, worn] : scene.appearances) {
        if (worn.style) {
            styles.emplace(instance, worn.style);
        }
    }
    return styles;
}

struct PixelOfView {
    std::uint16_t label = 0;
    std::uint32_t instance = 0;
    Colour colour;

    friend bool operator==(const PixelOfView&, const PixelOfView&) = default;
};

PixelOfView viewAt(const SceneState& scene, Point at) {
    const std::uint16_t label = scene.labels.at(at);
    return {label, scene.instances.at(at), scene.labelSet.at(label).colour};
}

/// The smallest rectangle around the pixels that differ between two scenes of one size.
template<class Look>
Rect differing(const SceneState& a, const SceneState& b, const Look& look) {
    Rect box;
    for (int y = 0; y < a.size().height; ++y) {
        for (int x = 0; x < a.size().width; ++x) {
            if (!(look(a, Point{x, y}) == look(b, Point{x, y}))) {
                box = box.united({x, y, 1, 1});
            }
        }
    }
    return box;
}

bool holds(const Rect& outer, const Rect& inner) {
    return outer.united(inner) == outer;
}

Capabilities randomCapabilities(Random& random) {
    const auto flag = [&random] { return random.below(2) == 0; };
    Capabilities can;
    can.labels = flag();
    can.instances = can.labels && flag();
    can.styles = can.instances && flag();
    can.photoInput = !can.labels;
    can.variation = flag();
    can.latentSize = flag() ? 8 : 0;
    can.exemplars = flag();
    return can;
}

/// Two cars on a road.
Scene twoCars() {
    Scene scene(cityscapesLabels(), Size{200, 100}, 7);
    const Brush brush{BrushShape::Square, 10};
    scene.apply(paintStroke(*scene, brush, {30, 30}, {30, 30}, {26, 26001}));
    scene.apply(paintStroke(*scene, brush, {150, 60}, {150, 60}, {26, 26002}));
    return scene;
}

Exemplar exemplarOn(ExemplarTarget target) {
    Exemplar exemplar;
    exemplar.id = "photo";
    exemplar.photo = std::make_shared<Image>(4, 4, 3, std::uint8_t{9});
    exemplar.target = target;
    return exemplar;
}

} // namespace

UNDERPAINT_TEST(effects_hold_every_changed_pixel) {
    Random random(31);
    Scene scene = sampleScene({90, 70}, 31);
    for (int step = 0; step < 300; ++step) {
        const SceneState before = scene.state();
        const Capabilities can = randomCapabilities(random);
        const Edit edit = randomEdit(before, random);
        const Effects touched = effects(edit, before, can);
        scene.apply(edit);
        const Rect everything = before.bounds().united(scene->bounds());
        // A group may pass through larger maps.
        if (!std::holds_alternative<EditGroup>(edit.kind)) {
            CHECK(holds(everything, touched.view) && holds(everything, touched.photo));
        }
        if (before.size() != scene->size()) {
            CHECK(touched.maps && holds(touched.view, everything));
            CHECK(holds(touched.photo, everything));
            continue;
        }
        CHECK(holds(touched.view, differing(before, *scene, viewAt)));
        PhotoPixels old(before, can);
        PhotoPixels now(*scene, can);
        const auto photo = [&](const SceneState& state, Point at) -> const PixelOfPhoto& {
            return (&state == &before ? old : now).at(at);
        };
        CHECK(holds(touched.photo, differing(before, *scene, photo)));
        CHECK(touched.labelSet || before.labelSet == scene->labelSet);
        CHECK(touched.styles || styled(before) == styled(*scene));
        CHECK(touched.model || before.modelId == scene->modelId);
    }
}

UNDERPAINT_TEST(effects_of_local_edits_are_local) {
    const Scene scene = twoCars();
    const Capabilities all = everyCapability();
    const Rect first{25, 25, 10, 10};
    const Rect second{145, 55, 10, 10};
    const auto photo = [&](Edit::Kind kind) {
        return effects({std::move(kind)}, *scene, all).photo;
    };
    const PaintPixels paint{{{3, 4, 5, 7}}, {{1, 6, 2, 7}}};
    CHECK((photo(paint) == Rect{1, 4, 7, 3}));
    CHECK((effects({paint}, *scene, all).view == Rect{1, 4, 7, 3}));
    CHECK(photo(SetStyle{{{26002, ClusterStyle{2}}}}) == second);
    CHECK(photo(SetStyle{{{26001, ClusterStyle{1}}, {26002, ClusterStyle{2}}}}) ==
          first.united(second));
    CHECK(photo(SetStyle{{{5, ClusterStyle{1}}}}).empty());
    CHECK(photo(SetStyle{{{26001, std::nullopt}}}).empty());
    CHECK(photo(SetExemplar{exemplarOn({ExemplarTarget::Kind::Instance, 26001})}) == first);
    CHECK(photo(SetExemplar{exemplarOn({ExemplarTarget::Kind::Class, 26})}) ==
          first.united(second));
    CHECK(photo(SetExemplar{exemplarOn({})}) == scene->bounds());
    CHECK(effects({RecolourLabel{26, {1, 2, 3}}}, *scene, all).view == first.united(second));
    // One tile of a loaded map differs.
    ReplaceMaps maps{scene->labels, scene->instances, std::nullopt};
    maps.labels.set(70, 70, 8);
    CHECK((photo(maps) == Rect{64, 64, 64, 36}));
}

UNDERPAINT_TEST(effects_follow_the_capabilities) {
    const Scene scene = twoCars();
    const Edit reference{SetReferencePhoto{std::make_shared<Image>(2, 2, 3, std::uint8_t{5})}};
    const Edit style{SetStyle{{{26002, ClusterStyle{2}}}}};
    const Edit seed{SetSeed{3}};
    const Edit latent{SetLatent{{{1, 2}}}};
    const Edit exemplar{SetExemplar{exemplarOn({})}};
    const Edit instances{PaintPixels{{}, {{1, 6, 2, 26003}}}};
    const Edit labels{PaintPixels{{{3, 4, 5, 8}}, {}}};
    const Edit names{EditGroup{{{RenameLabel{7, "street"}}, {RecolourLabel{7, {}}}}}};
    const auto seen = [&](const Capabilities& can) {
        std::string letters;
        const auto note = [&](const Edit& edit, char letter) {
            letters += effects(edit, *scene, can).photo.empty() ? '-' : letter;
        };
        note(reference, 'r');
        note(style, 's');
        note(seed, 'd');
        note(latent, 'z');
        note(exemplar, 'e');
        note(instances, 'i');
        note(labels, 'l');
        note(names, 'n');
        return letters;
    };
    CHECK_EQUAL(seen(everyCapability()), "rsdzeil-");
    CHECK_EQUAL(seen({}), "--------");
    CHECK_EQUAL(seen({.photoInput = true}), "r-------");
    CHECK_EQUAL(seen({.labels = true}), "------l-");
    CHECK_EQUAL(seen({.labels = true, .instances = true}), "-----il-");
    CHECK_EQUAL(seen({.labels = true, .instances = true, .styles = true, .variation = true}),
                "-sd--il-");
    CHECK_EQUAL(seen({.labels = true, .latentSize = 8, .exemplars = true}), "---zeil-");
}
