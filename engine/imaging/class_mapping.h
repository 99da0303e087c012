// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/class_choices.h"
#include "engine/scene/label_set.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// Why a class becomes another one.
enum class ClassMatch {
    SameName,    ///< but for letter case, separators and plural
    SameMeaning, ///< another word for it: pavement and sidewalk
    Kin,         ///< what it is nearest to: a truck becomes a car
    Nothing,     ///< void, ignore ...: says that the pixels have no class
    Chosen,      ///< by a person
    None         ///< there is no partner
};

/// "same name", "same meaning" ...
std::string_view classMatchName(ClassMatch match);

/// What one class of a label set becomes in another.
struct MappedClass {
    scene::LabelClass from;
    /// Absent: unlabelled.
    std::optional<std::uint16_t> to;
    ClassMatch match = ClassMatch::None;
};

/// What the classes of one label set become in another, in the order of the first.
struct ClassMapping {
    std::vector<MappedClass> classes;

    /// Every class keeps its id and its name, so that label maps stay as they are.
    bool unchanged(const scene::LabelSet& to) const;
    const MappedClass* find(std::uint16_t id) const;
};

/// The one rule by which label maps of one label set are read in another (merged data sets,
/// imported label maps, another model): by name, then by meaning, then by what is nearest; ids
/// count for nothing. Several classes may become one.
ClassMapping mapClasses(const scene::LabelSet& from, const scene::LabelSet& to);
/// The same but for what a person chose for these two sets. Choices of classes that are in neither
/// of them any more count for nothing.
ClassMapping mapClasses(const scene::LabelSet& from, const scene::LabelSet& to,
                        const scene::ClassChoices& choices);
/// What a person chose in a mapping, as scenes keep it.
scene::ChosenClasses chosenIn(const ClassMapping& mapping, const scene::LabelSet& to);

/// Classes have names to go by, and not only numbers ("class 7"), as those of checkpoints have.
bool isNamed(const scene::LabelSet& set);
/// Most classes of `a` have one id and one name in both: of the others some were renamed or added.
bool mostlyTheSame(const scene::LabelSet& a, const scene::LabelSet& b);

/// The label map in the ids of the other set. Classes without a partner, and values that are no
/// class, become `unlabelled`.
LabelPlane mappedLabels(const LabelPlane& labels, const ClassMapping& mapping,
                        std::uint16_t unlabelled);

} // namespace underpaint::imaging
