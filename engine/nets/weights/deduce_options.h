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

/// Recognises the official networks of pix2pix and pix2pixHD by the names of their weights.
/// `system` ("pix2pix", "pix2pixhd" or empty) decides between networks that share all names and
/// shapes: an instance-normalised pix2pix ResNet is a pix2pixHD generator with 2 downsamplings.
/// Throws Error when nothing fits, when a weight has an impossible shape, or when `system` is
/// needed and empty.
DeducedNetwork deduceNetwork(const project::TensorFile& file, std::string_view system = {});

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

/// What the channels of a pix2pixHD generator's input mean: one-hot labels | edge | features.
struct InputChannels {
    std::int64_t labels = 0; ///< 0 = an RGB picture takes the place of the one-hot labels
    bool edge = false;
    std::int64_t features = 0;

    friend bool operator==(const InputChannels&, const InputChannels&) = default;
};

/// What somebody knows about them.
struct InputChannelHints {
    std::optional<std::int64_t> labels;   ///< option label_nc
    std::optional<bool> edge;             ///< option use_instance
    std::optional<std::int64_t> features; ///< option feat_num, or the channels of an encoder
};

/// Splits `channels` by what is known; the rest follows from the sum where it can (the official
/// defaults, an edge and 3 features, decide between possible sums). Throws Error that names the
/// options to give when it cannot, or when the hints contradict each other. `where` names the
/// checkpoint.
InputChannels splitInputChannels(std::int64_t channels, const InputChannelHints& hints,
                                 const std::string& where);

} // namespace underpaint::nets
