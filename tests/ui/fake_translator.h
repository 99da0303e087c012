// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/photo_labels.h"
#include "engine/run/request.h"

#include <QColor>

#include <atomic>
#include <cstdint>
#include <memory>

namespace underpaint::test {

/// What a test may ask of the translators that fakeModels() makes, from any thread.
struct FakeBehaviour {
    std::atomic<bool> fail = false;   ///< renders throw an Error
    std::atomic<bool> styles = true;  ///< of models that are loaded from now on
    std::atomic<bool> photos = false; ///< models that are loaded from now on paint the reference
    std::atomic<bool> hold = false;   ///< renders wait, unless they are cancelled
    /// Renders pretend to be slow, and previews are local photos, with some blue where they differ
    /// from the exact one before.
    std::atomic<bool> local = false;
    std::atomic<int> renders = 0; ///< that were finished
    std::atomic<int> locals = 0;  ///< those of local photos
};

/// Loads, for any package, a model without networks: CamVid's classes, two styles for cars, three
/// for the road. Every pixel of its photo is fakeColour() of label and cluster.
run::ModelSource fakeModels(std::shared_ptr<FakeBehaviour> behaviour);

/// Sees, in any photo, sky in the upper half, and below it a car on the left of a road.
run::SegmenterSource fakeSegmenters();

QColor fakeColour(std::uint16_t label, std::uint32_t cluster);

} // namespace underpaint::test
