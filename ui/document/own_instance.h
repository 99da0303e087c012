// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"

#include <cstdint>

namespace underpaint::ui {

/// True when an instance id of a class is that of an object of its own: a thing, or a part of the
/// stuff that someone made an object (a tree of a wood).
bool isObject(const scene::LabelSet& labels, std::uint16_t label, std::uint32_t instance);

/// True for what lists of objects show: objects, and things that nobody separated.
bool isListed(const scene::LabelSet& labels, std::uint16_t label, std::uint32_t instance);

} // namespace underpaint::ui
