// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/two_way_passes.h"

#include "engine/nets/run/eager_run.h"

namespace underpaint::train {

namespace {

nets::GanMode modeFor(nets::GanMode mode, const TrainedNetwork& judge) {
    const bool probabilities = judge.network().definition().judgesInProbabilities;
    return mode == nets::GanMode::Vanilla && probabilities ? nets::GanMode::VanillaOnProbabilities
                                                           : mode;
}

} // namespace

at::Tensor TwoWayPasses::translate(const TrainedNetwork& generator, const at::Tensor& input) const {
    nets::EagerRun run({.batchStatistics = m_options.batchStatistics,
                        .dropout = m_dropout,
                        .computeType = m_options.computeType});
    const at::Tensor output =
        generator.network().forward(run, generator.scope(), {{"input", input}}).at("output");
    return output.narrow(2, 0, input.size(2)).narrow(3, 0, input.size(3));
}

/// A photo, and masks behind it where there are any: beyond the border of a shifted picture no
/// instance is seen.
at::Tensor TwoWayPasses::seen(const at::Tensor& input) const {
    if (m_view.isIdentity()) {
        return input;
    }
    constexpr std::int64_t photoChannels = 3;
    const std::int64_t masks = input.size(1) - photoChannels;
    const at::Tensor view = m_view(
        at::cat({input.narrow(1, photoChannels, masks) + 1, input.narrow(1, 0, photoChannels)}, 1));
    return at::cat({view.narrow(1, masks, photoChannels), view.narrow(1, 0, masks) - 1}, 1);
}

at::Tensor TwoWayPasses::score(const TrainedNetwork& judge, const at::Tensor& input) const {
    nets::EagerRun run(
        {.batchStatistics = m_options.batchStatistics, .computeType = m_options.computeType});
    const at::Tensor map =
        judge.network().forward(run, judge.scope(), {{"input", seen(input)}}).at("output");
    return m_options.computeType ? map.to(at::kFloat) : map;
}

at::Tensor TwoWayPasses::persuasion(const TrainedNetwork& judge, const at::Tensor& fake) const {
    return m_options.lambdaGan *
           nets::generatorLoss(modeFor(m_options.ganMode, judge), score(judge, fake));
}

at::Tensor TwoWayPasses::judgement(const TrainedNetwork& judge, const at::Tensor& real,
                                   const at::Tensor& fake) const {
    const nets::GanMode mode = modeFor(m_options.ganMode, judge);
    const at::Tensor ofReal = nets::discriminatorLoss(mode, score(judge, real), true);
    const at::Tensor ofFake = nets::discriminatorLoss(mode, score(judge, fake), false);
    return 0.5 * (ofReal + ofFake);
}

} // namespace underpaint::train
