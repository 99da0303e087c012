// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace underpaint::project {

/// The cluster that an instance without a style gets, 0..clusters-1. Seed 0: the rule of the
/// official editor, one draw of NumPy's legacy generator seeded with id + 1. Any other seed: an
/// independent draw.
std::uint32_t defaultCluster(std::uint32_t instance, std::uint32_t clusters, std::uint64_t seed);

} // namespace underpaint::project
