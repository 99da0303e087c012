// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/npy.h"
#include "engine/project/tensors/pickle.h"

#include <cstddef>
#include <string>

namespace underpaint::project {

/// The dict class -> matrix inside a pickled 0-d object array (or pickled by itself). Knows the
/// few NumPy names that such a pickle uses, under the modules of NumPy 1 and 2. The result is of
/// the order of `fileSize`. Throws Error.
ClusterTable clusterTable(const PickleValue& root, const std::string& where, std::size_t fileSize);

} // namespace underpaint::project
