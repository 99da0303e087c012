// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/verify/parity_case.h"

#include <string>
#include <vector>

namespace underpaint::verify {

/// What comparing one value gave.
struct Difference {
    bool passed = false;
    /// In the unit of `tolerance`; infinity when the values are not comparable.
    double measured = 0;
    double tolerance = 0;
    /// Why it did not pass, or what else the numbers mean; may be empty.
    std::string text;
};

/// What the kind adam_update needs besides the two values.
struct AdamReference {
    /// The stored gradient of this parameter; undefined when the index stores none (a parameter
    /// without gradient: every element then counts as below the threshold).
    at::Tensor gradient;
    /// The largest stored gradient of the whole network, absolute.
    double largestGradient = 0;
    /// The value before any step.
    at::Tensor before;
    double learningRate = 0;
};

/// Compares a computed with a stored value by the rule. Not finite values and different shapes
/// never pass; a scalar may be [] or [1]. `adam` must be given for adam_update.
Difference compareTensors(const at::Tensor& computed, const at::Tensor& stored, const Rule& rule,
                          const AdamReference* adam = nullptr);

/// Applies the operations in their order. Throws Error when one does not fit the value.
at::Tensor applyViews(at::Tensor value, const std::vector<View>& views);

/// "(1, 3, 32, 64)".
std::string shapeText(const at::Tensor& value);

} // namespace underpaint::verify
