// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/project/tensors/safetensors.h"

#include <string>
#include <vector>

namespace underpaint::nets {

/// Tensors on their way into a safetensors file: contiguous copies on the CPU and the views that
/// the writer wants. Not copyable, since the views point into it.
class TensorsToWrite {
public:
    TensorsToWrite() = default;
    TensorsToWrite(const TensorsToWrite&) = delete;
    TensorsToWrite& operator=(const TensorsToWrite&) = delete;
    TensorsToWrite(TensorsToWrite&&) = default;
    TensorsToWrite& operator=(TensorsToWrite&&) = default;

    /// Floating-point, int32 or int64 tensors. Throws Error for other types.
    void add(const std::string& name, const at::Tensor& tensor);
    const std::vector<project::TensorToWrite>& views() const { return m_views; }

private:
    std::vector<at::Tensor> m_tensors;
    std::vector<project::TensorToWrite> m_views;
};

} // namespace underpaint::nets
