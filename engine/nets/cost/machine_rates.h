// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/nets/torch_compat.h"

namespace underpaint::nets {

/// 10^9 floating-point operations a second (two a multiply-add) of a large matrix product: the
/// roof under which convolutions on this machine live. 0 = the device does not do this.
struct MachineRates {
    double fp32 = 0;
    double bf16 = 0;
    double ownSingle = 0; ///< the project's own kernels (CPU only)
    double ownHalf = 0;
};

/// Best of several repetitions on LibTorch's current threads; takes about a second.
MachineRates machineRates(at::Device device, const CancelToken& cancel);

} // namespace underpaint::nets
