// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/team/distributed_backend.h"

#include "engine/base/error.h"

namespace underpaint::train {

TeamBackend chooseBackend(bool onGpu, TeamBackends available) {
    if (onGpu && available.nccl) {
        return TeamBackend::Nccl;
    }
    if (available.gloo) {
        return TeamBackend::Gloo;
    }
    if (available.nccl) {
        throw Error("on CPUs this build trains in one process only", "WORLD_SIZE",
                    "Train on GPUs, one a process, or build with a LibTorch whose Gloo has its "
                    "headers (libtorch-dev and libgloo-dev)");
    }
    throw Error("this build trains in one process only", "WORLD_SIZE",
                "Build where the headers of LibTorch's Gloo (libgloo-dev) or NCCL are");
}

} // namespace underpaint::train
