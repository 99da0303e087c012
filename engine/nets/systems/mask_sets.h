// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

// Sets of instance masks as InstaGAN treats them (Mo, Cho and Shin, 2019): masks lie on channels,
// (N, masks, H, W), 1 on the instance and -1 elsewhere; a mask of -1 everywhere is absent.
namespace underpaint::nets {

/// The `count` largest masks of every picture, the largest first, filled up with absent ones. Of
/// masks of the same size the one that came first stays first.
Tensor selectedMasks(const Tensor& masks, std::int64_t count);

/// One mask that covers what any of them covers: (N, 1, H, W).
Tensor mergedMasks(const Tensor& masks);

/// 1 where no mask of both sets covers a pixel, 0 where one does: (N, 1, H, W).
Tensor contextWeight(const Tensor& before, const Tensor& after);
/// Mean over channels and pixels of the weighted difference of two photos.
Tensor contextLoss(const Tensor& before, const Tensor& after, const Tensor& weight);

/// What one mini-batch of a sequential translation made.
struct SetStep {
    Tensor photo; ///< (N, C, H, W)
    Tensor masks; ///< (N, masks of the mini-batch, H, W)
};

/// Sequential mini-batch translation (section 3.2 of the paper): `perStep` masks at a time, every
/// mini-batch on the photo that the one before has made. Absent where a mini-batch has no instance.
/// Masks that are left over when `perStep` divides their number into whole mini-batches take no
/// part, as in the official code; give a number that it divides.
std::vector<std::optional<SetStep>>
translateInTurn(const Tensor& photo, const Tensor& masks, std::int64_t perStep,
                const std::function<SetStep(const Tensor& photo, const Tensor& masks)>& translate);

} // namespace underpaint::nets
