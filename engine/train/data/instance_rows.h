// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <map>
#include <vector>

namespace underpaint::train {

/// One instance for the clustering of styles (pix2pixHD, section 3.4 of the paper).
struct InstanceRow {
    std::uint32_t instance = 0;
    std::vector<float> features;
    /// Pixels in units of floor(H * W / 32): the official measure, by which small instances are
    /// left out.
    double area = 0;
};

/// The instances of a batch by class, ascending ids. `pooled` (N, C, H, W) are features that were
/// averaged over each instance, `instances` (N, 1, H, W) their ids; equal ids in different images
/// are one instance, as in the official code, which takes the features of its middle pixel in
/// raster order.
std::map<std::int64_t, std::vector<InstanceRow>> instanceRows(const at::Tensor& pooled,
                                                              const at::Tensor& instances);

} // namespace underpaint::train
