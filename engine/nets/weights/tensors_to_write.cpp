// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/tensors_to_write.h"

#include "engine/base/error.h"

namespace underpaint::nets {

namespace {

project::ElementType elementType(at::ScalarType type, const std::string& name) {
    switch (type) {
    case at::kDouble:
        return project::ElementType::F64;
    case at::kFloat:
        return project::ElementType::F32;
    case at::kHalf:
        return project::ElementType::F16;
    case at::kBFloat16:
        return project::ElementType::BF16;
    case at::kLong:
        return project::ElementType::I64;
    case at::kInt:
        return project::ElementType::I32;
    default:
        throw Error("has a type that weight files do not hold", name);
    }
}

} // namespace

void TensorsToWrite::add(const std::string& name, const at::Tensor& tensor) {
    const at::Tensor own = tensor.detach().to(at::kCPU).contiguous();
    const auto size = static_cast<std::size_t>(own.numel()) * own.element_size();
    m_views.push_back({.name = name,
                       .type = elementType(own.scalar_type(), name),
                       .shape = own.sizes().vec(),
                       .bytes = {static_cast<const std::byte*>(own.data_ptr()), size}});
    m_tensors.push_back(own);
}

} // namespace underpaint::nets
