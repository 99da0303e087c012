// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/photo_labels.h"
#include "engine/run/photo_translation.h"
#include "engine/run/request.h"
#include "engine/scene/style.h"

#include <QColor>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace underpaint::test {

/// What a test may ask of the translators that fakeModels() makes, from any thread.
struct FakeBehaviour {
    std::atomic<bool> fail = false;  ///< renders throw an Error
    std::atomic<bool> styles = true; ///< of models that are loaded from now on
    /// A style of features is a colour: fakeFeatures().
    std::atomic<bool> features = false;
    std::atomic<bool> photos = false; ///< models that are loaded from now on paint the reference
    std::atomic<int> codes = 0;       ///< values of the code of models that are loaded from now on
    /// Models that are loaded from now on take exemplars: each place of the scene, four pixels
    /// wide, looks like the place of the first one that lies alike from the other side, unless
    /// there is a pin in it.
    std::atomic<bool> exemplars = false;
    /// Models that are loaded from now on paint each frame half as what it is by itself and half as
    /// the frame before was.
    std::atomic<bool> sequences = false;
    std::atomic<int> rolled = 0;    ///< frames that were painted so
    std::atomic<bool> hold = false; ///< renders wait, unless they are cancelled
    std::atomic<int> passing = 0;   ///< renders that need not wait
    /// Renders pretend to be slow, and previews are local photos, with some blue where they differ
    /// from the exact one before.
    std::atomic<bool> local = false;
    std::atomic<int> renders = 0; ///< that were finished
    std::atomic<int> locals = 0;  ///< those of local photos
};

/// Loads, for any package, a model without networks: CamVid's classes, two styles for cars, three
/// for the road. Every pixel of its photo is fakeColour() of label and cluster, with a code in the
/// way of fakeVariation(). Any photo has the code fakeCode().
run::ModelSource fakeModels(std::shared_ptr<FakeBehaviour> behaviour);

/// Sees, in any photo, sky in the upper half, and below it a car on the left of a road.
run::SegmenterSource fakeSegmenters();

/// Turns, whatever the package, cars into bicyclists and back: each becomes the lower half of its
/// mask, in red, and what else is pasted is blue. With `failing`, an Error; with `holding`, it
/// waits until it is cancelled.
struct FakeTranslations {
    std::atomic<bool> failing = false;
    std::atomic<bool> holding = false;
    std::atomic<int> masks = 0; ///< of the last request
    std::atomic<double> strength = 0;
};
run::PhotoTranslators fakePhotoTranslators(std::shared_ptr<FakeTranslations> behaviour);

QColor fakeColour(std::uint16_t label, std::uint32_t cluster);
/// Light where the first is larger than the second, warm where both are large.
QColor fakeFeatures(const std::vector<float>& features);
/// Blue follows the first value, green, by half as much, the second.
QColor fakeVariation(QColor colour, const scene::LatentCode& code);
scene::LatentCode fakeCode(int size);

} // namespace underpaint::test
