// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cocosnet_step.h"

#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/cocosnet_correspondence.h"

#include <utility>

namespace underpaint::train {

CoCosNetStep::CoCosNetStep(TrainedNetwork correspondence, TrainedNetwork generator,
                           TrainedNetwork discriminator, CoCosNetOptions options)
    : m_networks{.generator = std::move(generator),
                 .discriminator = std::move(discriminator),
                 .encoder = std::move(correspondence)},
      m_options(std::move(options)) {
    if (m_networks.encoder->network().as<nets::cocosnet::Correspondence>() == nullptr) {
        throw Error("is no correspondence of CoCosNet", m_networks.encoder->network().name());
    }
    if (m_options.optimiser) {
        m_networks.startOptimisers(*m_options.optimiser, m_options.discriminatorOptimiser);
    }
}

CoCosNetStep::Painted CoCosNetStep::paint(const CoCosNetBatch& batch) const {
    const TrainedNetwork& matcher = *m_networks.encoder;
    nets::EagerRun run({.batchStatistics = m_options.batchStatistics});
    MatchedBatch found = matched(run, matcher.network(), matcher.scope(), batch,
                                 {.alignment = m_options.weights.alignment != 0,
                                  .mask = m_options.weights.mask != 0,
                                  .cycle = m_options.weights.warpCycle != 0,
                                  .twoCycles = m_options.weights.twoCycles});
    Painted painted{.views = std::move(found.views), .photo = {}};
    const TrainedNetwork& generator = m_networks.generator;
    painted.photo = generator.network().generate(
        run, generator.scope(),
        nets::NetworkInput(at::cat({painted.views.warpOut, batch.condition}, 1)));
    return painted;
}

nets::Stages CoCosNetStep::judge(const CoCosNetBatch& batch, const at::Tensor& photo) const {
    nets::EagerRun run({.batchStatistics = m_options.batchStatistics});
    const at::Tensor both =
        at::cat({at::cat({batch.condition, photo}, 1), at::cat({batch.condition, batch.image}, 1)});
    const TrainedNetwork& network = m_networks.discriminator;
    return network.network().judge(run, network.scope(), both);
}

StepReport CoCosNetStep::step(const CoCosNetBatch& batch) {
    StepReport report;
    Painted painted = paint(batch);
    CoCosNetViews& views = painted.views;
    m_networks.discriminator.setFrozen(true);
    JudgedHalves said = judgedHalves(judge(batch, painted.photo));
    m_networks.discriminator.setFrozen(false);
    views.scoresOfFake = std::move(said.fake);
    views.scoresOfReal = std::move(said.real);
    if (m_options.features) {
        views.fake = m_options.features(painted.photo);
        const at::NoGradGuard noGrad;
        views.real = m_options.features(batch.image);
        views.exemplar = m_options.features(batch.exemplar);
    }
    const auto sumOf = [](const nets::TensorMap& losses) {
        at::Tensor sum;
        for (const auto& [name, loss] : losses) {
            sum = sum.defined() ? sum + loss : loss;
        }
        return sum;
    };
    nets::TensorMap losses = cocosnetGeneratorLosses(m_options.weights, views);
    losses["G"] = sumOf(losses);
    m_networks.stepGenerator(losses.at("G"), /*keepGraph=*/false, report);
    auto matcher = report.gradients.extract("E");
    matcher.key() = "Corr";
    report.gradients.insert(std::move(matcher));

    const JudgedHalves again = judgedHalves(judge(batch, painted.photo.detach()));
    nets::TensorMap ofDiscriminator =
        cocosnetDiscriminatorLosses(m_options.weights, again.fake, again.real);
    ofDiscriminator["D"] = sumOf(ofDiscriminator);
    m_networks.stepDiscriminator(ofDiscriminator.at("D"), report);
    losses.merge(ofDiscriminator);
    for (const auto& [name, loss] : losses) {
        report.losses[name] = loss.detach();
    }
    report.values["fake_image"] = painted.photo.detach();
    report.values["warp_out"] = views.warpOut.detach();
    return report;
}

} // namespace underpaint::train
