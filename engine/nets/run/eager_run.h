// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace underpaint::nets {

/// Plain LibTorch operators: what training runs (autograd records them) and what every faster Run
/// is compared with.
class EagerRun final : public Run {
public:
    struct Options {
        /// Batch norm uses (and updates the running ones with) the statistics of the input;
        /// estimates of singular values are refined by every convolution that uses them.
        bool batchStatistics = false;
        /// Leave the stored statistics and estimates as they are.
        bool keepRunningStatistics = false;
        /// Draws for dropout; without a generator dropout passes its input through.
        std::optional<at::Generator> dropout = {};
        /// Mixed precision: convolutions and what lies between them in this type, statistics of
        /// norms, sums over residual blocks, tanh and sigmoid in fp32. Absent: the type of the
        /// input.
        std::optional<at::ScalarType> computeType = {};
        /// Called with every named intermediate value.
        std::function<void(std::string_view, const Tensor&)> onMark = {};
    };

    EagerRun() = default;
    explicit EagerRun(Options options) : m_options(std::move(options)) {}

    Tensor convolution(const Scope&, const Tensor&, const Convolution&) override;
    Tensor transposedConvolution(const Scope&, const Tensor&,
                                 const TransposedConvolution&) override;
    Tensor normalise(const Scope&, const Tensor&, Norm, Activation) override;
    Tensor normaliseAdd(const Scope&, const Tensor&, Norm, const Tensor& residual) override;
    Tensor normaliseModulated(const Tensor&, ModulatedNorm, const Tensor& modulation, Activation,
                              const Tensor& residual) override;
    Tensor activate(const Tensor&, Activation) override;
    Tensor add(const Tensor&, const Tensor&) override;
    Tensor concatenate(const std::vector<Tensor>&) override;
    using Run::averagePool;
    using Run::halve;
    Tensor averagePool(const Tensor&) override;
    Tensor halve(const Tensor&) override;
    Tensor maxPool(const Tensor&, const Pooling&) override;
    Tensor upsampleNearest(const Tensor&, std::int64_t factor) override;
    Tensor upsampleBilinear(const Tensor&, std::int64_t factor) override;
    Tensor dropout(const Tensor&, double rate) override;
    Tensor instanceMean(const Tensor&, const Tensor& instances) override;
    Tensor pooledLinear(const Scope&, const Tensor&, std::int64_t out) override;
    AttentionResult attend(const Attention&) override;
    void mark(std::string_view name, const Tensor&) override;

private:
    Tensor normalised(const Scope&, const Tensor&, Norm) const;
    Tensor convolved(const Scope&, const Tensor& padded, const Convolution&, std::int64_t zeros);
    Tensor weightOf(const Scope&, const Convolution&);
    Tensor wrappedWeight(const Scope&);
    Tensor compacted(const Tensor& x) const;

    /// Singular vectors of Spectral::Wrapped, left and right.
    using Estimate = std::pair<Tensor, Tensor>;

    Options m_options;
    /// By layer: those of this run where the stored ones stay as they are.
    std::map<std::string, Estimate> m_estimates;
};

} // namespace underpaint::nets
