// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/trained_network.h"

#include <cstddef>
#include <utility>

namespace underpaint::train {

TrainedNetwork::TrainedNetwork(nets::Network network, const nets::ParamStore& weights)
    : m_network(std::move(network)) {
    for (const nets::ParamSpec& spec : m_network.parameters()) {
        at::Tensor own = weights.at(spec.key).detach().clone();
        if (!nets::isBuffer(spec.role)) {
            own.set_requires_grad(true);
            m_keys.push_back(spec.key);
            m_parameters.push_back(own);
        }
        m_weights.set(spec.key, std::move(own));
    }
}

void TrainedNetwork::setFrozen(bool frozen) const {
    for (const at::Tensor& parameter : m_parameters) {
        parameter.set_requires_grad(!frozen);
    }
}

std::vector<at::Tensor> TrainedNetwork::gradients(const at::Tensor& loss, bool keepGraph) const {
    return gradientsOf(loss, m_parameters, keepGraph);
}

nets::TensorMap TrainedNetwork::named(const std::vector<at::Tensor>& gradients) const {
    nets::TensorMap result;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        if (gradients[i].defined()) {
            result[m_keys.at(i)] = gradients[i];
        }
    }
    return result;
}

std::vector<at::Tensor> gradientsOf(const at::Tensor& loss, const std::vector<at::Tensor>& inputs,
                                    bool keepGraph) {
    if (!loss.requires_grad()) {
        return std::vector<at::Tensor>(inputs.size());
    }
    return torch::autograd::grad({loss}, inputs, {}, keepGraph, /*create_graph=*/false,
                                 /*allow_unused=*/true);
}

} // namespace underpaint::train
