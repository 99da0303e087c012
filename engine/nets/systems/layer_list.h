// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>

namespace underpaint::nets {

/// Walks one flat list of layers of pix2pixHD and vid2vid, whose indices count pads, norms and
/// activations too. Every convolution has a bias; what is normalised ends in a ReLU.
class LayerList {
public:
    LayerList(Run& run, Scope scope, Norm norm)
        : m_run(run), m_scope(std::move(scope)), m_norm(norm) {}

    /// Pad, 7x7 convolution, norm, ReLU.
    Tensor stem(const NetworkInput& input, std::int64_t out);
    /// To half the size: 3x3 convolution of stride 2, norm, ReLU.
    Tensor down(const Tensor& x, std::int64_t out);
    /// To double the size: 3x3 transposed convolution, norm, ReLU.
    Tensor up(const Tensor& x, std::int64_t out);
    /// The same by nearest-neighbour enlargement and a 3x3 convolution with reflected border.
    Tensor upNearest(const Tensor& x, std::int64_t out);
    /// A residual block.
    Tensor block(const Tensor& x);
    /// Pad, 7x7 convolution, activation.
    Tensor head(const Tensor& x, std::int64_t out, Activation activation);

private:
    Tensor normalised(const Tensor& x);

    Run& m_run;
    Scope m_scope;
    Norm m_norm;
    std::int64_t m_next = 0;
};

} // namespace underpaint::nets
