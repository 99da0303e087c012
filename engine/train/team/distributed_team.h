// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/out_of_memory.h"
#include "engine/nets/torch_compat.h"
#include "engine/train/team/distributed_channel.h"
#include "engine/train/team/distributed_place.h"

#include <chrono>
#include <filesystem>
#include <vector>

namespace underpaint::train {

/// Another process of a team gave up the step that all are in, since it lacks memory.
class GivenUp : public OutOfMemory {
public:
    GivenUp() : OutOfMemory("another process of this training") {}
};

/// The processes that train one model together, through LibTorch's process groups. All of them call
/// the same functions in the same order with tensors of the same shapes. When one of them ends or
/// does not answer in time, the others get an Error instead of waiting for ever.
class DistributedTeam {
public:
    /// Waits until all have come together; the networks are on `device`. Throws Error when they do
    /// not within `patience`, or when this build has nothing that joins processes.
    DistributedTeam(const DistributedPlace& place, std::chrono::milliseconds patience,
                    at::Device device = at::kCPU);

    int rank() const { return m_place.rank; }
    int size() const { return m_place.size; }

    /// Every tensor becomes the mean over the processes, in place; undefined ones must be undefined
    /// everywhere. Few messages: the tensors travel in buckets of some megabytes. Throws GivenUp
    /// when another process called giveUp() instead.
    void average(const std::vector<at::Tensor>& tensors) const;
    /// Instead of average(): this process cannot go on with what the others are doing. They leave
    /// it with GivenUp at their next average().
    void giveUp() const;
    /// Every tensor becomes that of process 0, in place.
    void takeOver(const std::vector<at::Tensor>& tensors) const;
    /// Process 0's file `path`: the others write a copy of it to `copy`.
    void takeOverFile(const std::filesystem::path& path, const std::filesystem::path& copy) const;
    /// Whether it is so in all processes.
    bool all(bool here) const;

private:
    void broadcast(at::Tensor& tensor) const;

    DistributedPlace m_place;
    DistributedChannel m_channel;
};

} // namespace underpaint::train
