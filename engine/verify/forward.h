// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/inference_run.h"
#include "engine/verify/evaluation.h"

#include <string>
#include <string_view>
#include <utility>

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

    /// The same two ways for what Network::forward() cannot do: `pass(run, scope)`.
    /// @{
    template<class Pass>
    auto plainPass(Evaluation* watched, Pass pass);
    template<class Pass>
    auto renderedPass(Pass pass) const;
    /// @}

private:
    Place m_place;
    bool m_batchStatistics;
    nets::Network m_network;
    nets::ParamStore m_weights;
};

template<class Pass>
auto ForwardPasses::plainPass(Evaluation* watched, Pass pass) {
    const at::NoGradGuard noGrad;
    nets::EagerRun::Options options;
    options.batchStatistics = m_batchStatistics;
    if (watched != nullptr) {
        options.onMark = [watched](std::string_view name, const at::Tensor& value) {
            watched->order.emplace_back(name);
            watched->results[std::string(name)] = value.detach().clone();
        };
    }
    nets::EagerRun run(std::move(options));
    return pass(run, nets::Scope(m_weights));
}

template<class Pass>
auto ForwardPasses::renderedPass(Pass pass) const {
    const at::NoGradGuard noGrad;
    nets::PreparedWeights prepared(m_weights, m_place.device, m_place.precision);
    nets::InferenceRun::Options options;
    options.batchStatistics = m_batchStatistics;
    nets::InferenceRun run(prepared, std::move(options));
    return pass(run, nets::Scope(prepared.weights()));
}

} // namespace underpaint::verify
