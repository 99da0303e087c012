// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace underpaint::nets {

/// Arithmetic of a render. Auto chooses the fastest that keeps the photo within 40 dB PSNR of
/// fp32 on the device at hand.
enum class Precision { Auto, Fp32, Bf16, Fp16 };

} // namespace underpaint::nets
