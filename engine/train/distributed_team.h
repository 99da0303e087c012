// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/train/distributed_place.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

namespace underpaint::train {

/// The processes that train one model together, through LibTorch's process groups (Gloo). All of
/// them call the same functions in the same order with tensors of the same shapes. When one of them
/// ends or does not answer in time, the others get an Error instead of waiting for ever.
class DistributedTeam {
public:
    /// Waits until all have come together. Throws Error when they do not within `patience`, or when
    /// this build has no Gloo.
    DistributedTeam(const DistributedPlace& place, std::chrono::milliseconds patience);
    ~DistributedTeam();
    DistributedTeam(const DistributedTeam&) = delete;
    DistributedTeam& operator=(const DistributedTeam&) = delete;

    int rank() const { return m_place.rank; }
    int size() const { return m_place.size; }

    /// Every tensor becomes the mean over the processes, in place; undefined ones must be undefined
    /// everywhere. Few messages: the tensors travel in buckets of some megabytes.
    void average(const std::vector<at::Tensor>& tensors) const;
    /// Every tensor becomes that of process 0, in place.
    void takeOver(const std::vector<at::Tensor>& tensors) const;
    /// Process 0's file `path`: the others write a copy of it to `copy`.
    void takeOverFile(const std::filesystem::path& path, const std::filesystem::path& copy) const;
    /// Whether it is so in all processes.
    bool all(bool here) const;

private:
    class Group;

    DistributedPlace m_place;
    std::unique_ptr<Group> m_group;
};

} // namespace underpaint::train
