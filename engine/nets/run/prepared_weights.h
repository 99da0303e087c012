// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/precision.h"
#include "engine/nets/torch_compat.h"
#include "engine/nets/weights/param_store.h"

#include <cstdint>
#include <memory>

namespace underpaint::nets {

/// Weights of one network in the form that the fastest kernels of a device want (reordered,
/// transformed, converted), made on first use and kept between renders. Belongs to one engine
/// thread; holds the ParamStore's tensors alive.
class PreparedWeights {
public:
    /// `weights` are float32; `precision` Auto is resolved for `device`.
    PreparedWeights(const ParamStore& weights, at::Device device, Precision precision);
    ~PreparedWeights();
    PreparedWeights(PreparedWeights&&) noexcept;
    PreparedWeights& operator=(PreparedWeights&&) noexcept;

    /// The weights as given, stored spectral norms folded: build the Scope of a pass on these.
    const ParamStore& weights() const;
    at::Device device() const;
    /// Never Auto.
    Precision precision() const;
    /// Bytes of everything kept.
    std::int64_t bytes() const;

    /// Gives back what passes keep for the next one: activations and scratch memory, no weights.
    void releaseScratch();

    struct State;

private:
    friend class InferenceRun;
    std::unique_ptr<State> m_state; // never null, but for what was moved from
};

} // namespace underpaint::nets
