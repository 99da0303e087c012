// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_mapping.h"
#include "engine/imaging/label_import.h"

namespace underpaint::imaging {

/// A label map that was imported in the classes of its own label set, in those of another one. The
/// report counts the new classes and says what became what; what has no partner, and what became
/// the nearest class only, is a warning.
ImportedMaps inClassesOf(const scene::LabelSet& to, const ClassMapping& mapping,
                         const scene::LabelSet& from, ImportedMaps maps);
/// The same as mapClasses() maps them.
ImportedMaps inClassesOf(const scene::LabelSet& to, const scene::LabelSet& from, ImportedMaps maps);

} // namespace underpaint::imaging
