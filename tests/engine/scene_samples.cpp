// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/scene_samples.h"

#include "engine/scene/brush.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/fill.h"
#include "engine/scene/instance_edits.h"

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace underpaint::test {

using namespace underpaint::scene;

namespace {

PaintValue randomValue(const SceneState& state, Random& random) {
    const auto& classes = state.labelSet.classes();
    const std::uint16_t label = classes[random.below(classes.size())].id;
    const auto instance = static_cast<std::uint32_t>(label * 1000 + random.below(5));
    return {label, random.below(2) == 0 ? stuffInstance(label) : instance};
}

Point randomPoint(Size size, Random& random, int margin) {
    return {between(random, -margin, size.width + margin - 1),
            between(random, -margin, size.height + margin - 1)};
}

std::vector<float> randomReals(Random& random, std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) {
        value = static_cast<float>(random.uniform());
    }
    return values;
}

std::optional<Style> randomStyle(Random& random) {
    switch (random.below(4)) {
    case 0:
        return std::nullopt;
    case 1:
        return ClusterStyle{static_cast<std::uint32_t>(random.below(10))};
    case 2: {
        std::vector<float> weights = randomReals(random, 1 + random.below(9));
        weights[0] += 0.1F;
        return normalisedMixture(std::move(weights));
    }
    default:
        return FeatureStyle{randomReals(random, 3)};
    }
}

std::shared_ptr<const Image> randomPhoto(Random& random) {
    auto photo = std::make_shared<Image>(between(random, 1, 9), between(random, 1, 9),
                                         random.below(2) == 0 ? 1 : 3, std::uint8_t{0});
    for (std::uint8_t& value : photo->values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    return photo;
}

std::vector<Pin> randomPins(Size sceneSize, Size photo, Random& random) {
    std::vector<Pin> pins(random.below(4));
    for (Pin& pin : pins) {
        pin = {randomPoint(sceneSize, random, 0), randomPoint(photo, random, 0)};
    }
    return pins;
}

template<class T>
std::shared_ptr<const Plane<T>> randomMap(Size size, Random& random) {
    auto map = std::make_shared<Plane<T>>(size.width, size.height);
    for (T& value : map->values()) {
        value = static_cast<T>(random.bits() >> random.below(64));
    }
    return map;
}

MatchWithin randomWithin(Random& random) {
    return static_cast<MatchWithin>(random.below(3));
}

Exemplar randomExemplar(const SceneState& state, Random& random) {
    Exemplar exemplar;
    exemplar.id = "exemplar " + std::to_string(random.below(3));
    exemplar.photo = randomPhoto(random);
    if (random.below(2) == 0) {
        exemplar.labels =
            std::make_shared<LabelPlane>(exemplar.photo->width(), exemplar.photo->height(),
                                         static_cast<std::uint16_t>(random.below(65536)));
    }
    if (random.below(3) == 0) {
        exemplar.target = {ExemplarTarget::Kind::Instance,
                           static_cast<std::uint32_t>(random.bits())};
    }
    exemplar.strength = static_cast<float>(random.uniform());
    exemplar.pins = randomPins(state.size(), exemplar.photo->size(), random);
    if (exemplar.labels && random.below(2) == 0) {
        exemplar.instances = randomMap<std::uint32_t>(exemplar.photo->size(), random);
    }
    if (random.below(3) == 0) {
        exemplar.hidden = randomMap<std::uint8_t>(exemplar.photo->size(), random);
    }
    if (random.below(2) == 0) {
        exemplar.within = randomWithin(random);
        exemplar.temperature = 0.5F + static_cast<float>(random.uniform());
        exemplar.texture = random.below(2) == 0;
    }
    return exemplar;
}

SetStyle randomSetStyle(Random& random) {
    SetStyle edit;
    std::uint32_t id = 0;
    for (std::uint64_t left = 1 + random.below(3); left > 0; --left) {
        id += 1 + static_cast<std::uint32_t>(random.below(20));
        edit.entries.push_back({id, randomStyle(random)});
    }
    return edit;
}

/// A look for some instance, with an exemplar that no other has now and then.
SetAppearance randomSetAppearance(const SceneState& state, Random& random) {
    Appearance look;
    look.style = randomStyle(random);
    look.code.values = randomReals(random, random.below(4));
    const auto instance = static_cast<std::uint32_t>(random.below(60));
    if (random.below(2) == 0) {
        Exemplar exemplar = randomExemplar(state, random);
        exemplar.target = {ExemplarTarget::Kind::Instance, instance};
        if (state.findExemplar(exemplar.id) == nullptr) {
            std::string id = exemplar.id;
            look.exemplars.emplace(std::move(id), std::move(exemplar));
        }
    }
    return {{{instance, std::move(look)}}};
}

LabelSet withNewNames(const LabelSet& labelSet, Random& random) {
    std::vector<LabelClass> classes = labelSet.classes();
    for (LabelClass& label : classes) {
        label.name += std::to_string(random.below(10));
        label.thing = random.below(2) == 0;
    }
    return {"set " + std::to_string(random.below(100)), std::move(classes)};
}

ReplaceMaps randomMaps(const SceneState& state, Random& random) {
    const Size size = random.below(2) == 0 ? state.size()
                                           : Size{between(random, 1, 200), between(random, 1, 200)};
    ReplaceMaps edit{LabelMap(size, state.labelSet.classes().front().id), InstanceMap(size, 7),
                     std::nullopt};
    for (int i = 0; i < 6; ++i) {
        const Point corner = randomPoint(size, random, 0);
        const Rect rect{corner.x, corner.y, between(random, 1, 90), between(random, 1, 90)};
        const PaintValue value = randomValue(state, random);
        edit.labels.fill(rect, value.label);
        edit.instances.fill(rect, value.instance);
    }
    // A patch of noise, so that tiles with many colours occur.
    for (int i = 0; i < 300; ++i) {
        const Point p = randomPoint(size, random, 0);
        edit.instances.set(p.x, p.y, static_cast<std::uint32_t>(random.bits()));
    }
    if (random.below(3) == 0) {
        edit.labelSet = withNewNames(state.labelSet, random);
    }
    return edit;
}

Edit randomGroup(const SceneState& state, Random& random) {
    Scene trial(state);
    EditGroup group;
    for (std::uint64_t left = random.below(4); left > 0; --left) {
        Edit member = randomEdit(*trial, random);
        if (!std::holds_alternative<EditGroup>(member.kind)) {
            trial.apply(member);
            group.edits.push_back(std::move(member));
        }
    }
    return {std::move(group)};
}

/// Edits that need an exemplar; another edit where there is none.
Edit randomExemplarEdit(const SceneState& state, Random& random) {
    const auto exemplars = state.allExemplars();
    if (exemplars.empty() || random.below(3) == 0) {
        return {SetExemplar{randomExemplar(state, random)}};
    }
    const Exemplar& exemplar = *exemplars.begin()->second;
    const Size photo = exemplar.photo->size();
    switch (random.below(4)) {
    case 0:
        return {RemoveExemplar{exemplar.id}};
    case 1:
        return {SetExemplarRules{exemplar.id,
                                 random.below(2) == 0
                                     ? ExemplarTarget{}
                                     : ExemplarTarget{ExemplarTarget::Kind::Instance,
                                                      static_cast<std::uint32_t>(random.below(9))},
                                 randomWithin(random), static_cast<float>(random.uniform()),
                                 0.5F + static_cast<float>(random.uniform()), random.below(2) == 0},
                random.below(3)};
    case 2: {
        SetExemplarMaps maps{.exemplarId = exemplar.id};
        if (random.below(3) > 0) {
            maps.labels = randomMap<std::uint16_t>(photo, random);
            maps.instances =
                random.below(2) == 0 ? nullptr : randomMap<std::uint32_t>(photo, random);
        }
        if (random.below(2) == 0) {
            maps.hidden = randomMap<std::uint8_t>(photo, random);
        }
        return {std::move(maps), random.below(3)};
    }
    default:
        break;
    }
    return {SetPins{exemplar.id, randomPins(state.size(), exemplar.photo->size(), random)}};
}

Edit randomLabelEdit(const SceneState& state, Random& random) {
    const std::uint16_t id = randomValue(state, random).label;
    const auto channel = [&] { return static_cast<std::uint8_t>(random.below(256)); };
    switch (random.below(3)) {
    case 0:
        return {RenameLabel{id, "name " + std::to_string(random.bits())}};
    case 1:
        return {RecolourLabel{id, {channel(), channel(), channel()}}};
    default:
        return {ReplaceLabelSet{withNewNames(state.labelSet, random)}};
    }
}

std::shared_ptr<const PhotoMaps> randomPhotoMaps(const SceneState& state, Random& random) {
    if (random.below(4) == 0) {
        return nullptr;
    }
    auto maps = std::make_shared<PhotoMaps>();
    const ReplaceMaps other = randomMaps(state, random);
    maps->labels = random.below(2) == 0 ? state.labels : other.labels;
    maps->instances = maps->labels.size() == state.size() ? state.instances : other.instances;
    for (const SetAppearance::Entry& entry : randomSetAppearance(state, random).entries) {
        maps->appearances.emplace(entry.instance, entry.look);
    }
    return maps;
}

SetClassChoices randomClassChoices(Random& random) {
    SetClassChoices edit{{"set " + std::to_string(random.below(2)), "other set"}, {}};
    for (std::uint64_t left = random.below(4); left > 0; --left) {
        const std::string to = random.below(3) == 0 ? "" : "class " + std::to_string(random.bits());
        edit.classes.emplace("class " + std::to_string(random.below(9)), to);
    }
    return edit;
}

Edit randomValueEdit(const SceneState& state, Random& random) {
    switch (random.below(9)) {
    case 8:
        return {randomClassChoices(random), random.below(3)};
    case 7:
        return {SetPhotoMaps{randomPhotoMaps(state, random)}};
    case 6:
        return {
            SetKeep{{random.below(2) == 0, between(random, 0, maxFeather), random.below(2) == 0}},
            random.below(3)};
    case 5:
        return {randomSetAppearance(state, random), random.below(3)};
    case 0:
        return {randomSetStyle(random), 1 + random.below(3)};
    case 1:
        return {SetLatent{{randomReals(random, random.below(9))}}, 1 + random.below(3)};
    case 2:
        return {SetModel{"model " + std::to_string(random.below(10))}};
    case 3:
        return {SetSeed{random.bits()}};
    default:
        return {SetReferencePhoto{state.referencePhoto ? nullptr : randomPhoto(random)}};
    }
}

} // namespace

int between(Random& random, int low, int high) {
    return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

Edit randomPaint(const SceneState& state, Random& random, std::uint64_t gesture) {
    const PaintValue value = randomValue(state, random);
    const Point a = randomPoint(state.size(), random, 10);
    const Point b = randomPoint(state.size(), random, 10);
    ProtectedLabels locked;
    if (random.below(3) == 0) {
        locked.insert(randomValue(state, random).label);
    }
    switch (random.below(4)) {
    case 0:
        return fillRectangle(state, Rect{a.x, a.y, b.x, b.y}, value, locked, gesture);
    case 1:
        return fillPolygon(state, std::array{a, b, randomPoint(state.size(), random, 10)}, value,
                           locked, gesture);
    default: {
        const Brush brush{random.below(2) == 0 ? BrushShape::Round : BrushShape::Square,
                          between(random, 1, 20)};
        return paintStroke(state, brush, a, b, value, locked, gesture);
    }
    }
}

Edit randomEdit(const SceneState& state, Random& random) {
    switch (random.below(8)) {
    case 0:
    case 1:
        return randomPaint(state, random, random.below(3));
    case 2:
        return randomValueEdit(state, random);
    case 3:
        return randomExemplarEdit(state, random);
    case 4:
        return randomLabelEdit(state, random);
    case 5:
        return {randomMaps(state, random)};
    case 6:
        return randomGroup(state, random);
    default: {
        const Point p = randomPoint(state.size(), random, 0);
        const std::uint32_t id = state.instances.at(p);
        return random.below(2) == 0
                   ? deleteInstance(state, id, {state.labelSet.classes().front().id, 0})
                   : relabelInstance(state, id, randomValue(state, random));
    }
    }
}

Scene sampleScene(Size size, std::uint64_t seed) {
    Random random(seed);
    Scene sample(cityscapesLabels(), size, 7);
    for (int i = 0; i < 12; ++i) {
        sample.apply(randomPaint(*sample, random, 0));
    }
    sample.apply({randomSetStyle(random)});
    sample.apply({SetExemplar{randomExemplar(*sample, random)}});
    return sample;
}

} // namespace underpaint::test
