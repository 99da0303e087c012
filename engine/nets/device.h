// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <string>

namespace underpaint::nets {

/// The device of a name: "auto" (the first GPU, else the CPU), "cpu", "cuda" or "cuda:N".
/// Throws Error when it is not there.
at::Device deviceFromName(const std::string& name);

/// Threads of LibTorch's operators and of our kernels in this process; 0 = one a core (LibTorch's
/// own default is one thread on some builds). Throws Error when negative.
void setThreads(int threads);

/// Highest resident memory of this process so far, in bytes.
std::int64_t peakResidentBytes();

} // namespace underpaint::nets
