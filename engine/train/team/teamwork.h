// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/example_stream.h"
#include "engine/train/team/distributed_team.h"
#include "engine/train/trainer.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::train {

/// A trainer's part in training together with other processes; without a place it is alone, and all
/// of this does nothing.
class Teamwork {
public:
    /// Waits until all have come together; the networks are on `device`. Throws Error when they do
    /// not.
    Teamwork(const std::optional<DistributedPlace>& place, at::Device device);

    int size() const { return m_team ? m_team->size() : 1; }
    bool leads() const { return !m_team || m_team->rank() == 0; }
    ExampleShare examples() const;

    /// Makes a step, in which the processes call sharing() and average() in the same order. When
    /// one of them has not enough memory for it, all throw OutOfMemory, and none waits for another;
    /// any other failure is thrown in its own process only.
    void attempt(const std::function<void()>& step) const;
    /// What averages gradients in place over the processes; empty when alone.
    std::function<void(const std::vector<at::Tensor>&)> sharing() const;
    /// The same for losses. A loss that is no number in one of them is none in all.
    void average(std::map<std::string, double>& losses) const;
    /// Whether it is so in all processes.
    bool agreed(bool here) const { return m_team ? m_team->all(here) : here; }
    /// Calls `restore` with a copy of the leader's file in all other processes.
    void takeOver(const std::filesystem::path& checkpoint,
                  const std::function<void(const std::filesystem::path&)>& restore) const;

private:
    std::shared_ptr<const DistributedTeam> m_team;
};

/// The device of the settings; where they name no GPU by its number, that of the process's place on
/// its machine. Throws Error when it is not there.
at::Device deviceOf(const TrainerSettings& settings);

} // namespace underpaint::train
