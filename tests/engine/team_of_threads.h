// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/team/distributed_place.h"

#include <functional>

namespace underpaint::test {

/// Runs `member` at both places of a team of two, on threads: to LibTorch's process groups it is
/// all the same whether members share a process. Rethrows what one of them threw.
void asTeam(const std::function<void(const train::DistributedPlace&)>& member);

} // namespace underpaint::test
