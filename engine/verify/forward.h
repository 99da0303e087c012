// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/verify/evaluation.h"

#include <functional>

namespace underpaint::verify {

/// A network with its weights, run in the two ways that must agree.
class ForwardPasses {
public:
    ForwardPasses(CaseContext& context, const std::string& role);
    /// With weights that no file holds.
    ForwardPasses(CaseContext& context, const std::string& role, nets::ParamStore weights);

    const nets::Network& network() const { return m_network; }
    const nets::ParamStore& weights() const { return m_weights; }

    /// With the plain operators; batch norm updates its running statistics in train mode. Internal
    /// values go to `watched` (results and order), when given.
    nets::TensorMap plain(const nets::TensorMap& arguments, Evaluation* watched = nullptr);
    at::Tensor plain(const nets::NetworkInput& input, Evaluation* watched = nullptr);
    /// With the renderer's operators.
    nets::TensorMap rendered(const nets::TensorMap& arguments) const;
    at::Tensor rendered(const nets::NetworkInput& input) const;

private:
    template<class Pass>
    auto plainPass(Evaluation* watched, Pass pass);
    template<class Pass>
    auto renderedPass(Pass pass) const;

    Place m_place;
    bool m_batchStatistics;
    nets::Network m_network;
    nets::ParamStore m_weights;
};

} // namespace underpaint::verify
