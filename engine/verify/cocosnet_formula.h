// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"

#include <cstdint>
#include <string>

// Weights and pictures of full size that no file has to hold: formulas of the reference data's
// README.
namespace underpaint::verify {

/// All weights of a network whose names get `prefix` ("netG."); `sharedBias` is R there.
nets::ParamStore cocosnetFormulaWeights(const nets::Network& network, const std::string& prefix,
                                        double sharedBias);

/// (1, 1, height, width) labels below `classes`; `which` selects the picture.
at::Tensor cocosnetFormulaLabels(std::int64_t height, std::int64_t width, std::int64_t classes,
                                 std::int64_t which);

/// (1, 3, height, width) in [-1, 1].
at::Tensor cocosnetFormulaPhoto(std::int64_t height, std::int64_t width, std::int64_t which);

} // namespace underpaint::verify
