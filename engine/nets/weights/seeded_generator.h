// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>

namespace underpaint::nets {

/// A generator of random numbers of its own on that device, at the start of the seed's sequence.
at::Generator seededGenerator(at::Device device, std::uint64_t seed);

} // namespace underpaint::nets
