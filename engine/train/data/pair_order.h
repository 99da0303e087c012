// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/data/packed_dataset.h"

#include <cstddef>
#include <cstdint>

namespace underpaint::train {

/// The pair that example number `index` of a run shows: every epoch visits all pairs once, in an
/// order of its own.
std::size_t pairOf(std::uint64_t index, std::size_t pairs, std::uint64_t seed);

/// The same for pairs of different weights: an epoch still has as many examples as there are pairs,
/// and visits each as often as its share of the weights wants, rounded up or down so that it is met
/// exactly on average (systematic sampling, Madow 1949).
std::size_t pairOf(std::uint64_t index, const PackedDataset& data, std::uint64_t seed);

} // namespace underpaint::train
