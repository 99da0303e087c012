// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/nets/weights/initialise.h"
#include "engine/train/systems/pix2pixhd_step.h"
#include "engine/train/team/distributed_team.h"
#include "tests/engine/nets_samples.h"
#include "tests/engine/team_of_threads.h"
#include "tests/support/engine_test.h"
#include "tests/support/free_port.h"

#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace distributed_test {

using namespace underpaint;
using namespace underpaint::train;
using at::Tensor;
using test::randomTensor;

namespace {

using Whole = std::int64_t;
using std::chrono::milliseconds;

constexpr milliseconds patience{60000};

void asTeam(const std::function<void(std::unique_ptr<DistributedTeam>)>& member) {
    test::asTeam([&](const DistributedPlace& place) {
        member(std::make_unique<DistributedTeam>(place, patience));
    });
}

TrainedNetwork network(const std::string& name, project::Options options, std::uint64_t seed) {
    options["norm"] = std::string("instance");
    nets::Network made = nets::Network::create(name, options);
    const nets::ParamStore weights = nets::initialWeights(made, nets::Initialisation::Scaled, seed);
    return {std::move(made), weights};
}

Pix2PixHdStep stepOf(const DistributedTeam* team) {
    Pix2PixHdOptions options;
    options.ganMode = nets::GanMode::Hinge;
    options.lambdaL1 = 5;
    options.optimiser = AdamOptions{.learningRate = 1e-3};
    if (team != nullptr) {
        options.share = [team](const std::vector<Tensor>& gradients) { team->average(gradients); };
    }
    return {network("pix2pixhd.global_generator",
                    {{"input_nc", Whole{4}},
                     {"ngf", Whole{4}},
                     {"n_downsampling", Whole{1}},
                     {"n_blocks", Whole{1}}},
                    1),
            network("pix2pixhd.multiscale_discriminator",
                    {{"input_nc", Whole{7}},
                     {"ndf", Whole{4}},
                     {"n_layers", Whole{2}},
                     {"num_D", Whole{2}}},
                    2),
            std::nullopt, options};
}

/// Examples `first`, `first + 1` … of a step.
Pix2PixHdBatch batchOf(std::uint64_t step, Whole first, Whole count) {
    const Tensor condition = randomTensor({2, 4, 16, 24}, 100 + step);
    const Tensor image = randomTensor({2, 3, 16, 24}, 200 + step).tanh();
    return {.condition = condition.narrow(0, first, count).to(at::kFloat),
            .instances = {},
            .image = image.narrow(0, first, count).to(at::kFloat),
            .view = drawView({.translation = 0.2, .cutout = 0.25, .brightness = 0.3}, {24, 16}, 3,
                             step),
            .fineTuning = {}};
}

double distance(const nets::TensorMap& a, const nets::TensorMap& b) {
    double difference = 0;
    double norm = 0;
    for (const auto& [key, value] : b) {
        difference += (a.at(key) - value).square().sum().item<double>();
        norm += value.square().sum().item<double>();
    }
    return std::sqrt(difference / norm);
}

std::map<std::string, Tensor> weightsOf(const TrainedNetwork& network) {
    std::map<std::string, Tensor> weights;
    for (std::size_t i = 0; i < network.keys().size(); ++i) {
        weights[network.keys()[i]] = network.parameters()[i].detach();
    }
    return weights;
}

} // namespace

UNDERPAINT_TEST(launchers_name_the_place_of_a_process) {
    std::map<std::string, std::string> variables;
    const EnvironmentVariable lookUp = [&](const char* name) {
        const auto it = variables.find(name);
        return it == variables.end() ? nullptr : it->second.c_str();
    };
    CHECK(!distributedPlace(lookUp));
    variables = {{"RANK", "3"},
                 {"WORLD_SIZE", "4"},
                 {"LOCAL_RANK", "1"},
                 {"MASTER_ADDR", "node0"},
                 {"MASTER_PORT", "1234"}};
    const auto torchrun = distributedPlace(lookUp);
    CHECK(torchrun && torchrun->rank == 3 && torchrun->size == 4 && torchrun->localRank == 1);
    CHECK(torchrun->address == "node0" && torchrun->port == 1234);
    variables["RANK"] = "4";
    CHECK_ERROR(distributedPlace(lookUp), "RANK");
    variables["RANK"] = "first";
    CHECK_ERROR(distributedPlace(lookUp), "first");
    variables["RANK"] = "0";
    variables["MASTER_PORT"] = "70000";
    CHECK_ERROR(distributedPlace(lookUp), "MASTER_PORT");
    variables = {{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "2"}};
    const auto mpi = distributedPlace(lookUp);
    CHECK(mpi && mpi->rank == 1 && mpi->size == 2 && mpi->address == "127.0.0.1");
    variables["OMPI_COMM_WORLD_SIZE"] = "1";
    variables["OMPI_COMM_WORLD_RANK"] = "0";
    CHECK(!distributedPlace(lookUp));
}

