// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/direct_convolution.h"
#include "engine/kernels/sparse_convolution.h"
#include "engine/kernels/winograd.h"
#include "engine/kernels/workspace.h"
#include "engine/nets/run/prepared_weights.h"
#include "engine/nets/run/tensor_pool.h"

#include <map>
#include <memory>
#include <string>
#include <variant>

// Inside of PreparedWeights: for backends only.
namespace underpaint::nets {

/// How a convolution is computed on a CPU.
enum class Method { Direct, Thin, Winograd2, Winograd4 };

/// The fastest of those that the shape allows, by a model of arithmetic and weight traffic: it
/// depends on nothing but shape, size and precision, so that renders repeat exactly.
Method chooseMethod(const kernels::ConvolutionShape& shape, std::int64_t width, std::int64_t height,
                    kernels::Arithmetic arithmetic);

struct PreparedWeights::State {
    State(const ParamStore& given, at::Device where, Precision wanted);

    ParamStore weights;
    at::Device device;
    Precision precision;
    /// The weights on the device in its type; shares the originals where these already fit.
    ParamStore converted;
    /// Weights in bf16 on a CPU, where only convolutions use them.
    std::map<std::string, Tensor> bf16;

    kernels::Arithmetic arithmetic() const {
        return precision == Precision::Fp16 ? kernels::Arithmetic::Half
                                            : kernels::Arithmetic::Single;
    }

    using Prepared = std::variant<kernels::DirectConvolution, kernels::ThinConvolution,
                                  kernels::WinogradConvolution, kernels::PhasedConvolution,
                                  kernels::SparseConvolution>;
    /// By weight key and method.
    std::map<std::string, Prepared> prepared;
    kernels::Workspace workspace;
    std::shared_ptr<TensorPool> pool = std::make_shared<TensorPool>();

    /// The prepared form `Kind` of a layer's weights, made by `make` on first use.
    template<class Kind, class Make>
    const Kind& get(const std::string& key, const char* method, Make make) {
        const std::string name = key + "@" + method;
        const auto it = prepared.find(name);
        if (it != prepared.end()) {
            return std::get<Kind>(it->second);
        }
        return std::get<Kind>(prepared.emplace(name, make()).first->second);
    }
};

} // namespace underpaint::nets
