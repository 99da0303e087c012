// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/generator_input.h"
#include "engine/translate/model_network.h"
#include "engine/translate/translator.h"

namespace underpaint::translate {

/// A render through one generator: paint its input, run it, crop the photo. What pix2pix and
/// pix2pixHD have in common.
RenderResult renderThrough(ModelNetwork& generator, const InputPainter& painter,
                           const scene::SceneSnapshot& scene, const RenderSettings& settings,
                           const CancelToken& cancel, const ProgressSink& progress);

} // namespace underpaint::translate
