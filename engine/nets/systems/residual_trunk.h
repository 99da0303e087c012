// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/weights/state_dict_names.h"

#include <cstdint>

namespace underpaint::nets {

/// The list `model` of a generator with residual blocks, which pix2pix and pix2pixHD share: 4 items
/// before the first downsampling, 3 for each downsampling, then the blocks.
struct ResidualTrunk {
    std::int64_t downsamplings = 0;
    std::int64_t blocks = 0;
    /// A dropout within its blocks.
    bool dropout = false;

    std::int64_t firstBlock() const { return 4 + 3 * downsamplings; }
    /// The first upsampling, and the last convolution.
    /// @{
    std::int64_t up() const { return 4 + 3 * downsamplings + blocks; }
    std::int64_t head() const { return 5 + 6 * downsamplings + blocks; }
    /// @}
};

/// Whether the file holds a generator of one such list and nothing more.
bool hasResidualTrunk(const StateDictNames& names);
/// Throws Error when the blocks are not where a generator has them, or not made as pix2pix makes
/// them.
ResidualTrunk residualTrunk(const StateDictNames& names);
/// Without a look into the blocks: `dropout` stays false.
ResidualTrunk residualTrunkOutline(const StateDictNames& names);

} // namespace underpaint::nets
