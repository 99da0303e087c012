// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/geometry.h"
#include "engine/kernels/channel_norm.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/prepared_state.h"
#include "engine/nets/run/run.h"

#include <memory>
#include <optional>
#include <vector>

namespace underpaint::nets {

/// How primitives are computed on a device with prepared weights. This class computes all of them
/// with LibTorch's operators, on any device; a backend with kernels of its own overrides those that
/// it is faster at. InferenceRun puts cancellation, progress and timing around it. A new primitive
/// of Run works here as soon as Run has its default or EagerRun computes it.
///
/// `scope` names layers of the weights as they were given; the prepared ones are found under the
/// same names. Activations may lie anywhere and come back on the device.
class Backend : public Run {
public:
    struct Options {
        bool batchStatistics = false;
        std::optional<at::Generator> dropout = std::nullopt;
        CancelToken cancel = {};
    };

    Backend(PreparedWeights::State& prepared, const Options& options);

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
    Tensor regionMeans(const Tensor& x, const Tensor& scores) override;
    Tensor pooledLinearWithoutBias(const Scope&, const Tensor&, std::int64_t out) override;
    AttentionResult attend(const Attention&) override;
    Tensor multiply(const Tensor&, double factor) override;
    Tensor blend(const Tensor& a, const Tensor& b, const Tensor& share) override;
    Tensor warp(const Tensor& picture, const Tensor& flow) override;

    /// A part of what convolution() would give.
    virtual Tensor convolutionPart(const Scope&, const Tensor&, const Convolution&,
                                   const Rect& part);
    virtual Tensor transposedConvolutionPart(const Scope&, const Tensor&,
                                             const TransposedConvolution&, const Rect& part);
    /// Moments of the norms per instance, one an image: where there are none yet they are added,
    /// the others are taken in the place of the picture's own. Null: always its own. Only where
    /// the norm is one of the backend's own kernels.
    void useMoments(std::vector<kernels::ChannelMoments>* moments) { m_moments = moments; }

protected:
    std::vector<kernels::ChannelMoments>* moments() const { return m_moments; }
    PreparedWeights::State& prepared() { return m_prepared; }
    const PreparedWeights::State& prepared() const { return m_prepared; }
    bool batchStatistics() const { return m_batchStatistics; }
    /// Of activations between primitives.
    at::ScalarType type() const;
    /// The prepared weights of a layer, an activation and an input on the device. A painted input
    /// stays one: its one-hot form is made where it is needed.
    /// @{
    Scope onDevice(const Scope& scope) const;
    Tensor onDevice(const Tensor& x) const;
    NetworkInput onDevice(const NetworkInput& input) const;
    /// @}

private:
    PreparedWeights::State& m_prepared;
    bool m_batchStatistics;
    std::vector<kernels::ChannelMoments>* m_moments = nullptr;
    EagerRun m_eager;
};

/// The fastest backend of the prepared weights' device.
std::unique_ptr<Backend> makeBackend(PreparedWeights::State& prepared,
                                     const Backend::Options& options);

} // namespace underpaint::nets
