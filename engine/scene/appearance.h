// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace underpaint::scene {

/// All that decides how something looks beside its class and its shape: what one instance wears, or
/// of a scene what is bound to no instance.
struct Appearance {
    /// Nothing: the model's default.
    std::optional<Style> style = {};
    /// Empty: the model's default; of an instance, the scene's.
    LatentCode code = {};
    /// By Exemplar::id. Those of an instance have it as their target.
    std::map<std::string, Exemplar> exemplars = {};

    bool empty() const { return !style && code.values.empty() && exemplars.empty(); }
    friend bool operator==(const Appearance&, const Appearance&) = default;
};

/// Where a pin goes when what it sticks to is copied to another place; nothing: it stays behind.
using PinMove = std::function<std::optional<Point>(Point scene)>;

/// The same look on another instance: its exemplars act there. Their ids become new ones where
/// `taken` has them; without a move the pins stay.
Appearance onInstance(Appearance worn, std::uint32_t instance, const std::set<std::string>& taken,
                      const PinMove& move = {});

/// What of a look means the same for an instance of another class: all but the numbers of clusters,
/// which are counted per class.
Appearance forAnotherClass(Appearance worn);

/// Completes a look by what it lacks of another one. Exemplars are joined; their ids differ, as all
/// in a scene do.
Appearance merged(Appearance kept, const Appearance& other);

/// Throws Error for parts that cannot be in any scene. `instance`: whose look it is; nothing: the
/// scene's own.
void checkAppearance(const Appearance& worn, std::optional<std::uint32_t> instance);

} // namespace underpaint::scene
