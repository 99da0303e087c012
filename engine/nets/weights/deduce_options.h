// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/project/tensors/tensor_file.h"
#include "engine/project/tensors/torch_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::nets {

/// Which network a state dictionary belongs to, as far as names and shapes tell.
struct DeducedNetwork {
    std::string network;      ///< canonical name, such as "pix2pixhd.global_generator"
    project::Options options; ///< complete: Network::create() accepts them
    /// Options that no shape decides and the value that was taken, for people:
    /// "use_dropout = true (assumed …)".
    std::vector<std::string> assumptions;
};

/// Recognises the official networks of all systems by the names of their weights. `system`
/// ("pix2pix", "pix2pixhd" or empty) decides between networks that share all names and shapes: an
/// instance-normalised pix2pix ResNet is a pix2pixHD generator with 2 downsamplings.
/// Throws Error when nothing fits, when a weight has an impossible shape, or when `system` is
/// needed and empty.
DeducedNetwork deduceNetwork(const project::TensorFile& file, std::string_view system = {});

/// The role of the network that the file holds ("G"), where systems that share its names agree
/// about it; empty for what cannot be told.
std::string deducedRole(const project::TensorFile& file);

/// One network among the tensors of a file.
struct FoundNetwork {
    std::string set;    ///< the dictionary of the file that holds it ("g_ema"); empty = the file
    std::string prefix; ///< what its names begin with in the file, "netG.module."
    project::TensorFile weights; ///< its tensors alone, without the prefix
    std::size_t others = 0;      ///< tensors of the set that belong to something else
};

/// Finds the networks in the sets of a checkpoint whatever their names begin with: wrappers
/// (DataParallel, torch.compile, Lightning) put prefixes before the official names, and several
/// networks may lie in one file. Throws Error that shows some names when there is none.
std::vector<FoundNetwork> findNetworks(const std::vector<project::TensorSet>& sets);

} // namespace underpaint::nets
