// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/instagan_step.h"

#include "engine/base/error.h"
#include "engine/nets/systems/mask_sets.h"
#include "engine/train/objective/two_way_passes.h"

#include <string>
#include <utility>

namespace underpaint::train {

/// One way, say from A to B and back, over the mini-batches of one batch.
class InstaGanStep::Direction {
public:
    struct Roles {
        std::string from; ///< "A"
        std::string to;
        const TrainedNetwork& generator; ///< from → to
        const TrainedNetwork& back;
        const TrainedNetwork& judge; ///< of what looks like `to`
        ImagePool& pool;
        double lambda;
    };

    Direction(Roles roles, const TwoWayPasses& passes, const InstaGanOptions& options,
              const at::Tensor& photo, const at::Tensor& masks)
        : m_roles(std::move(roles)),
          m_passes(passes),
          m_options(options),
          m_masks(nets::selectedMasks(masks, options.mostMasks)),
          m_real(at::cat({photo, m_masks}, 1)),
          m_photo(photo) {}

    /// The photo with all its masks, which the other way's discriminator takes for real.
    const at::Tensor& real() const { return m_real; }
    bool hasInstances() const { return m_hasInstances; }

    /// Goes on to the mini-batch of this number, on the photo that the last one has made.
    void begin(std::int64_t number) {
        if (m_hasInstances) {
            m_photo = photoOf(m_fake).detach();
            m_made.push_back(masksOf(m_fake).detach());
        }
        m_some = m_masks.narrow(1, number * m_options.masksPerStep, m_options.masksPerStep);
        m_hasInstances = (m_some + 1).sum().item<double>() > 0;
    }

    void translate(StepReport& report) {
        if (!m_hasInstances) {
            return;
        }
        m_input = at::cat({m_photo, m_some}, 1);
        m_fake = m_passes.translate(m_roles.generator, m_input);
        m_recovered = m_passes.translate(m_roles.back, m_fake);
        m_judged = judged();
        report.values["fake_" + m_roles.to] = m_fake.detach();
        report.values["rec_" + m_roles.from] = m_recovered.detach();
    }

    void addLosses(nets::TensorMap& losses) const {
        const std::string& name = m_roles.from;
        if (!m_hasInstances) {
            for (const std::string& loss :
                 {"G_" + name, "cyc_" + name, "ctx_" + name, "idt_" + m_roles.to}) {
                losses[loss] = at::zeros({}, m_photo.options());
            }
            return;
        }
        losses["G_" + name] = m_passes.persuasion(m_roles.judge, m_judged);
        losses["cyc_" + name] = m_roles.lambda * at::l1_loss(m_recovered, m_input);
        const double identity = m_roles.lambda * m_options.lambdaIdentity;
        losses["idt_" + m_roles.to] =
            identity > 0
                ? identity * at::l1_loss(m_passes.translate(m_roles.back, m_input), m_input)
                : at::zeros({}, m_photo.options());
        const at::Tensor weight = nets::contextWeight(m_some, masksOf(m_fake));
        losses["ctx_" + name] =
            m_roles.lambda * m_options.lambdaContext *
            nets::contextLoss(m_photo, photoOf(m_fake),
                              m_options.detachContext ? weight.detach() : weight);
    }

    /// `real` is the other way's.
    void addJudgement(const at::Tensor& real, nets::TensorMap& losses) {
        if (m_hasInstances) {
            const at::Tensor known = m_roles.pool.exchange(m_judged.detach());
            losses["D_" + m_roles.from] = m_passes.judgement(m_roles.judge, real, known);
        }
    }

private:
    std::int64_t photoChannels() const { return m_photo.size(1); }
    at::Tensor photoOf(const at::Tensor& set) const { return set.narrow(1, 0, photoChannels()); }
    at::Tensor masksOf(const at::Tensor& set) const {
        return set.narrow(1, photoChannels(), set.size(1) - photoChannels());
    }

