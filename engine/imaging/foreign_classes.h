// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/label_import.h"

namespace underpaint::imaging {

/// A label map that was imported in the classes of its own label set, in those of another one, as
/// mapClasses() maps them; the report counts the new classes and says what became what.
ImportedMaps inClassesOf(const scene::LabelSet& to, const scene::LabelSet& from, ImportedMaps maps);

} // namespace underpaint::imaging
