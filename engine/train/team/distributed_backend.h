// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::train {

/// What carries tensors between processes: Gloo through the computers' memory, NCCL from GPU to
/// GPU.
enum class TeamBackend { Gloo, Nccl };

/// Which of LibTorch's process groups a build can use.
struct TeamBackends {
    bool gloo = false;
    bool nccl = false;
};

/// NCCL for networks on a GPU where it is there, else Gloo. Throws Error where neither will do.
TeamBackend chooseBackend(bool onGpu, TeamBackends available);

} // namespace underpaint::train
