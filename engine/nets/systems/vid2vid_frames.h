// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <vector>

// What vid2vid's networks see of a sequence. Frames are (N, T, C, H, W), oldest first.
namespace underpaint::nets::vid2vid {

/// How much of each pixel is foreground: the sum of the channels `labels` of frames (…, C, H, W),
/// clamped to 0..1. (…, 1, H, W); soft at scales where one-hot labels were averaged.
Tensor foregroundShare(const Tensor& frames, const std::vector<std::int64_t>& labels);

/// `count` of the frames from `first` on, one frame after the other on channels:
/// (N, count * C, H, W).
Tensor framesOnChannels(const Tensor& frames, std::int64_t first, std::int64_t count);

/// The frames at `scales` sizes, the coarsest first: each is the one after it, averaged over 3x3
/// with stride 2, where what lies beyond the border does not count. The last are the frames
/// themselves.
std::vector<Tensor> framePyramid(const Tensor& frames, std::int64_t scales);

} // namespace underpaint::nets::vid2vid
