// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/verify/case_context.h"

#include <vector>

namespace underpaint::verify {

/// The VGG-19 of a case: a weight file of the role VGG, or the formula (option `vgg_weights`).
nets::ParamStore vggWeights(CaseContext& context);
/// Option `layer_weights`, by default those of pix2pixHD.
std::vector<double> vggLayerWeights(CaseContext& context);

} // namespace underpaint::verify
