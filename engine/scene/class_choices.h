// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <map>
#include <string>

namespace underpaint::scene {

/// Two label sets by their names: what is in the classes of the first is brought into those of the
/// second.
struct LabelSetPair {
    std::string from;
    std::string to;
    friend auto operator<=>(const LabelSetPair&, const LabelSetPair&) = default;
};

/// What a person said that classes of one label set become in another: the name of a class there by
/// the name of one here; empty: unlabelled.
using ChosenClasses = std::map<std::string, std::string>;

/// What a person said of all pairs of label sets that have met in a scene.
using ClassChoices = std::map<LabelSetPair, ChosenClasses>;

} // namespace underpaint::scene
