// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/appearance.h"

#include "engine/base/error.h"
#include "engine/scene/state_checks.h"

#include <utility>

namespace underpaint::scene {

namespace {

std::string freshId(const std::string& id, const std::set<std::string>& taken) {
    std::string fresh = id;
    for (int number = 2; taken.contains(fresh); ++number) {
        fresh = id + " " + std::to_string(number);
    }
    return fresh;
}

std::vector<Pin> movedPins(const std::vector<Pin>& pins, const PinMove& move) {
    std::vector<Pin> moved;
    for (const Pin& pin : pins) {
        if (const auto at = move(pin.scene)) {
            moved.push_back({*at, pin.exemplar});
        }
    }
    return moved;
}

} // namespace

Appearance onInstance(Appearance worn, std::uint32_t instance, const std::set<std::string>& taken,
                      const PinMove& move) {
    std::set<std::string> ids = taken;
    std::map<std::string, Exemplar> exemplars;
    for (auto& [id, exemplar] : worn.exemplars) {
        exemplar.id = freshId(id, ids);
        exemplar.target = {ExemplarTarget::Kind::Instance, instance};
        if (move) {
            exemplar.pins = movedPins(exemplar.pins, move);
        }
        ids.insert(exemplar.id);
        exemplars.emplace(exemplar.id, std::move(exemplar));
    }
    worn.exemplars = std::move(exemplars);
    return worn;
}

Appearance forAnotherClass(Appearance worn) {
    if (worn.style && !std::holds_alternative<FeatureStyle>(*worn.style)) {
        worn.style.reset();
    }
    return worn;
}

Appearance merged(Appearance kept, const Appearance& other) {
    if (!kept.style) {
        kept.style = other.style;
    }
    if (kept.code.values.empty()) {
        kept.code = other.code;
    }
    kept.exemplars.insert(other.exemplars.begin(), other.exemplars.end());
    return kept;
}

void checkAppearance(const Appearance& worn, std::optional<std::uint32_t> instance) {
    if (worn.style) {
        if (!instance) {
            throw Error("a style is bound to no instance", "scene");
        }
        checkStyle(*worn.style);
    }
    checkLatent(worn.code);
    for (const auto& [id, exemplar] : worn.exemplars) {
        if (id != exemplar.id) {
            throw Error("the exemplar \"" + exemplar.id + "\" is listed as \"" + id + "\"",
                        "scene");
        }
        const bool bound = exemplar.target.kind == ExemplarTarget::Kind::Instance;
        if (bound != instance.has_value() || (bound && exemplar.target.id != *instance)) {
            throw Error("it is worn by something else than it acts on", "exemplar \"" + id + "\"");
        }
    }
}

} // namespace underpaint::scene
