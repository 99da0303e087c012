// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/vid2vid_frames.h"

#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"

#include <algorithm>

namespace underpaint::nets::vid2vid {

Tensor foregroundShare(const Tensor& frames, const std::vector<std::int64_t>& labels) {
    constexpr std::int64_t fromEnd = 3;
    const std::int64_t axis = frames.dim() - fromEnd;
    for (const std::int64_t label : labels) {
        if (label < 0 || label >= frames.size(axis)) {
            throw Error("there is no label channel " + std::to_string(label) + " among " +
                            std::to_string(frames.size(axis)),
                        "foreground labels");
        }
    }
    const Tensor chosen = at::tensor(labels, frames.options().dtype(at::kLong));
    return frames.index_select(axis, chosen).sum(axis, /*keepdim=*/true).clamp(0, 1);
}

Tensor framesOnChannels(const Tensor& frames, std::int64_t first, std::int64_t count) {
    return frames.narrow(1, first, count).flatten(1, 2);
}

std::vector<Tensor> framePyramid(const Tensor& frames, std::int64_t scales) {
    EagerRun run;
    std::vector<Tensor> levels{frames};
    for (std::int64_t i = 1; i < scales; ++i) {
        const Tensor smaller = run.averagePool(levels.back().flatten(0, 1));
        levels.push_back(smaller.reshape(
            {frames.size(0), frames.size(1), smaller.size(1), smaller.size(2), smaller.size(3)}));
    }
    std::ranges::reverse(levels);
    return levels;
}

} // namespace underpaint::nets::vid2vid
