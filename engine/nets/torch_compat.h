// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place that knows that LibTorch 1.13 and 2.x differ. Precompiled for all torch targets:
// ATen costs seconds a translation unit without that.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

namespace underpaint::nets {

using at::Tensor;

/// "1.13.1" or the like, of the LibTorch this was compiled against.
inline constexpr const char* torchVersion = TORCH_VERSION;

} // namespace underpaint::nets
