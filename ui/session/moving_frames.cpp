// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/moving_frames.h"

namespace underpaint::ui {

bool haveMovingPhotos(const scene::Sequence& sequence, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last; ++i) {
        const scene::SceneState& frame = sequence.frame(i);
        const bool own =
            frame.referencePhoto && frame.referencePhoto->channels() == 3 &&
            frame.referencePhoto->size() == frame.size() &&
            (i == first || frame.referencePhoto != sequence.frame(i - 1).referencePhoto);
        if (!own) {
            return false;
        }
    }
    return true;
}

imaging::MovingFrame movingFrame(const scene::SceneState& frame, bool photos) {
    imaging::MovingFrame moving{frame.labels.toPlane(), frame.instances.toPlane(), {}};
    if (photos) {
        moving.guide = *frame.referencePhoto;
        frame.referencePhoto->rest();
    }
    return moving;
}

} // namespace underpaint::ui
