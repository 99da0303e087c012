// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/two_way_case.h"

#include "engine/base/error.h"

#include <memory>

namespace underpaint::verify {

namespace {

constexpr std::int64_t largestPool = 100000;

} // namespace

train::TwoWayNetworks twoWayNetworks(CaseContext& context) {
    return {.generatorA = trained(context, "G_A"),
            .generatorB = trained(context, "G_B"),
            .discriminatorA = trained(context, "D_A"),
            .discriminatorB = trained(context, "D_B")};
}

Networks rolesOf(const train::TwoWayNetworks& networks) {
    const auto all = networks.all();
    return {all.begin(), all.end()};
}

void addTwoWayOptions(CaseContext& context, const Schedule& schedule,
                      train::TwoWayOptions& options) {
    options.ganMode = nets::ganModeFromName(context.text("gan_mode", "lsgan"));
    options.lambdaA = context.number("lambda_A", options.lambdaA);
    options.lambdaB = context.number("lambda_B", options.lambdaB);
    options.batchStatistics = context.trainMode();
    options.optimiser = schedule.optimiser;
}

train::CycleGanStep::Pools twoWayPools(CaseContext& context) {
    const auto capacity = static_cast<std::size_t>(context.integer("pool_size", 0, largestPool, 0));
    if (!context.hasInput("uniform_draw") || !context.hasInput("random_slot")) {
        return {{capacity, std::uint64_t{0}}, {capacity, std::uint64_t{1}}};
    }
    const at::Tensor uniform = context.input("uniform_draw").to(at::kCPU, at::kDouble).flatten();
    const at::Tensor slot = context.input("random_slot").to(at::kCPU, at::kLong).flatten();
    const train::ImagePool::Draws draws = [uniform, slot,
                                           next = std::make_shared<std::int64_t>(0)] {
        if (*next >= uniform.numel() || *next >= slot.numel()) {
            throw Error("has too few draws", "argument uniform_draw");
        }
        const std::int64_t i = (*next)++;
        return train::PoolDraw{uniform[i].item<double>(),
                               static_cast<std::size_t>(slot[i].item<std::int64_t>())};
    };
    return {{capacity, draws}, {capacity, draws}};
}

} // namespace underpaint::verify
