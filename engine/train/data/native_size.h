// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/train/data/augmentation.h"

#include <cstdint>

namespace underpaint::train {

/// The size of whole pictures that suits networks trained this way best. Windows of a share of the
/// picture were enlarged to the training size, so that things appeared as large as in whole
/// pictures of that size divided by the share; the (geometric) middle of that range is meant.
/// Both extents are multiples of `multiple`.
project::SizeRules nativeSize(const Augmentation& augmentation, std::int64_t multiple);

} // namespace underpaint::train
