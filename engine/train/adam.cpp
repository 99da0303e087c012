// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/adam.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace underpaint::train {

namespace {

/// Values updated together on a CPU: five arrays of it fit into a core's cache.
constexpr std::int64_t pieceOnCpu = 16384;

at::Tensor like(const at::Tensor& parameter) {
    return at::zeros_like(parameter, {}, at::MemoryFormat::Contiguous);
}

} // namespace

Adam::Adam(std::vector<at::Tensor> parameters, const AdamOptions& options)
    : m_parameters(std::move(parameters)), m_moments(m_parameters.size()), m_options(options) {
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
            update(m_parameters[i], gradients[i], m_moments[i]);
        }
    }
}

void Adam::update(const at::Tensor& parameter, const at::Tensor& gradient, AdamMoments& moments) {
    if (!moments.first.defined()) {
        moments.first = like(parameter);
        moments.second = like(parameter);
    }
    ++moments.steps;
    const auto steps = static_cast<double>(moments.steps);
    const double rate = m_options.learningRate / (1 - std::pow(m_options.beta1, steps));
    const double rootOfCorrection = std::sqrt(1 - std::pow(m_options.beta2, steps));
    const at::Tensor value = parameter.detach().view({-1});
    const at::Tensor slope = gradient.contiguous().view({-1});
    const at::Tensor first = moments.first.view({-1});
    const at::Tensor second = moments.second.view({-1});
    const std::int64_t count = value.numel();
    const std::int64_t piece = parameter.device().is_cpu() ? pieceOnCpu : count;
    for (std::int64_t start = 0; start < count; start += piece) {
        const std::int64_t length = std::min(piece, count - start);
        const at::Tensor g = slope.narrow(0, start, length);
        at::Tensor m = first.narrow(0, start, length);
        at::Tensor v = second.narrow(0, start, length);
        m.mul_(m_options.beta1).add_(g, 1 - m_options.beta1);
        v.mul_(m_options.beta2).addcmul_(g, g, 1 - m_options.beta2);
        const at::Tensor divisor = v.sqrt().div_(rootOfCorrection).add_(m_options.epsilon);
        value.narrow(0, start, length).addcdiv_(m, divisor, -rate);
    }
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
