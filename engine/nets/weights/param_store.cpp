// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/param_store.h"

#include "engine/base/error.h"

namespace underpaint::nets {

bool isBuffer(ParamRole role) {
    switch (role) {
    case ParamRole::ConvolutionWeight:
    case ParamRole::ConvolutionBias:
    case ParamRole::NormWeight:
    case ParamRole::NormBias:
    case ParamRole::Slope:
    case ParamRole::Share:
        return false;
    case ParamRole::FixedWeight:
    case ParamRole::FixedBias:
    case ParamRole::SingularVector:
    case ParamRole::RunningMean:
    case ParamRole::RunningVariance:
    case ParamRole::BatchCount:
        break;
    }
    return true;
}

void ParamStore::set(const std::string& key, Tensor value) {
    m_tensors.insert_or_assign(key, std::move(value));
}

const Tensor& ParamStore::at(const std::string& key) const {
    const Tensor* tensor = find(key);
    if (tensor == nullptr) {
        throw Error("the network has no weight of this name", key,
                    "Import the checkpoint again with the right options");
    }
    return *tensor;
}

const Tensor* ParamStore::find(const std::string& key) const {
    const auto it = m_tensors.find(key);
    return it == m_tensors.end() ? nullptr : &it->second;
}

ParamStore ParamStore::clone() const {
    ParamStore copy;
    for (const auto& [key, tensor] : m_tensors) {
        copy.set(key, tensor.detach().clone());
    }
    return copy;
}

ParamStore ParamStore::to(at::Device device, at::ScalarType type) const {
    ParamStore copy;
    for (const auto& [key, tensor] : m_tensors) {
        copy.set(key, tensor.detach().to(device,
                                         tensor.is_floating_point() ? type : tensor.scalar_type()));
    }
    return copy;
}

std::int64_t ParamStore::bytes() const {
    std::int64_t sum = 0;
    for (const auto& [key, tensor] : m_tensors) {
        sum += static_cast<std::int64_t>(tensor.nbytes());
    }
    return sum;
}

Scope Scope::operator[](std::string_view name) const {
    return Scope(*m_store, key(name));
}

std::string Scope::key(std::string_view leaf) const {
    return m_path.empty() ? std::string(leaf) : m_path + "." + std::string(leaf);
}

} // namespace underpaint::nets
