// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/instance_edges.h"

#include <cstddef>

namespace underpaint::kernels {

void instanceEdges(const std::uint32_t* ids, float* edges, int width, int height) {
    for (int y = 0; y < height; ++y) {
        const std::uint32_t* row = ids + static_cast<std::ptrdiff_t>(y) * width;
        // Beyond the border lies the same row again, which never differs.
        const std::uint32_t* above = y > 0 ? row - width : row;
        const std::uint32_t* below = y + 1 < height ? row + width : row;
        float* out = edges + static_cast<std::ptrdiff_t>(y) * width;
        for (int x = 0; x < width; ++x) {
            out[x] = row[x] != above[x] || row[x] != below[x] ? 1.0F : 0.0F;
        }
        for (int x = 1; x < width; ++x) {
            if (row[x] != row[x - 1]) {
                out[x] = 1;
                out[x - 1] = 1;
            }
        }
    }
}

} // namespace underpaint::kernels
