// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/channel_norm.h"
#include "engine/nets/torch_compat.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace underpaint::nets {

/// What a RecordingRun keeps of a pass for PatchingRuns: one node for each primitive, in the order
/// of the calls. Belongs to one thread.
struct RegionCache {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    struct Node {
        std::int64_t batch = 0;
        std::int64_t channels = 0;
        std::int64_t height = 0;
        std::int64_t width = 0;
        /// The whole result, float32 and channels-last, where a later primitive looks at more of
        /// it than the pixels that it makes; else undefined.
        Tensor kept = {};
        /// Of a norm per instance, one an image.
        std::vector<kernels::ChannelMoments> moments = {};
        /// The node whose result this primitive passed on as it was.
        std::size_t same = none;
    };

    std::vector<Node> nodes;
    std::size_t result = none; ///< the node of the network's result
    /// A whole pass was recorded. A later one that ends early leaves nodes of two passes, which
    /// can be patched like those of one.
    bool whole = false;
    /// Why a pass cannot be kept, found out by recording one.
    /// @{
    bool notLocal = false; ///< a primitive's result depends on all of the picture
    bool tooLarge = false;
    /// @}

    /// Whether norms take moments of the whole picture.
    bool hasMoments() const {
        return std::ranges::any_of(nodes, [](const Node& node) { return !node.moments.empty(); });
    }
    std::int64_t bytes() const {
        std::int64_t sum = 0;
        for (const Node& node : nodes) {
            sum += node.kept.defined() ? static_cast<std::int64_t>(node.kept.nbytes()) : 0;
        }
        return sum;
    }
    /// Frees everything; what was found out stays.
    void drop() {
        nodes.clear();
        result = none;
        whole = false;
    }
};

} // namespace underpaint::nets
