// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/residual_trunk.h"

#include <string>

namespace underpaint::nets {

namespace {

/// A dropout after the first norm of a block moves its second convolution from place 5 to 6; with a
/// batch norm the other place has weights as well, those of the norm.
bool hasDropout(const StateDictNames& names, const ResidualTrunk& trunk) {
    const std::string block = numbered("model.", trunk.firstBlock(), ".conv_block.");
    const bool sixth = names.isConvolution(block + "6.weight");
    if (sixth == names.isConvolution(block + "5.weight")) {
        names.fail("the residual blocks (" + block + "*) are not made as pix2pix makes them",
                   "It imports blocks of two convolutions with mirrored borders");
    }
    return sixth;
}

} // namespace

bool hasResidualTrunk(const StateDictNames& names) {
    return !names.numbersAfter("model.", ".conv_block.").empty() &&
           names.numbersAfter("model", "_1.").empty();
}

ResidualTrunk residualTrunkOutline(const StateDictNames& names) {
    const auto blocks = names.numbersAfter("model.", ".conv_block.");
    const std::int64_t before = *blocks.begin() - 4;
    const auto count = static_cast<std::int64_t>(blocks.size());
    if (before < 0 || before % 3 != 0 || *blocks.rbegin() - *blocks.begin() + 1 != count) {
        names.fail("the residual blocks are not where a generator has them");
    }
    return {.downsamplings = before / 3, .blocks = count};
}

ResidualTrunk residualTrunk(const StateDictNames& names) {
    ResidualTrunk trunk = residualTrunkOutline(names);
    trunk.dropout = hasDropout(names, trunk);
    return trunk;
}

} // namespace underpaint::nets
