// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/objective/image_pool.h"
#include "engine/train/objective/two_way_networks.h"
#include "engine/train/objective/two_way_options.h"
#include "engine/train/step_report.h"
#include "engine/train/systems/cyclegan_step.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace underpaint::train {

struct InstaGanOptions : TwoWayOptions {
    InstaGanOptions() { lambdaIdentity = 1; }

    /// Weight of what changes outside all masks, as a share of lambdaA or lambdaB.
    double lambdaContext = 1;
    /// Masks that are made larger are no way to a smaller context loss. The official code leaves
    /// that way open.
    bool detachContext = true;
    /// How many masks of a photo take part, the largest; and how many at a time.
    /// @{
    std::int64_t mostMasks = 4;
    std::int64_t masksPerStep = 2;
    /// @}
};

/// Photos (N, 3, H, W) in [-1, 1] and their masks (N, any number, H, W), 1 on the instance and -1
/// elsewhere.
struct InstaGanBatch {
    at::Tensor photoA;
    at::Tensor masksA;
    at::Tensor photoB;
    at::Tensor masksB;
    /// Draws for dropout; without a generator there is none.
    std::optional<at::Generator> dropout = {};
    /// How the discriminators see.
    DiscriminatorView view = {};
};

/// Training of InstaGAN (Mo, Cho and Shin, 2019, section 3): sequential mini-batches of masks, with
/// one step of both generators and one of both discriminators each.
class InstaGanStep {
public:
    using Pools = CycleGanStep::Pools;

    InstaGanStep(TwoWayNetworks networks, InstaGanOptions options, Pools pools);

    /// One report for every mini-batch. Losses with their weights: G_A, G_B (opinions), cyc_A,
    /// cyc_B, idt_A, idt_B, ctx_A, ctx_B, 0 where their photo had no instance left; G = their sum;
    /// D_A, D_B where there was one, D = their sum. Values where there was one: fake_B, rec_A,
    /// fake_A, rec_B with masks on channels. Without instances nothing is learned.
    std::vector<StepReport> step(const InstaGanBatch& batch);

    /// Not to be used during step().
    /// @{
    TwoWayNetworks& networks() { return m_networks; }
    const TwoWayNetworks& networks() const { return m_networks; }
    Pools& pools() { return m_pools; }
    const Pools& pools() const { return m_pools; }
    /// @}

private:
    class Direction;
    StepReport stepOn(Direction& fromA, Direction& fromB);

    TwoWayNetworks m_networks;
    InstaGanOptions m_options;
    Pools m_pools;
};

} // namespace underpaint::train
