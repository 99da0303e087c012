// SPDX-License-Identifier: GPL-3.0-or-later
// For builds without OpenCV.
#include "engine/imaging/photo_keeper.h"

#include "engine/base/error.h"

namespace underpaint::imaging {

namespace {

[[noreturn]] void refuse() {
    throw Error("this build cannot keep parts of a photo", "scene",
                "Turn off that the untouched is kept, or use a build with OpenCV");
}

} // namespace

Plane<float> newShare(const scene::SceneState& /*scene*/) {
    refuse();
}

Image PhotoKeeper::kept(const Image& /*painted*/, const scene::SceneState& /*scene*/, Size /*size*/,
                        Image* /*changes*/) {
    refuse();
}

DeepImage PhotoKeeper::kept(const DeepImage& /*painted*/, const scene::SceneState& /*scene*/,
                            Size /*size*/) {
    refuse();
}

} // namespace underpaint::imaging
