// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/state_checks.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_set>

namespace underpaint::scene {

namespace {

std::string text(Size size) {
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

std::string text(Point p) {
    return "(" + std::to_string(p.x) + ", " + std::to_string(p.y) + ")";
}

bool inside(Point p, Size size) {
    return Rect{0, 0, size.width, size.height}.contains(p);
}

void checkPins(const Exemplar& exemplar, Size scene, const std::string& where) {
    if (exemplar.pins.size() > mostPins) {
        throw Error("it has " + std::to_string(exemplar.pins.size()) + " pins, more than " +
                        std::to_string(mostPins),
                    where, "remove some");
    }
    for (const Pin& pin : exemplar.pins) {
        if (!inside(pin.scene, scene)) {
            throw Error("a pin at " + text(pin.scene) + " lies outside the scene of " +
                            text(scene) + " pixels",
                        where, "move the pin inside");
        }
        if (!inside(pin.exemplar, exemplar.photo->size())) {
            throw Error("a pin at " + text(pin.exemplar) + " lies outside the photo of " +
                            text(exemplar.photo->size()) + " pixels",
                        where, "move the pin inside");
        }
    }
}

/// A map beside the photo of an exemplar.
template<class T>
void checkMapOf(const Exemplar& exemplar, const std::shared_ptr<const Plane<T>>& map,
                const char* name, const std::string& where) {
    if (map && (map->size() != exemplar.photo->size() || map->channels() != 1)) {
        throw Error("its " + std::string(name) + " has " + text(map->size()) +
                        " pixels, the photo " + text(exemplar.photo->size()),
                    where, "use a " + std::string(name) + " of the photo's size");
    }
}

/// That a number lies in a range; NaN does not.
void checkWithin(float value, float least, float most, const std::string& what,
                 const std::string& where) {
    if (!(value >= least && value <= most)) {
        throw Error(what, where);
    }
}

} // namespace

void checkLabels(const LabelMap& labels, const LabelSet& labelSet) {
    std::unordered_set<const void*> seen;
    std::vector<bool> legal(65536, false);
    for (const LabelClass& label : labelSet.classes()) {
        legal[label.id] = true;
    }
    for (int index = 0; index < labels.tileCount(); ++index) {
        const Rect rect = labels.tileRect(index);
        const bool whole = rect.width == tileExtent && rect.height == tileExtent;
        if (whole && !seen.insert(labels.tileIdentity(index)).second) {
            continue;
        }
        const auto& cells = labels.tileCells(index);
        for (int y = 0; y < rect.height; ++y) {
            const auto* row = cells.data() + y * tileExtent;
            const auto* bad =
                std::find_if(row, row + rect.width, [&](auto id) { return !legal[id]; });
            if (bad != row + rect.width) {
                const Point at{rect.x + static_cast<int>(bad - row), rect.y + y};
                throw Error("pixel " + text(at) + " has the label " + std::to_string(*bad) +
                                ", which is not in the label set \"" + labelSet.name() + "\"",
                            "label map", "choose the label set that the map was made with");
            }
        }
    }
}

void checkMaps(const LabelMap& labels, const InstanceMap& instances, const LabelSet& labelSet) {
    if (labels.size() != instances.size()) {
        throw Error("the instance map has " + text(instances.size()) + " pixels, the label map " +
                        text(labels.size()),
                    "scene", "use maps of the same size");
    }
    checkLabels(labels, labelSet);
}

void checkLatent(const LatentCode& code) {
    if (!std::all_of(code.values.begin(), code.values.end(),
                     [](float v) { return std::isfinite(v); })) {
        throw Error("a latent code has values that are not finite numbers");
    }
}

void checkPhoto(const Image& photo, const char* where) {
    if (photo.empty()) {
        throw Error("the photo is empty", where, "use a photo with at least one pixel");
    }
    if (photo.channels() != 1 && photo.channels() != 3) {
        throw Error("the photo has " + std::to_string(photo.channels()) + " channels", where,
                    "use a grey or an RGB photo");
    }
}

void checkPhotoMaps(const PhotoMaps& maps) {
    if (maps.labels.size() != maps.instances.size()) {
        throw Error("the label map has " + text(maps.labels.size()) + " pixels, the instance map " +
                        text(maps.instances.size()),
                    "maps of the reference photo", "use maps of one size");
    }
    for (const auto& [instance, worn] : maps.appearances) {
        checkAppearance(worn, instance);
    }
}

void checkKeep(const KeepSettings& keep) {
    if (keep.feather < 0 || keep.feather > maxFeather) {
        throw Error("a feather of " + std::to_string(keep.feather) + " pixels is not possible",
                    "scene", "choose one of 0 to " + std::to_string(maxFeather));
    }
}

void checkExemplar(const Exemplar& exemplar, Size scene, const LabelSet& labelSet) {
    const std::string where = "exemplar \"" + exemplar.id + "\"";
    if (exemplar.id.empty()) {
        throw Error("an exemplar has no id");
    }
    if (!exemplar.photo) {
        throw Error("the photo is missing", where);
    }
    checkPhoto(*exemplar.photo, where.c_str());
    checkMapOf(exemplar, exemplar.labels, "label map", where);
    checkMapOf(exemplar, exemplar.instances, "instance map", where);
    checkMapOf(exemplar, exemplar.hidden, "mask", where);
    if (exemplar.instances && !exemplar.labels) {
        throw Error("it has an instance map but no label map", where, "give both");
    }
    checkWithin(exemplar.strength, 0, 1, "its strength is not between 0 and 1", where);
    checkWithin(exemplar.temperature, leastTemperature, mostTemperature,
                "its temperature is not between 0.1 and 10", where);
    if (exemplar.within > MatchWithin::Instance) {
        throw Error("its matches are restricted to something unknown", where);
    }
    const ExemplarTarget& target = exemplar.target;
    if (target.kind == ExemplarTarget::Kind::Class &&
        (target.id > UINT16_MAX || !labelSet.contains(static_cast<std::uint16_t>(target.id)))) {
        throw Error("it is restricted to the class " + std::to_string(target.id) +
                        ", which is not in the label set \"" + labelSet.name() + "\"",
                    where, "restrict it to a class of the set");
    }
    if (target.kind == ExemplarTarget::Kind::Everything && target.id != 0) {
        throw Error("it acts everywhere but names an id", where);
    }
    checkPins(exemplar, scene, where);
}

void checkAppearances(const SceneState& scene) {
    std::size_t exemplars = scene.appearance.exemplars.size();
    checkAppearance(scene.appearance, std::nullopt);
    for (const auto& [instance, worn] : scene.appearances) {
        if (worn.empty()) {
            throw Error("an instance is listed that wears nothing", std::to_string(instance));
        }
        checkAppearance(worn, instance);
        exemplars += worn.exemplars.size();
    }
    const auto all = scene.allExemplars();
    if (all.size() != exemplars) {
        throw Error("two exemplars have the same id", "scene");
    }
    for (const auto& [id, exemplar] : all) {
        checkExemplar(*exemplar, scene.size(), scene.labelSet);
    }
}

} // namespace underpaint::scene
