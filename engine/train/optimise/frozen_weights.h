// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"

#include <set>
#include <string>
#include <vector>

namespace underpaint::train {

/// The weights of one network that `freeze` (Recipe::freeze) names; `role` is G, E or D. Each entry
/// is one of
///
///     encoder          all of E
///     global           G's part that a global generator has too, when G is a local enhancer
///     all_but_last:N   all of G but the last N convolutions or residual blocks with their norms
///     all_but:PATTERN  all of the network that the pattern names weights of, but these
///     a pattern        of ROLE.NAME, "G.model.1.*"; `*` stands for any characters
///
/// Throws Error when an entry is none of these or does not fit the network.
std::set<std::string> frozenWeights(const std::vector<std::string>& freeze, const std::string& role,
                                    const nets::Network& network);

/// Throws Error naming an entry of `freeze` that names no weight of these networks (by role).
void checkFreeze(const std::vector<std::string>& freeze,
                 const std::vector<std::pair<std::string, nets::Network>>& networks);

} // namespace underpaint::train
