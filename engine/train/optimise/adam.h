// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <vector>

namespace underpaint::train {

struct AdamOptions {
    double learningRate = 2e-4;
    double beta1 = 0.5;
    double beta2 = 0.999;
    double epsilon = 1e-8;
};

/// What Adam remembers of one parameter; undefined before its first gradient.
struct AdamMoments {
    std::int64_t steps = 0;
    at::Tensor first;  ///< running mean of the gradient
    at::Tensor second; ///< running mean of its square
};

/// Adam (Kingma and Ba, 2015) over a fixed list of parameters, whose memory it updates in place.
/// Written out here because LibTorch 1.13 and 2.x keep the state of theirs in different forms, and
/// because one pass over the memory is several times as fast on a CPU.
class Adam {
public:
    Adam(std::vector<at::Tensor> parameters, const AdamOptions& options);

    /// One update; `gradients` in the order of the parameters, undefined ones leave theirs alone.
    void step(const std::vector<at::Tensor>& gradients);
    void setLearningRate(double rate) { m_options.learningRate = rate; }
    /// What each parameter's learning rate is multiplied by, in their order; 1 before.
    void setFactors(std::vector<double> factors);

    /// In the order of the parameters. setMoments() copies and throws Error when they do not fit.
    /// @{
    const std::vector<AdamMoments>& moments() const { return m_moments; }
    void setMoments(const std::vector<AdamMoments>& moments);
    /// @}

private:
    void update(std::size_t index, const at::Tensor& gradient);

    std::vector<at::Tensor> m_parameters;
    std::vector<AdamMoments> m_moments;
    std::vector<double> m_factors;
    AdamOptions m_options;
};

} // namespace underpaint::train
