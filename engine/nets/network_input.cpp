// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/network_input.h"

#include "engine/base/error.h"
#include "engine/nets/run/cuda_primitives.h"

namespace underpaint::nets {

NetworkInput::NetworkInput(Tensor dense) : m_dense(std::move(dense)) {
    if (m_dense.dim() != 4) {
        throw Error(
            "a network input has 4 dimensions (batch, channels, height, width), this one has " +
            std::to_string(m_dense.dim()));
    }
}

NetworkInput::NetworkInput(Tensor labels, std::int64_t classes, Tensor planes)
    : m_labels(std::move(labels)), m_planes(std::move(planes)), m_classes(classes) {
    if (m_labels.dim() != 3 || m_labels.scalar_type() != at::kInt) {
        throw Error("a label input is a (batch, height, width) tensor of 32-bit integers");
    }
    if (m_planes.defined() &&
        (m_planes.dim() != 4 || m_planes.size(0) != m_labels.size(0) ||
         m_planes.size(2) != m_labels.size(1) || m_planes.size(3) != m_labels.size(2))) {
        throw Error("edge and feature planes must have the size of the label map");
    }
}

std::int64_t NetworkInput::batch() const {
    return isPainted() ? m_labels.size(0) : m_dense.size(0);
}

std::int64_t NetworkInput::channels() const {
    if (!isPainted()) {
        return m_dense.size(1);
    }
    return m_classes + (m_planes.defined() ? m_planes.size(1) : 0);
}

std::int64_t NetworkInput::height() const {
    return isPainted() ? m_labels.size(1) : m_dense.size(2);
}

std::int64_t NetworkInput::width() const {
    return isPainted() ? m_labels.size(2) : m_dense.size(3);
}

namespace {

Tensor oneHot(const Tensor& labels, std::int64_t classes) {
    if (ownCudaKernels(labels.device())) {
        return cudaOneHot(labels, classes);
    }
    const Tensor ids = labels.to(at::kLong).unsqueeze(1);
    const Tensor legal = ids.ge(0).logical_and(ids.lt(classes));
    Tensor hot = at::zeros({labels.size(0), classes, labels.size(1), labels.size(2)},
                           labels.options().dtype(at::kFloat));
    hot.scatter_(1, ids.clamp(0, classes - 1), legal.to(at::kFloat));
    return hot;
}

} // namespace

Tensor NetworkInput::dense() const {
    if (!isPainted()) {
        return m_dense;
    }
    const Tensor hot = oneHot(m_labels, m_classes);
    return m_planes.defined() ? at::cat({hot, m_planes.to(at::kFloat)}, 1) : hot;
}

} // namespace underpaint::nets
