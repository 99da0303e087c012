// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>

namespace underpaint::nets {

/// What a generator is fed: either a dense tensor, or a painted scene whose one-hot form is only
/// made where a Run cannot do without it (a 2048x1024 one-hot of 35 classes is 294 MB).
///
/// Channel order of the dense form: one-hot labels | planes (edge, then features).
class NetworkInput {
public:
    /// `dense` is (N, C, H, W), floating point.
    NetworkInput(Tensor dense); // NOLINT(google-explicit-constructor): every tensor is an input
    /// `labels` is (N, H, W) int32; a value outside 0..classes-1 gives an all-zero column.
    /// `planes` is (N, P, H, W) float or undefined.
    NetworkInput(Tensor labels, std::int64_t classes, Tensor planes);

    bool isPainted() const { return m_labels.defined(); }
    std::int64_t batch() const;
    std::int64_t channels() const;
    std::int64_t height() const;
    std::int64_t width() const;

    const Tensor& labels() const { return m_labels; }
    const Tensor& planes() const { return m_planes; }
    std::int64_t classes() const { return m_classes; }

    /// (N, C, H, W) float32; makes the one-hot tensor of a painted input.
    Tensor dense() const;

private:
    Tensor m_dense;
    Tensor m_labels;
    Tensor m_planes;
    std::int64_t m_classes = 0;
};

} // namespace underpaint::nets
