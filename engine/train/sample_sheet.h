// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/nets/torch_compat.h"
#include "engine/train/data/sample.h"

#include <functional>

namespace underpaint::train {

/// A picture with one row for each of `rows` pairs spread over the data set: the label map in its
/// classes' colours, what `paint` makes of it ((1, 3, H, W) in [-1, 1], or several pictures of that
/// width side by side), the photo.
Image sampleSheet(const PackedDataset& data, Size size, int rows,
                  const std::function<at::Tensor(const Sample&)>& paint);

} // namespace underpaint::train
