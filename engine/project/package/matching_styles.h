// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <cstdint>
#include <map>
#include <set>

namespace underpaint::project {

/// Styles for these classes that go together: those of one photo of the model's data set
/// (Manifest::styleSets), drawn by the seed from the sets that know the most of the classes.
/// Classes that the set does not know, and all where a model has no sets, are absent.
std::map<std::uint16_t, std::uint32_t> matchingStyles(const Manifest& manifest,
                                                      const std::set<std::uint16_t>& classes,
                                                      std::uint64_t seed);

} // namespace underpaint::project
