// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/deep_image.h"
#include "engine/base/plane.h"
#include "engine/nets/torch_compat.h"

namespace underpaint::translate {

/// An RGB picture continued by reflection to `padded`, as (1, C, H, W) float32 in [-1, 1].
/// `channels` 1 makes it grey (ITU-R 601 weights, as the official loaders do), 3 keeps RGB.
nets::Tensor pictureTensor(const Image& picture, Size padded, int channels);

/// The top-left `size` pixels of a network's result (1, 1 or 3, H, W) in [-1, 1] as an RGB photo:
/// (x + 1) / 2 * 255, clipped and truncated as the official code does.
Image photoFromTensor(const nets::Tensor& result, Size size);
/// The same with 16 bits a channel, (x + 1) / 2 * 65535, clipped and truncated: divided by 257
/// without a remainder it is photoFromTensor().
DeepImage deepPhotoFromTensor(const nets::Tensor& result, Size size);

} // namespace underpaint::translate
