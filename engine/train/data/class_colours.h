// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/packed_dataset.h"

#include <array>
#include <cstdint>
#include <vector>

namespace underpaint::train {

/// Mean colours of the classes over a data set (R, G, B in 0..255), by channel; the mean of the
/// others for classes that never occur. Of some hundreds of photos, spread over the set, when there
/// are more.
std::vector<std::array<std::uint8_t, 3>> meanColours(const PackedDataset& data);

} // namespace underpaint::train
