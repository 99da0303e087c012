// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/objective/two_way_networks.h"
#include "engine/train/objective/two_way_options.h"
#include "engine/train/systems/cyclegan_step.h"
#include "engine/verify/training_case.h"

// What procedures that train between two domains have in common.
namespace underpaint::verify {

/// The roles G_A, G_B, D_A and D_B with their weights.
train::TwoWayNetworks twoWayNetworks(CaseContext& context);
Networks rolesOf(const train::TwoWayNetworks& networks);

/// gan_mode, lambda_A, lambda_B, the mode and the optimiser.
void addTwoWayOptions(CaseContext& context, const Schedule& schedule,
                      train::TwoWayOptions& options);

/// pool_size, and draws that the case lists: one pair a call, in the order of the calls of both
/// pools.
train::CycleGanStep::Pools twoWayPools(CaseContext& context);

} // namespace underpaint::verify
