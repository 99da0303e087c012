// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/appearance_edits.h"

#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace underpaint::scene {

namespace {

Appearance wornBy(const SceneState& scene, std::uint32_t instance) {
    const Appearance* worn = scene.appearanceOf(instance);
    return worn != nullptr ? *worn : Appearance{};
}

std::set<std::string> exemplarIds(const SceneState& scene) {
    std::set<std::string> ids;
    for (const auto& [id, exemplar] : scene.allExemplars()) {
        ids.insert(id);
    }
    return ids;
}

/// The same exemplars on another instance, which takes them over.
Appearance handedOver(Appearance worn, std::uint32_t instance) {
    return onInstance(std::move(worn), instance, {});
}

} // namespace

Edit wear(const SceneState& scene, const Wardrobe& wanted) {
    SetStyle styles;
    SetAppearance all;
    bool more = false;
    for (const auto& [instance, look] : wanted) {
        const Appearance now = wornBy(scene, instance);
        if (look == now) {
            continue;
        }
        more = more || look.code != now.code || look.exemplars != now.exemplars;
        styles.entries.push_back({instance, look.style});
        all.entries.push_back({instance, look});
    }
    return more ? Edit{std::move(all)} : Edit{std::move(styles)};
}

Edit copyAppearance(const SceneState& scene, std::uint32_t from, std::uint32_t to,
                    const PinMove& move) {
    return putOn(scene, wornBy(scene, from), to, move);
}

Edit putOn(const SceneState& scene, const Appearance& look, std::uint32_t instance,
           const PinMove& move) {
    return look.empty()
               ? Edit{SetStyle{}}
               : wear(scene, {{instance, onInstance(look, instance, exemplarIds(scene), move)}});
}

Edit dropAppearance(const SceneState& scene, std::uint32_t instance) {
    return wear(scene, {{instance, {}}});
}

Edit mergeAppearance(const SceneState& scene, std::uint32_t from, std::uint32_t into) {
    Appearance left = wornBy(scene, from);
    left.style.reset();
    return wear(scene, {{from, {}}, {into, merged(wornBy(scene, into), handedOver(left, into))}});
}

Edit moveAppearance(const SceneState& scene, std::uint32_t from, std::uint32_t to) {
    if (to == from) {
        return {SetStyle{}};
    }
    Wardrobe wanted{{from, {}}};
    if (to >= instancesPerClass) {
        wanted[to] =
            merged(wornBy(scene, to), forAnotherClass(handedOver(wornBy(scene, from), to)));
    }
    return wear(scene, wanted);
}

} // namespace underpaint::scene
