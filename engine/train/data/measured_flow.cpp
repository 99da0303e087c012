// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/optical_flow.h"
#include "engine/train/data/flow_cache.h"

namespace underpaint::train {

imaging::FlowField measuredFlow(const Image& frame, const Image& other) {
    return imaging::opticalFlow(frame, other);
}

} // namespace underpaint::train
