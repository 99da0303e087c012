// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/translate/photo_translator.h"

#include <cstddef>
#include <vector>

namespace underpaint::translate {

/// One pass of the network: these instances, in this part of the photo.
struct InstanceStep {
    std::vector<std::size_t> masks; ///< numbers in the request
    Rect part;
};

/// In which order and in which parts instances are translated. Absent ones are in no step. With
/// crops a step begins with the next instance that is left and takes in those that its part of the
/// photo touches, in their order and no more than may be seen at a time. `native`: what the model
/// was trained with, or empty.
std::vector<InstanceStep> planSteps(const PhotoTranslationRequest& request, Size native);

} // namespace underpaint::translate
