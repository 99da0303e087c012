// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/nets/network_input.h"

#include <optional>

namespace underpaint::translate {

/// The smallest rectangle of the picture outside of which two sets of inputs are equal; empty when
/// they are equal. Nothing when it cannot be told: they have other sizes or names, or differ in an
/// input that is not as large as the picture (a code).
std::optional<Rect> difference(const nets::NetworkInputs& before, const nets::NetworkInputs& after);

/// Of two tensors of one form whose last two dimensions are a picture's: the smallest rectangle
/// outside of which they are equal.
Rect changedPart(const nets::Tensor& before, const nets::Tensor& after);

} // namespace underpaint::translate
