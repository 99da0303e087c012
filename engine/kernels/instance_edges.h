// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace underpaint::kernels {

/// Instance boundaries as pix2pixHD draws them: 1 where any of the (up to four) neighbours inside
/// the picture has another id, else 0. Lines are therefore two pixels thick, the picture's border
/// gives none, and ids are compared as integers. `ids` and `edges` are height x width.
void instanceEdges(const std::uint32_t* ids, float* edges, int width, int height);

} // namespace underpaint::kernels