    /// The photo, all masks that were made so far and absent ones for those that were not yet.
    at::Tensor judged() const {
        std::vector<at::Tensor> parts{photoOf(m_fake)};
        parts.insert(parts.end(), m_made.begin(), m_made.end());
        parts.push_back(masksOf(m_fake));
        const std::int64_t steps = m_options.mostMasks / m_options.masksPerStep;
        for (auto i = static_cast<std::int64_t>(m_made.size()) + 1; i < steps; ++i) {
            parts.push_back(at::full_like(m_some, -1));
        }
        return at::cat(parts, 1);
    }

    Roles m_roles;
    const TwoWayPasses& m_passes;
    const InstaGanOptions& m_options;
    at::Tensor m_masks;
    at::Tensor m_real;
    at::Tensor m_photo;
    std::vector<at::Tensor> m_made; // masks of earlier mini-batches
    // Of this mini-batch:
    bool m_hasInstances = false;
    at::Tensor m_some;
    at::Tensor m_input;
    at::Tensor m_fake;
    at::Tensor m_recovered;
    at::Tensor m_judged;
};

InstaGanStep::InstaGanStep(TwoWayNetworks networks, InstaGanOptions options, Pools pools)
    : m_networks(std::move(networks)), m_options(std::move(options)), m_pools(std::move(pools)) {
    if (m_options.masksPerStep < 1 || m_options.mostMasks < m_options.masksPerStep) {
        throw Error("a step of InstaGAN takes at least one mask, and no more than there are at "
                    "most",
                    "instances");
    }
    m_networks.share = m_options.share;
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser,
                                   m_options.discriminatorOptimiser.value_or(*m_options.optimiser));
    }
}

StepReport InstaGanStep::stepOn(Direction& fromA, Direction& fromB) {
    StepReport report;
    fromA.translate(report);
    fromB.translate(report);
    nets::TensorMap losses;
    m_networks.freezeDiscriminators(true);
    fromA.addLosses(losses);
    fromB.addLosses(losses);
    m_networks.freezeDiscriminators(false);
    at::Tensor sum;
    for (const auto& [name, loss] : losses) {
        sum = sum.defined() ? sum + loss : loss;
    }
    losses["G"] = sum;
    if (fromA.hasInstances() || fromB.hasInstances()) {
        m_networks.stepGenerators(sum, report);
        nets::TensorMap judgements;
        fromA.addJudgement(fromB.real(), judgements);
        fromB.addJudgement(fromA.real(), judgements);
        at::Tensor judged;
        for (const auto& [name, loss] : judgements) {
            judged = judged.defined() ? judged + loss : loss;
        }
        losses.merge(judgements);
        losses["D"] = judged;
        m_networks.stepDiscriminators(judged, report);
    }
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    return report;
}

std::vector<StepReport> InstaGanStep::step(const InstaGanBatch& batch) {
    const TwoWayPasses passes(m_options, batch.dropout, batch.view);
    Direction fromA({.from = "A",
                     .to = "B",
                     .generator = m_networks.generatorA,
                     .back = m_networks.generatorB,
                     .judge = m_networks.discriminatorA,
                     .pool = m_pools.likeB,
                     .lambda = m_options.lambdaA},
                    passes, m_options, batch.photoA, batch.masksA);
    Direction fromB({.from = "B",
                     .to = "A",
                     .generator = m_networks.generatorB,
                     .back = m_networks.generatorA,
                     .judge = m_networks.discriminatorB,
                     .pool = m_pools.likeA,
                     .lambda = m_options.lambdaB},
                    passes, m_options, batch.photoB, batch.masksB);
    std::vector<StepReport> reports;
    for (std::int64_t i = 0; i < m_options.mostMasks / m_options.masksPerStep; ++i) {
        fromA.begin(i);
        fromB.begin(i);
        reports.push_back(stepOn(fromA, fromB));
    }
    return reports;
}

} // namespace underpaint::train