UNDERPAINT_TEST(gpus_speak_through_nccl_and_all_else_through_gloo) {
    const TeamBackends both{.gloo = true, .nccl = true};
    CHECK(chooseBackend(true, both) == TeamBackend::Nccl);
    CHECK(chooseBackend(false, both) == TeamBackend::Gloo);
    CHECK(chooseBackend(true, {.gloo = true, .nccl = false}) == TeamBackend::Gloo);
    CHECK(chooseBackend(true, {.gloo = false, .nccl = true}) == TeamBackend::Nccl);
    CHECK_ERROR(chooseBackend(false, {.gloo = false, .nccl = true}), "on CPUs");
    CHECK_ERROR(chooseBackend(true, {}), "one process only");
    CHECK_ERROR(chooseBackend(false, {}), "one process only");
}

UNDERPAINT_TEST(who_gives_up_frees_the_others) {
    asTeam([](std::unique_ptr<DistributedTeam> team) {
        const Tensor mine = at::full({3}, 1.0);
        bool freed = false;
        if (team->rank() == 1) {
            team->giveUp();
        } else {
            try {
                team->average({mine});
            } catch (const GivenUp&) {
                freed = true;
            }
        }
        CHECK_EQUAL(freed, team->rank() == 0);
        // Both are where they can go on together.
        team->average({mine});
        CHECK(mine.eq(1).all().item<bool>());
    });
}

UNDERPAINT_TEST(a_team_averages_takes_over_and_agrees) {
    asTeam([](std::unique_ptr<DistributedTeam> team) {
        const double own = team->rank() == 0 ? 1 : 3;
        // More than a bucket, a scalar, something transposed, and an absent one.
        const std::vector<Tensor> tensors{at::full({5'000'000}, own), at::full({}, 2 * own),
                                          at::arange(6).to(at::kFloat).view({2, 3}).t() * own,
                                          Tensor()};
        team->average(tensors);
        CHECK(tensors[0].eq(2).all().item<bool>());
        CHECK_CLOSE(tensors[1].item<double>(), 4, 0);
        CHECK(tensors[2].equal(at::arange(6).to(at::kFloat).view({2, 3}).t() * 2));
        const Tensor mine = at::full({2, 2}, own);
        team->takeOver({mine});
        CHECK(mine.eq(1).all().item<bool>());
        CHECK(team->all(true));
        CHECK(!team->all(team->rank() == 0));
    });
}

UNDERPAINT_TEST(two_processes_train_like_one_with_twice_the_batch) {
    constexpr std::uint64_t steps = 4;
    Pix2PixHdStep alone = stepOf(nullptr);
    std::vector<StepReport> expected;
    for (std::uint64_t step = 0; step < steps; ++step) {
        expected.push_back(alone.step(batchOf(step, 0, 2)));
    }
    asTeam([&](std::unique_ptr<DistributedTeam> team) {
        Pix2PixHdStep half = stepOf(team.get());
        for (std::uint64_t step = 0; step < steps; ++step) {
            const StepReport report = half.step(batchOf(step, team->rank(), 1));
            for (const char* role : {"G", "D"}) {
                const double allowed = step == 0 ? 2e-6 : 1e-2;
                CHECK_CLOSE(distance(report.gradients.at(role), expected[step].gradients.at(role)),
                            0, allowed);
            }
        }
        CHECK_CLOSE(distance(weightsOf(half.generator()), weightsOf(alone.generator())), 0, 1e-3);
    });
}

UNDERPAINT_TEST(a_member_that_ends_is_noticed) {
    int noticed = 0;
    asTeam([&](std::unique_ptr<DistributedTeam> team) {
        if (team->rank() == 1) {
            return; // and leaves
        }
        try {
            (void)team->all(true);
        } catch (const Error& error) {
            noticed += error.message().find("another process of this training") != std::string::npos
                           ? 1
                           : 0;
        }
    });
    CHECK_EQUAL(noticed, 1);
}

UNDERPAINT_TEST(whoever_waits_in_vain_is_told) {
    const DistributedPlace place{
        .rank = 0, .size = 2, .address = "127.0.0.1", .port = test::freePort()};
    CHECK_ERROR(DistributedTeam(place, milliseconds(1500)), "did not come together");
}

} // namespace distributed_test
