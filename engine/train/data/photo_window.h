// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace underpaint::train {

/// The part `window` of an interleaved RGB picture, brought to `size` with a triangle filter whose
/// support grows with the factor when shrinking (antialiased bilinear): 3 planes of floats in
/// [0, 1]. Plain loops on purpose: examples are drawn beside the training thread, and LibTorch's
/// operators would start threads of their own there.
std::vector<float> photoWindow(std::span<const std::uint8_t> photo, Size picture, Rect window,
                               Size size);

/// The nearest value of the window for each pixel of `size`: target column i takes the source
/// column floor((2 i + 1) * in / (2 * out)).
/// @{
std::vector<std::uint16_t> mapWindow(std::span<const std::uint16_t> map, Size picture, Rect window,
                                     Size size);
std::vector<std::uint32_t> mapWindow(std::span<const std::uint32_t> map, Size picture, Rect window,
                                     Size size);
/// @}

} // namespace underpaint::train
