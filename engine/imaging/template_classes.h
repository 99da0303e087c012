// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"
#include "engine/scene/templates/template_roles.h"

namespace underpaint::imaging {

/// The classes that templates of scenes draw with, by what mapClasses() reads in their names. What
/// is only near (a wall for a window) counts for nothing: templates have their own second choices.
scene::RoleClasses templateClasses(const scene::LabelSet& labels);

} // namespace underpaint::imaging
