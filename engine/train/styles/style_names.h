// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <string>
#include <vector>

namespace underpaint::train {

/// Names for the styles of one class by what the middle of their pictures (RGB) looks like: a
/// colour such as "pale blue" or "brown", and where two have the same, what tells them apart
/// ("grey, lighter", "green, textured") or, among more, a number ("green 2"). All different. Of an
/// empty picture the name is empty.
std::vector<std::string> namesByLooks(const std::vector<Image>& pictures);

} // namespace underpaint::train
