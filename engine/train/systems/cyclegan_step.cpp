// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cyclegan_step.h"

#include "engine/train/objective/two_way_passes.h"

#include <utility>

namespace underpaint::train {

CycleGanStep::CycleGanStep(TwoWayNetworks networks, TwoWayOptions options, Pools pools)
    : m_networks(std::move(networks)), m_options(std::move(options)), m_pools(std::move(pools)) {
    m_networks.share = m_options.share;
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser,
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

StepReport CycleGanStep::step(const CycleGanBatch& batch) {
    const TwoWayPasses passes(m_options, batch.dropout, batch.view);
    const at::Tensor& a = batch.photoA;
    const at::Tensor& b = batch.photoB;
    const at::Tensor fakeB = passes.translate(m_networks.generatorA, a);
    const at::Tensor backA = passes.translate(m_networks.generatorB, fakeB);
    const at::Tensor fakeA = passes.translate(m_networks.generatorB, b);
    const at::Tensor backB = passes.translate(m_networks.generatorA, fakeA);

    nets::TensorMap losses;
    if (m_options.lambdaIdentity > 0) {
        losses["idt_A"] = m_options.lambdaB * m_options.lambdaIdentity *
                          at::l1_loss(passes.translate(m_networks.generatorA, b), b);
        losses["idt_B"] = m_options.lambdaA * m_options.lambdaIdentity *
                          at::l1_loss(passes.translate(m_networks.generatorB, a), a);
    }
    m_networks.freezeDiscriminators(true);
    losses["G_A"] = passes.persuasion(m_networks.discriminatorA, fakeB);
    losses["G_B"] = passes.persuasion(m_networks.discriminatorB, fakeA);
    m_networks.freezeDiscriminators(false);
    losses["cycle_A"] = m_options.lambdaA * at::l1_loss(backA, a);
    losses["cycle_B"] = m_options.lambdaB * at::l1_loss(backB, b);
    at::Tensor sum;
    for (const auto& [name, loss] : losses) {
        sum = sum.defined() ? sum + loss : loss;
    }
    StepReport report;
    m_networks.stepGenerators(sum, report);
    losses["G"] = sum;

    const at::Tensor knownB = m_pools.likeB.exchange(fakeB.detach());
    losses["D_A"] = passes.judgement(m_networks.discriminatorA, b, knownB);
    const at::Tensor knownA = m_pools.likeA.exchange(fakeA.detach());
    losses["D_B"] = passes.judgement(m_networks.discriminatorB, a, knownA);
    losses["D"] = losses["D_A"] + losses["D_B"];
    m_networks.stepDiscriminators(losses["D"], report);

    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    report.values = {{"fake_B", fakeB.detach()},
                     {"rec_A", backA.detach()},
                     {"fake_A", fakeA.detach()},
                     {"rec_B", backB.detach()}};
    return report;
}

} // namespace underpaint::train
