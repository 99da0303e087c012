// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/team/distributed_backend.h"
#include "engine/train/team/distributed_place.h"

#include <chrono>
#include <functional>

namespace underpaint::train {

/// A way for tensors between the processes of a team. All of them call the same in the same order
/// with contiguous tensors of the same shapes; who waits for longer than the patience, or loses
/// another process, gets an Error.
struct DistributedChannel {
    /// Where tensors have to be that travel.
    at::Device device;
    /// The tensor becomes the sum of those of all processes, in place.
    std::function<void(const at::Tensor&)> sum;
    /// The tensor becomes that of process 0, in place.
    std::function<void(const at::Tensor&)> broadcast;
};

/// What this build and the libraries beside it offer. NCCL is left out where LibTorch's is of
/// another version than the headers of this build.
TeamBackends availableBackends();

/// Waits until all processes have come together, for networks on `device`. Throws Error when they
/// do not within `patience`.
DistributedChannel openChannel(const DistributedPlace& place, at::Device device,
                               std::chrono::milliseconds patience);

} // namespace underpaint::train
