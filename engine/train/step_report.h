// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"

#include <map>
#include <string>

namespace underpaint::train {

/// What one training step computed; everything is detached.
struct StepReport {
    /// Scalars, weighted as they enter the totals "G" and "D".
    nets::TensorMap losses;
    /// Role → parameter → the gradient that its optimiser consumed; parameters without one are
    /// absent.
    std::map<std::string, nets::TensorMap> gradients;
    /// Pictures worth showing ("fake_B", "fake_image").
    nets::TensorMap values;
};

} // namespace underpaint::train
