// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/project/tensors/tensor_file.h"

#include <string>
#include <vector>

namespace underpaint::nets {

/// What a weight file and a network have and have not in common.
struct LoadReport {
    std::vector<std::string> missing;   ///< the network needs it, the file lacks it
    std::vector<std::string> surplus;   ///< in the file, no use for it
    std::vector<std::string> misshapen; ///< "key: file (1, 2), network (2, 2)"
    std::vector<std::string> ignored;   ///< known to be harmless (stale statistics)
    /// Every weight that the network needs is there in its shape.
    bool whole() const { return missing.empty() && misshapen.empty(); }
    /// One line a finding, for people.
    std::string text() const;
};

struct LoadedWeights {
    ParamStore weights;
    LoadReport report;
};

/// Copies a stored tensor (any strides and alignment) into a new contiguous one.
Tensor toTensor(const project::StoredTensor& stored);

/// Whether loaded weights are copies, or point into the (memory-mapped, read-only) file where it
/// holds them as they are needed. Shared ones must never be written to.
enum class WeightMemory { Copied, Shared };

/// Takes what the network needs from the file (without the prefix "module." that wrapped networks
/// add to all names), floating-point weights as float32. Running statistics of instance norms
/// that do not use them and an absent num_batches_tracked are not findings.
LoadedWeights loadWeights(const Network& network, const project::TensorFile& file,
                          WeightMemory memory = WeightMemory::Copied);

/// The same, but throws Error listing the findings unless the network is whole.
ParamStore loadWholeWeights(const Network& network, const project::TensorFile& file,
                            WeightMemory memory = WeightMemory::Copied);

/// Replaces those weights whose name and shape the file shares; the rest of the file is ignored
/// (how the official code loads a global generator into a local enhancer). Returns how many.
std::size_t overlayWeights(ParamStore& weights, const project::TensorFile& file);

} // namespace underpaint::nets
