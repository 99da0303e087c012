// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

// No LibTorch here: the command line includes this.
namespace underpaint::train {

/// Which of the processes that train together this one is.
struct DistributedPlace {
    int rank = 0; ///< 0 is the one that writes checkpoints, logs and samples
    int size = 1;
    int localRank = 0;   ///< among those on this machine: the number of its GPU
    std::string address; ///< of process 0
    int port = 29500;
};

/// The value of an environment variable; nullptr = not set.
using EnvironmentVariable = std::function<const char*(const char* name)>;

/// The place that a launcher gave this process by environment variables: torchrun's RANK,
/// WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT, or the ranks of Open MPI, MPICH or Slurm
/// with MASTER_ADDR and MASTER_PORT beside them (default: this machine, 29500). Nothing when it
/// was started alone. Throws Error naming the variable that makes no sense.
std::optional<DistributedPlace> distributedPlace(const EnvironmentVariable& variable);

} // namespace underpaint::train
