// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/adam.h"

#include "engine/base/error.h"
#include "engine/kernels/parallel.h"
#include "engine/kernels/simd_kernels.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace underpaint::train {

namespace {

/// Values that a thread updates at once.
constexpr std::int64_t pieceOnCpu = 16384;

at::Tensor like(const at::Tensor& parameter) {
    return at::zeros_like(parameter, {}, at::MemoryFormat::Contiguous);
}

/// In one pass over the memory, which is what limits it.
void updateOnCpu(const kernels::AdamPiece& whole) {
    const auto& simd = kernels::simdKernels();
    const std::int64_t pieces = (whole.count + pieceOnCpu - 1) / pieceOnCpu;
    const int threads = pieces > 1 ? at::get_num_threads() : 1;
    kernels::onThreads(threads, {})(pieces, [&](std::int64_t first, std::int64_t last) {
        const std::int64_t start = first * pieceOnCpu;
        kernels::AdamPiece part = whole;
        part.value += start;
        part.slope += start;
        part.first += start;
        part.second += start;
        part.count = std::min(last * pieceOnCpu, whole.count) - start;
        simd.adam(part);
    });
}

} // namespace

Adam::Adam(std::vector<at::Tensor> parameters, const AdamOptions& options)
    : m_parameters(std::move(parameters)),
      m_moments(m_parameters.size()),
      m_factors(m_parameters.size(), 1.0),
      m_options(options) {
    for (const at::Tensor& parameter : m_parameters) {
        if (!parameter.is_contiguous()) {
            throw Error("the optimiser needs parameters that are contiguous in memory");
        }
    }
}

void Adam::step(const std::vector<at::Tensor>& gradients) {
    if (gradients.size() != m_parameters.size()) {
        throw Error("the optimiser got another number of gradients than it has parameters");
    }
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        if (gradients[i].defined()) {
            update(i, gradients[i]);
        }
    }
}

void Adam::setFactors(std::vector<double> factors) {
    if (factors.size() != m_parameters.size()) {
        throw Error("the optimiser got another number of factors than it has parameters");
    }
    m_factors = std::move(factors);
}

void Adam::update(std::size_t index, const at::Tensor& gradient) {
    const at::Tensor& parameter = m_parameters[index];
    AdamMoments& moments = m_moments[index];
    if (!moments.first.defined()) {
        moments.first = like(parameter);
        moments.second = like(parameter);
    }
    ++moments.steps;
    const auto steps = static_cast<double>(moments.steps);
    const double rate =
        m_factors[index] * m_options.learningRate / (1 - std::pow(m_options.beta1, steps));
    const double correction = 1 / std::sqrt(1 - std::pow(m_options.beta2, steps));
    const at::Tensor value = parameter.detach();
    const at::Tensor slope = gradient.contiguous();
    if (value.device().is_cpu() && value.scalar_type() == at::kFloat &&
        slope.scalar_type() == at::kFloat) {
        updateOnCpu({.value = value.data_ptr<float>(),
                     .slope = slope.data_ptr<float>(),
                     .first = moments.first.data_ptr<float>(),
                     .second = moments.second.data_ptr<float>(),
                     .count = value.numel(),
                     .beta1 = static_cast<float>(m_options.beta1),
                     .rest1 = static_cast<float>(1 - m_options.beta1),
                     .beta2 = static_cast<float>(m_options.beta2),
                     .rest2 = static_cast<float>(1 - m_options.beta2),
                     .rate = static_cast<float>(rate),
                     .correction = static_cast<float>(correction),
                     .epsilon = static_cast<float>(m_options.epsilon)});
        return;
    }
    moments.first.mul_(m_options.beta1).add_(slope, 1 - m_options.beta1);
    moments.second.mul_(m_options.beta2).addcmul_(slope, slope, 1 - m_options.beta2);
    const at::Tensor divisor = moments.second.sqrt().mul_(correction).add_(m_options.epsilon);
    value.addcdiv_(moments.first, divisor, -rate);
}

void Adam::setMoments(const std::vector<AdamMoments>& moments) {
    if (moments.size() != m_parameters.size()) {
        throw Error("the optimiser's state belongs to another number of parameters");
    }
    std::vector<AdamMoments> copies(moments.size());
    for (std::size_t i = 0; i < moments.size(); ++i) {
        if (!moments[i].first.defined()) {
            continue;
        }
        if (moments[i].first.sizes() != m_parameters[i].sizes() ||
            moments[i].second.sizes() != m_parameters[i].sizes()) {
            throw Error("the optimiser's state belongs to parameters of another shape");
        }
        copies[i] = {moments[i].steps, like(m_parameters[i]), like(m_parameters[i])};
        copies[i].first.copy_(moments[i].first);
        copies[i].second.copy_(moments[i].second);
    }
    m_moments = std::move(copies);
}

} // namespace underpaint::train
