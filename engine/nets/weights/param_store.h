// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::nets {

/// What a weight is for; decides its initialisation and whether an optimiser may touch it.
enum class ParamRole {
    ConvolutionWeight,
    ConvolutionBias,
    /// Of a convolution that is never trained.
    /// @{
    FixedWeight,
    FixedBias,
    /// @}
    /// The estimate of a weight's left singular vector.
    SingularVector,
    NormWeight,
    NormBias,
    RunningMean,
    RunningVariance,
    /// Of a ReLU that learns its slope on the negative side.
    Slope,
    /// Of a branch in the sum with its input: 0 in the beginning.
    Share,
    /// int64 scalar; absent in files older than PyTorch 0.4.1.
    BatchCount,
};

/// Buffers are state that no optimiser changes.
bool isBuffer(ParamRole role);

/// One weight that a network needs.
struct ParamSpec {
    std::string key;
    std::vector<std::int64_t> shape;
    ParamRole role = ParamRole::ConvolutionWeight;
    /// Inputs a weight (or its bias) sums over: weight.size(1) * kernel^2, also for transposed
    /// ones.
    std::int64_t fanIn = 0;
    /// Standard deviation of fresh weights, whose bias is 0 then; 0 = as in the whole network.
    double deviation = 0;
};

/// Named weights of one network, under the official state-dict names. Copies share the tensors;
/// clone() copies them.
class ParamStore {
public:
    void set(const std::string& key, Tensor value);
    /// Throws Error naming the key when it is absent.
    const Tensor& at(const std::string& key) const;
    /// nullptr when absent.
    const Tensor* find(const std::string& key) const;
    bool contains(const std::string& key) const { return find(key) != nullptr; }
    std::size_t size() const { return m_tensors.size(); }
    bool empty() const { return m_tensors.empty(); }
    auto begin() const { return m_tensors.begin(); }
    auto end() const { return m_tensors.end(); }

    ParamStore clone() const;
    /// Floating-point tensors in `type`, everything on `device`.
    ParamStore to(at::Device device, at::ScalarType type) const;
    std::int64_t bytes() const;

private:
    std::map<std::string, Tensor> m_tensors;
};

/// A prefix into a ParamStore: `Scope(store)["model"][4]` names "model.4.…". Cheap to copy; the
/// store must outlive it.
class Scope {
public:
    explicit Scope(const ParamStore& store, std::string path = {})
        : m_store(&store), m_path(std::move(path)) {}

    Scope operator[](std::string_view name) const;
    Scope operator[](std::int64_t index) const { return (*this)[std::to_string(index)]; }

    const std::string& path() const { return m_path; }
    std::string key(std::string_view leaf) const;
    const Tensor& get(std::string_view leaf) const { return m_store->at(key(leaf)); }
    const Tensor* find(std::string_view leaf) const { return m_store->find(key(leaf)); }

private:
    const ParamStore* m_store;
    std::string m_path;
};

} // namespace underpaint::nets
