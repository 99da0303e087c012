// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

namespace underpaint::nets {

/// Executes nothing: follows the shapes through a network and notes which weights it asks for and
/// what it costs. The one source of parameter names and shapes (import, initialisation, checks),
/// of progress weights and of roofline figures. Feed it tensors on the meta device.
class DescribeRun final : public Run {
public:
    const std::vector<ParamSpec>& parameters() const { return m_parameters; }
    /// Multiply-adds of the convolutions seen so far.
    std::int64_t multiplyAdds() const { return m_multiplyAdds; }
    /// Number of primitives seen so far.
    std::int64_t primitives() const { return m_primitives; }

    using Run::halve;

    Tensor convolution(const Scope&, const Tensor&, const Convolution&) override;
    Tensor stem(const Scope&, const NetworkInput&, const Convolution&) override;
    Tensor transposedConvolution(const Scope&, const Tensor&,
                                 const TransposedConvolution&) override;
    Tensor normalise(const Scope&, const Tensor&, Norm, Activation) override;
    Tensor normaliseAdd(const Scope&, const Tensor&, Norm, const Tensor& residual) override;
    Tensor normaliseModulated(const Tensor&, ModulatedNorm, const Tensor& modulation, Activation,
                              const Tensor& residual) override;
    Tensor activate(const Tensor&, Activation) override;
    Tensor add(const Tensor&, const Tensor&) override;
    Tensor concatenate(const std::vector<Tensor>&) override;
    Tensor averagePool(const Tensor&) override;
    NetworkInput averagePool(const NetworkInput&) override;
    Tensor halve(const Tensor&) override;
    Tensor maxPool(const Tensor&, const Pooling&) override;
    Tensor upsampleNearest(const Tensor&, std::int64_t factor) override;
    Tensor upsampleBilinear(const Tensor&, std::int64_t factor) override;
    Tensor dropout(const Tensor&, double rate) override;
    Tensor instanceMean(const Tensor&, const Tensor& instances) override;
    Tensor pooledLinear(const Scope&, const Tensor&, std::int64_t out) override;
    Tensor parametricRelu(const Scope&, const Tensor&) override;
    Tensor addScaled(const Scope&, const Tensor& x, const Tensor& y) override;
    Tensor modulate(const Tensor&, const Tensor& scale, const Tensor& shift) override;
    Tensor scaleChannels(const Tensor&, const Tensor& factors) override;
    Tensor resizeNearest(const Tensor&, std::int64_t height, std::int64_t width) override;
    Tensor regionMeans(const Tensor& x, const Tensor& scores) override;
    Tensor pooledLinearWithoutBias(const Scope&, const Tensor&, std::int64_t out) override;
    AttentionResult attend(const Attention&) override;
    Tensor multiply(const Tensor&, double factor) override;
    Tensor blend(const Tensor& a, const Tensor& b, const Tensor& share) override;
    Tensor warp(const Tensor& picture, const Tensor& flow) override;
    void unused(const Scope&, std::int64_t inputChannels, const Convolution&) override;

private:
    Tensor convolved(const Scope&, at::IntArrayRef inputShape, const Convolution&);
    void declareConvolution(const Scope&, const std::vector<std::int64_t>& shape,
                            std::int64_t fanIn, const Convolution&);
    void declareWrapped(const Scope&, const std::vector<std::int64_t>& shape, std::int64_t fanIn,
                        bool bias);
    void declareNorm(const Scope&, std::int64_t channels, Norm);

    std::vector<ParamSpec> m_parameters;
    std::int64_t m_multiplyAdds = 0;
    std::int64_t m_primitives = 0;
};

/// A (N, C, H, W) tensor that has a shape and no memory, to describe networks with.
Tensor shapeOnly(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w);

} // namespace underpaint::nets
