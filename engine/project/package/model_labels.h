// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/label_set.h"

namespace underpaint::project {

/// The classes of a model; numbered ones where it names none. Throws Error when two have one name.
scene::LabelSet labelSetOf(const Manifest& manifest);

} // namespace underpaint::project
