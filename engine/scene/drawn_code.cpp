// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/drawn_code.h"

#include "engine/base/random.h"

namespace underpaint::scene {

namespace {

/// Of the draws of codes, among the streams of a scene's seed. New scenes and the templates of
/// landscapes and house fronts have the seeds 0 and 1: of this stream their codes of 8 values lie
/// near the mean, the look that a model knows best.
constexpr std::uint64_t codeStream = 27671;

} // namespace

LatentCode drawnCode(std::uint64_t seed, int size) {
    Random random(deriveSeed(seed, codeStream));
    LatentCode code;
    for (int i = 0; i < size; ++i) {
        code.values.push_back(static_cast<float>(random.normal()));
    }
    return code;
}

} // namespace underpaint::scene
