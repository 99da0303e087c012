// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets::cocosnet {

/// PatchGANs on condition | photo and on halves of it, with attention before the last stride.
struct MultiscaleDiscriminator {
    std::int64_t conditionChannels = 151;
    std::int64_t ndf = 64;
    std::int64_t layers = 4; ///< convolutions before the score map
    std::int64_t scales = 2;
    Norm norm = Norm::Instance;
    bool attention = true;

    std::int64_t inputChannels() const { return conditionChannels + 3; }
    /// `[scale][stage]`, the full size first; the last stage is the score map (logits).
    std::vector<std::vector<Tensor>> operator()(Run& run, const Scope& weights,
                                                const Tensor& input) const;

private:
    std::vector<Tensor> judge(Run& run, const Scope& weights, const Tensor& input) const;
    void noteDecoder(Run& run, const Scope& weights, std::int64_t channels) const;
};

} // namespace underpaint::nets::cocosnet
