// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/trained_network.h"

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
    m_held.resize(m_parameters.size(), false);
}

void TrainedNetwork::setFrozen(bool frozen) const {
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        m_parameters[i].set_requires_grad(!frozen && !m_held[i]);
    }
}

void TrainedNetwork::hold(const std::set<std::string>& names) {
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        m_held[i] = names.contains(m_keys[i]);
    }
    setFrozen(false);
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
    std::vector<at::Tensor> wanted;
    for (const at::Tensor& input : inputs) {
        if (input.requires_grad()) {
            wanted.push_back(input);
        }
    }
    std::vector<at::Tensor> all(inputs.size());
    if (!loss.requires_grad() || wanted.empty()) {
        return all;
    }
    const std::vector<at::Tensor> found =
        torch::autograd::grad({loss}, wanted, {}, keepGraph, /*create_graph=*/false,
                              /*allow_unused=*/true);
    for (std::size_t i = 0, next = 0; i < inputs.size(); ++i) {
        if (inputs[i].requires_grad()) {
            all[i] = found[next++];
        }
    }
    return all;
}

} // namespace underpaint::train
