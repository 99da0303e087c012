// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/geometry.h"
#include "engine/base/progress.h"
#include "engine/kernels/channel_norm.h"
#include "engine/nets/run/prepared_weights.h"
#include "engine/nets/run/run.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::nets {

/// Renders: fused kernels, reduced precision, no autograd, cancellation and progress between
/// primitives. Use one object for one forward pass. Inputs may lie on any device and results come
/// on the prepared weights' device as float32 on a CPU, possibly reduced on a GPU: convert with
/// `.to(at::kCPU, at::kFloat)`.
class InferenceRun final : public Run {
public:
    struct Options {
        /// Batch norm uses the statistics of this picture (the official pix2pix test behaviour)
        /// instead of the stored ones; these are never changed here.
        bool batchStatistics = false;
        /// Draws for dropout; without a generator dropout passes its input through.
        std::optional<at::Generator> dropout = std::nullopt;
        /// Polled before every primitive and within long ones; throws Cancelled.
        CancelToken cancel = {};
        /// Called after every primitive, when `expectedMultiplyAdds` is known.
        ProgressSink progress = {};
        /// Network::cost() of this pass; 0 = unknown.
        std::int64_t expectedMultiplyAdds = 0;
        /// Measure the seconds spent in each kind of primitive (see seconds()).
        bool profile = false;
        /// Memory that this pass had no use for is freed at its end. Not where it computed parts
        /// only: the next whole pass needs it again.
        bool freesMemory = true;
    };

    InferenceRun(PreparedWeights& weights, Options options);
    ~InferenceRun() override;

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

    /// See Backend.
    /// @{
    Tensor convolutionPart(const Scope&, const Tensor&, const Convolution&, const Rect& part);
    Tensor transposedConvolutionPart(const Scope&, const Tensor&, const TransposedConvolution&,
                                     const Rect& part);
    void useMoments(std::vector<kernels::ChannelMoments>* moments);
    /// @}
    bool usesBatchStatistics() const;

    /// Seconds by primitive ("convolution", "normalise" …) of this pass, with Options::profile.
    const std::map<std::string, double>& seconds() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace underpaint::nets
