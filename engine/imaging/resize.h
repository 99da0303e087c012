// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/deep_image.h"
#include "engine/base/geometry.h"
#include "engine/base/plane.h"

namespace underpaint::imaging {

/// Resizing with the exact results of Pillow, which prepared the data of every published network
/// (checked against 9.5; releases from about 12 on may run the vertical pass of a bicubic first);
/// the resizers of Qt and OpenCV differ by several levels (bicubic) or shift labels (nearest).
/// All functions keep the channel count, return a copy when the size does not change, and throw
/// Error for an empty source or target.

/// Bicubic with a = -0.5, antialiased when shrinking (the support grows with the factor),
/// horizontal pass first and stored as 8 bit, weights in 22-bit fixed point. Bit-exact.
Image resizeBicubic(const Image& source, Size size);

/// The same of 16-bit photos, between the passes stored as 16 bit.
DeepImage resizeBicubic(const DeepImage& source, Size size);

/// The same of 8 bit with linear interpolation.
Image resizeBilinear(const Image& source, Size size);

/// Nearest neighbour: the source column of column i is the truncation of (i + 0.5) * in / out,
/// where that position is accumulated step by step in double precision as Pillow does. (The closed
/// form picks another pixel where the position is a whole number that rounding misses.)
/// @{
Image resizeNearest(const Image& source, Size size);
LabelPlane resizeNearest(const LabelPlane& source, Size size);
InstancePlane resizeNearest(const InstancePlane& source, Size size);
/// @}

/// The part `rect` of the source; what lies outside of the source is 0 (black, class 0), as in
/// Pillow's crop.
/// @{
Image cropPadded(const Image& source, Rect rect);
LabelPlane cropPadded(const LabelPlane& source, Rect rect);
InstancePlane cropPadded(const InstancePlane& source, Rect rect);
/// @}

/// Mirrored left to right.
/// @{
Image flipped(const Image& source);
LabelPlane flipped(const LabelPlane& source);
InstancePlane flipped(const InstancePlane& source);
/// @}

} // namespace underpaint::imaging
