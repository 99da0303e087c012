// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/default_style.h"

#include "engine/base/random.h"

#include <random>

namespace underpaint::project {

std::uint32_t defaultCluster(std::uint32_t instance, std::uint32_t clusters, std::uint64_t seed) {
    if (clusters <= 1) {
        return 0;
    }
    std::uint32_t mask = clusters - 1;
    for (const unsigned shift : {1U, 2U, 4U, 8U, 16U}) {
        mask |= mask >> shift;
    }
    const std::uint32_t start =
        seed == 0 ? instance + 1 : static_cast<std::uint32_t>(deriveSeed(seed, instance) >> 32);
    // The fixed seed is the point: the same scene must look the same tomorrow.
    std::mt19937 generator(start); // NOLINT(cert-msc51-cpp)
    std::uint32_t draw = clusters;
    while (draw >= clusters) {
        draw = static_cast<std::uint32_t>(generator()) & mask;
    }
    return draw;
}

} // namespace underpaint::project
