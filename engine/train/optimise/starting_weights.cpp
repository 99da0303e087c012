// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/starting_weights.h"

#include "engine/base/error.h"
#include "engine/nets/weights/load_weights.h"

#include <vector>

namespace underpaint::train {

namespace {

/// All of the part that the network shares with a smaller one has to be there.
void requireGlobalPart(const nets::Network& network, const nets::LoadedWeights& loaded,
                       const project::ModelPackage& package) {
    const std::string_view globalPart = network.definition().grownFrom;
    nets::LoadReport problems;
    for (const std::string& key : loaded.report.missing) {
        if (key.starts_with(globalPart)) {
            problems.missing.push_back(key);
        }
    }
    for (const std::string& key : loaded.report.misshapen) {
        if (key.starts_with(globalPart)) {
            problems.misshapen.push_back(key);
        }
    }
    if (!problems.whole()) {
        throw Error("does not fit the global part of " + network.name() + ":\n" + problems.text(),
                    package.path().string(),
                    "Its ngf is the recipe's doubled for every enhancer, n_downsample_global and "
                    "n_blocks_global are its n_downsampling and n_blocks, and both see the same "
                    "classes, edges and styles");
    }
}

} // namespace

StartingWeights startingWeights(const nets::Network& network, const std::string& role,
                                nets::Initialisation how, std::uint64_t seed,
                                const std::optional<project::ModelPackage>& initial) {
    StartingWeights start{.weights = nets::initialWeights(network, how, seed), .origin = {}};
    if (!initial || !initial->manifest().networks.contains(role)) {
        return start;
    }
    const nets::LoadedWeights loaded = nets::loadWeights(network, initial->weights(role));
    const bool grown = !network.definition().grownFrom.empty();
    if (grown && initial->manifest().networks.at(role).network != network.name()) {
        requireGlobalPart(network, loaded, *initial);
    }
    const std::size_t fitting =
        start.weights.size() - loaded.report.missing.size() - loaded.report.misshapen.size();
    if (const std::string& other = initial->manifest().networks.at(role).network;
        fitting == 0 && !role.starts_with('G') && other != network.name()) {
        start.origin = role + ": begins anew instead of " + other;
        return start;
    }
    if (fitting == 0) {
        throw Error("has no weight that fits the recipe's network " + role,
                    initial->path().string(), "Choose a package of the same kind of network");
    }
    for (const auto& [key, value] : loaded.weights) {
        start.weights.set(key, value);
    }
    start.origin = role + ": " + std::to_string(fitting) + " of " +
                   std::to_string(start.weights.size()) + " tensors from " +
                   initial->manifest().name;
    start.taken = true;
    start.whole = loaded.report.whole();
    return start;
}

} // namespace underpaint::train
