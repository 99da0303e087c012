// SPDX-License-Identifier: GPL-3.0-or-later
// In place of measured_flow.cpp where the program is built without OpenCV.
#include "engine/base/error.h"
#include "engine/train/data/flow_cache.h"

namespace underpaint::train {

imaging::FlowField measuredFlow(const Image& /*frame*/, const Image& /*other*/) {
    throw Error("the motion between frames cannot be measured: this program was built without "
                "OpenCV",
                "vid2vid", "Train with a build that has it (UNDERPAINT_IMAGING)");
}

} // namespace underpaint::train
