// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/team/distributed_place.h"

#include "engine/base/error.h"

#include <array>
#include <charconv>
#include <cstring>

namespace underpaint::train {

namespace {

constexpr int maxProcesses = 65536;
constexpr int maxPort = 65535;

/// How a launcher names what it tells.
struct Names {
    const char* rank;
    const char* size;
    const char* localRank;
};

constexpr std::array launchers{
    Names{"RANK", "WORLD_SIZE", "LOCAL_RANK"},
    Names{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"},
    Names{"PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID"},
    Names{"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID"}};

int number(const EnvironmentVariable& variable, const char* name, int low, int high,
           std::optional<int> absent) {
    const char* text = variable(name);
    if (text == nullptr && absent) {
        return *absent;
    }
    int value = -1;
    const char* end = text == nullptr ? nullptr : text + std::strlen(text);
    const bool whole = text != nullptr && std::from_chars(text, end, value).ptr == end;
    if (!whole || value < low || value > high) {
        throw Error(text == nullptr ? "is not set" : "is \"" + std::string(text) + "\"",
                    "the environment variable " + std::string(name),
                    "It is a whole number from " + std::to_string(low) + " to " +
                        std::to_string(high) + "; start all processes by one launcher");
    }
    return value;
}

} // namespace

std::optional<DistributedPlace> distributedPlace(const EnvironmentVariable& variable) {
    for (const Names& names : launchers) {
        if (variable(names.rank) == nullptr || variable(names.size) == nullptr) {
            continue;
        }
        DistributedPlace place;
        place.size = number(variable, names.size, 1, maxProcesses, {});
        place.rank = number(variable, names.rank, 0, place.size - 1, {});
        place.localRank = number(variable, names.localRank, 0, place.size - 1, place.rank);
        const char* address = variable("MASTER_ADDR");
        place.address = address == nullptr ? "127.0.0.1" : address;
        place.port = number(variable, "MASTER_PORT", 1, maxPort, place.port);
        return place.size > 1 ? std::optional(place) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace underpaint::train
