// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/layer_list.h"

#include "engine/nets/systems/residual_block.h"

namespace underpaint::nets {

namespace {

/// The first and last convolution of all these networks.
Convolution sevenBySeven(std::int64_t out) {
    return {.out = out, .kernel = 7, .stride = 1, .padding = 3, .border = Border::Reflect};
}

} // namespace

Tensor LayerList::stem(const NetworkInput& input, std::int64_t out) {
    const Tensor x = m_run.stem(m_scope[m_next + 1], input, sevenBySeven(out));
    const Tensor y = m_run.normalise(m_scope[m_next + 2], x, m_norm, Activation::Relu);
    m_next += 4;
    return y;
}

Tensor LayerList::down(const Tensor& x, std::int64_t out) {
    return normalised(m_run.convolution(m_scope[m_next], x,
                                        {.out = out, .kernel = 3, .stride = 2, .padding = 1}));
}

Tensor LayerList::up(const Tensor& x, std::int64_t out) {
    return normalised(m_run.transposedConvolution(m_scope[m_next], x, {.out = out}));
}

Tensor LayerList::upNearest(const Tensor& x, std::int64_t out) {
    const Convolution spec{.out = out, .kernel = 3, .padding = 1, .border = Border::Reflect};
    return normalised(m_run.convolution(m_scope[m_next], m_run.upsampleNearest(x, 2), spec));
}

Tensor LayerList::block(const Tensor& x) {
    return residualBlock(m_run, m_scope[m_next++], x, {.norm = m_norm, .bias = true});
}

Tensor LayerList::head(const Tensor& x, std::int64_t out, Activation activation) {
    const Tensor y = m_run.convolution(m_scope[m_next + 1], x, sevenBySeven(out));
    m_next += 3;
    return m_run.activate(y, activation);
}

Tensor LayerList::normalised(const Tensor& x) {
    const Tensor y = m_run.normalise(m_scope[m_next + 1], x, m_norm, Activation::Relu);
    m_next += 3;
    return y;
}

} // namespace underpaint::nets
