// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/cocosnet_spade.h"

#include <cstdint>

namespace underpaint::nets::cocosnet {

/// What modulates the generator.
enum class GeneratorInput { WarpAndCondition, Warp, Condition };

/// Paints the photo, guided by the warped exemplar and the condition.
struct Generator {
    std::int64_t conditionChannels = 151;
    std::int64_t ngf = 64;
    Spade spade = {};
    bool attention = true;
    GeneratorInput input = GeneratorInput::WarpAndCondition;

    /// Of warp | condition, whatever of them modulates.
    std::int64_t inputChannels() const { return 3 + conditionChannels; }
    std::int64_t multiple() const { return 32; }
    /// (N, 3 + conditionChannels, H, W), or just the channels that modulate → (N, 3, H, W) in
    /// [-1, 1].
    Tensor operator()(Run& run, const Scope& weights, const Tensor& input) const;

private:
    std::int64_t modulatingChannels() const;
    Tensor modulating(const Tensor& given) const;
};

} // namespace underpaint::nets::cocosnet
