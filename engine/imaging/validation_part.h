// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Which of these photos are put aside to judge a model by: `share` of them, rounded, and at least
/// one of two or more where the share is above 0. A function of the names and the seed alone; the
/// order does not count.
std::set<std::string> validationPart(const std::vector<std::string>& names, double share,
                                     std::uint64_t seed);

} // namespace underpaint::imaging
