// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/nets/weights/initialise.h"
#include "engine/project/package/model_package.h"

#include <cstdint>
#include <optional>
#include <string>

namespace underpaint::train {

/// What a network begins a run with.
struct StartingWeights {
    nets::ParamStore weights; ///< float32 on the CPU
    /// "G: 54 of 56 tensors from street", or that an encoder or discriminator of another kind is
    /// not taken; empty when the package has no such role.
    std::string origin;
    bool taken = false; ///< some weights came from the package
    bool whole = false; ///< all of them did
};

/// Draws the weights of a network and takes over those that the network of the same role in the
/// package has under the same name and in the same shape. A global generator becomes the coarsest
/// part of a local enhancer this way (Wang et al., 2018, section 3.2); then all of that part has to
/// fit. Throws Error when nothing fits, unless it is beside a generator and of another kind.
StartingWeights startingWeights(const nets::Network& network, const std::string& role,
                                nets::Initialisation how, std::uint64_t seed,
                                const std::optional<project::ModelPackage>& initial);

} // namespace underpaint::train
