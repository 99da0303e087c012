// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/verify/case_context.h"

#include <cstdint>
#include <string>

namespace underpaint::verify {

/// A label argument of CoCosNet as its networks take it.
struct CoCosNetScene {
    at::Tensor condition; ///< (N, channels, H, W)
    at::Tensor labels;    ///< (N, 1, H, W): class ids, or the first plane of what has none
};

/// Argument `name` by the option `dataset_mode`: ade20k (a map of ids), celebahq (ids and the mask
/// of glasses, which has the third channel from the end), others (the condition itself).
CoCosNetScene cocosnetScene(CaseContext& context, const std::string& name, std::int64_t channels);

} // namespace underpaint::verify
