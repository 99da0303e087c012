// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace underpaint::train {

/// A network in training: its own copy of the weights, of which all but the buffers are leaves of
/// the autograd graph.
class TrainedNetwork {
public:
    TrainedNetwork(nets::Network network, const nets::ParamStore& weights);

    const nets::Network& network() const { return m_network; }
    /// Parameters and buffers; updated in place by the optimiser and by batch norm.
    const nets::ParamStore& weights() const { return m_weights; }
    nets::Scope scope() const { return nets::Scope(m_weights); }

    /// Names and tensors of what an optimiser may change, in one order.
    /// @{
    const std::vector<std::string>& keys() const { return m_keys; }
    const std::vector<at::Tensor>& parameters() const { return m_parameters; }
    /// @}
    /// While frozen, forward passes record nothing for these weights.
    void setFrozen(bool frozen) const;
    /// Of those, these names stay frozen whatever setFrozen() says, until the next call. Running
    /// statistics of norms follow the pictures nevertheless.
    void hold(const std::set<std::string>& names);

    /// d loss / d parameters, in the order of parameters(); undefined for those that are frozen or
    /// that the loss does not depend on. The graph stays usable when `keepGraph` is set.
    std::vector<at::Tensor> gradients(const at::Tensor& loss, bool keepGraph) const;
    /// The defined ones of such gradients by name.
    nets::TensorMap named(const std::vector<at::Tensor>& gradients) const;

private:
    nets::Network m_network;
    nets::ParamStore m_weights;
    std::vector<std::string> m_keys;
    std::vector<at::Tensor> m_parameters;
    std::vector<bool> m_held; // in the order of the parameters
};

/// d loss / d inputs; undefined where an input wants no gradient or the loss does not depend on it.
std::vector<at::Tensor> gradientsOf(const at::Tensor& loss, const std::vector<at::Tensor>& inputs,
                                    bool keepGraph);

} // namespace underpaint::train
