// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/image_pool.h"
#include "engine/train/objective/two_way_networks.h"
#include "engine/train/objective/two_way_options.h"
#include "engine/train/step_report.h"

#include <optional>

namespace underpaint::train {

/// One photo of each domain, (N, 3, H, W) in [-1, 1] both.
struct CycleGanBatch {
    at::Tensor photoA;
    at::Tensor photoB;
    /// Draws for dropout; without a generator there is none.
    std::optional<at::Generator> dropout = {};
    /// How the discriminators see.
    DiscriminatorView view = {};
};

/// Training of CycleGAN (Zhu et al., 2017, sections 3 and 4): both generators together, then both
/// discriminators on earlier photos as well.
class CycleGanStep {
public:
    /// Pools of photos that look like A and like B.
    struct Pools {
        ImagePool likeA;
        ImagePool likeB;
    };

    CycleGanStep(TwoWayNetworks networks, TwoWayOptions options, Pools pools);

    /// Losses with their weights: G_A, G_B (opinions), cycle_A, cycle_B, where they are used idt_A,
    /// idt_B; G = their sum; D_A, D_B (half of both kinds), D = their sum. Values: fake_B, rec_A,
    /// fake_A, rec_B.
    StepReport step(const CycleGanBatch& batch);

    /// Not to be used during step().
    /// @{
    TwoWayNetworks& networks() { return m_networks; }
    const TwoWayNetworks& networks() const { return m_networks; }
    Pools& pools() { return m_pools; }
    const Pools& pools() const { return m_pools; }
    /// @}

private:
    TwoWayNetworks m_networks;
    TwoWayOptions m_options;
    Pools m_pools;
};

} // namespace underpaint::train
