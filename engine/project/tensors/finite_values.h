// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/tensor_file.h"

namespace underpaint::project {

/// Whether all elements of the tensor are numbers: no NaN, nothing infinite. Integers always are.
bool isFinite(const StoredTensor& tensor);

} // namespace underpaint::project
