// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/translate/frame_rollout.h"

#include <vector>

namespace underpaint::translate {

/// What a vid2vid model needs of the frames before.
struct Vid2VidPast {
    nets::vid2vid::RolloutState state;
    std::vector<nets::NetworkInput> seen; ///< label maps as the networks take them, oldest first
};

/// As plain numbers, which hold the past exactly.
RolloutMemory memoryOf(const Vid2VidPast& past);
/// Throws Error when it is none of a model with this plan.
Vid2VidPast pastOf(const RolloutMemory& memory, const nets::vid2vid::RolloutPlan& plan);

} // namespace underpaint::translate
