// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/adam.h"

#include "engine/base/error.h"

#include <torch/optim/adam.h>

#include <cstddef>
#include <tuple>
#include <utility>

namespace underpaint::train {

struct Adam::Impl {
    Impl(std::vector<at::Tensor> given, const torch::optim::AdamOptions& options)
        : parameters(std::move(given)), optimizer(parameters, options) {}

    std::vector<at::Tensor> parameters;
    torch::optim::Adam optimizer;
};

Adam::Adam(std::vector<at::Tensor> parameters, const AdamOptions& options)
    : m_impl(std::make_unique<Impl>(std::move(parameters),
                                    torch::optim::AdamOptions(options.learningRate)
                                        .betas({options.beta1, options.beta2})
                                        .eps(options.epsilon))) {}

Adam::~Adam() = default;
Adam::Adam(Adam&&) noexcept = default;
Adam& Adam::operator=(Adam&&) noexcept = default;

void Adam::step(const std::vector<at::Tensor>& gradients) {
    if (gradients.size() != m_impl->parameters.size()) {
        throw Error("the optimiser got another number of gradients than it has parameters");
    }
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        m_impl->parameters[i].mutable_grad() = gradients[i];
    }
    m_impl->optimizer.step();
    for (at::Tensor& parameter : m_impl->parameters) {
        parameter.mutable_grad() = at::Tensor();
    }
}

void Adam::setLearningRate(double rate) {
    for (auto& group : m_impl->optimizer.param_groups()) {
        group.options().set_lr(rate);
    }
}

} // namespace underpaint::train
