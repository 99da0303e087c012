// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/tensor_file.h"

#include <cstddef>
#include <vector>

/// Touches every byte that the tensors of a file claim to have.
inline void readAll(const underpaint::project::TensorFile& file) {
    std::vector<std::byte> values;
    for (const auto& tensor : file.tensors()) {
        const auto count = static_cast<std::size_t>(underpaint::project::elementCount(tensor));
        values.resize(count * underpaint::project::elementSize(tensor.type));
        underpaint::project::copyContiguous(tensor, values);
    }
}
