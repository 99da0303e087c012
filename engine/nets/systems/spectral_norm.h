// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

namespace underpaint::nets {

/// Spectral normalisation (Miyato et al., 2018): `weight` (out, …) as a matrix of `out` rows
/// divided by its largest singular value, which one step of power iteration estimates from `u`
/// (out), the left singular vector of the step before. `refine`: u takes over what the iteration
/// found, in place. Gradients flow through the weight only, also through the singular value.
Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, bool refine);

/// The same as the official InstaGAN writes it: also the right singular vector `v` is kept, and
/// both are refined in place every time.
Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, const Tensor& v);

} // namespace underpaint::nets
