// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/nets/weights/param_store.h"

namespace underpaint::nets {

/// Spectral normalisation (Miyato et al., 2018): `weight` (out, …) as a matrix of `out` rows
/// divided by its largest singular value, which one step of power iteration estimates from `u`
/// (out), the left singular vector of the step before. `refine`: u takes over what the iteration
/// found, in place. Gradients flow through the weight only, also through the singular value.
Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, bool refine);

/// The same as the official InstaGAN writes it: also the right singular vector `v` is kept, and
/// both are refined in place every time.
Tensor spectrallyNormalised(const Tensor& weight, const Tensor& u, const Tensor& v);

/// The weight that the layer's `weight_orig`, `weight_u` and `weight_v` stand for: divided by
/// u^T W v, whether or not u and v have converged. `refine`: a step of power iteration comes first,
/// in place. A layer that was folded has a `weight`, which is returned.
Tensor storedSpectralWeight(const Scope& layer, bool refine);

/// The weights with every `weight_orig`, `weight_u`, `weight_v` replaced by the `weight` that they
/// stand for: what a finished network needs. The others are shared.
ParamStore foldedSpectralNorms(const ParamStore& weights);

} // namespace underpaint::nets
