// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/judgement.h"

namespace underpaint::train {

namespace {

/// Whether one pass over a generated picture serves generator and discriminator: norms by the
/// statistics of a batch would count it once instead of twice.
bool sharesPass(const nets::Network& network) {
    const nets::Norm norm = network.definition().norm;
    return norm == nets::Norm::Instance || norm == nets::Norm::None;
}

} // namespace

nets::GanMode modeFor(nets::GanMode mode, const nets::Network& discriminator) {
    const bool probabilities = discriminator.definition().judgesInProbabilities;
    return mode == nets::GanMode::Vanilla && probabilities ? nets::GanMode::VanillaOnProbabilities
                                                           : mode;
}

nets::Stages opinion(const TrainedNetwork& network, const nets::EagerRun::Options& how,
                     const at::Tensor& input) {
    nets::EagerRun run(how);
    nets::Stages stages = network.network().judge(run, network.scope(), input);
    if (how.computeType) {
        for (std::vector<at::Tensor>& scale : stages) {
            for (at::Tensor& stage : scale) {
                stage = stage.to(at::kFloat);
            }
        }
    }
    return stages;
}

Judgement judgeBoth(const TrainedNetwork& network, const nets::EagerRun::Options& how,
                    const at::Tensor& fake, const at::Tensor& real, ImagePool& pool) {
    Judgement judgement;
    // Both sides judge the same picture with the same weights, and autograd computes only what a
    // gradient asks for.
    if (pool.capacity() == 0 && sharesPass(network.network())) {
        judgement.fakeForG = opinion(network, how, fake);
        judgement.fakeForD = judgement.fakeForG;
        judgement.real = opinion(network, how, real);
        return judgement;
    }
    judgement.fakeForD = opinion(network, how, pool.exchange(fake.detach()));
    judgement.real = opinion(network, how, real);
    network.setFrozen(true);
    judgement.fakeForG = opinion(network, how, fake);
    network.setFrozen(false);
    return judgement;
}

Judgement judgeBoth(const TrainedNetwork& network, const nets::EagerRun::Options& how,
                    const at::Tensor& fake, const at::Tensor& real) {
    ImagePool none(0, 0);
    return judgeBoth(network, how, fake, real, none);
}

} // namespace underpaint::train
