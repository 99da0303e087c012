// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/sequence/sequence_source.h"

#include <cstdint>

namespace underpaint::run {

/// Of all that a frame is painted from.
std::uint32_t checksumOf(const SequenceFrame& frame);

} // namespace underpaint::run
