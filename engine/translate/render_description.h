// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/model_network.h"
#include "engine/translate/render_result.h"
#include "engine/translate/stage_clock.h"

namespace underpaint::translate {

/// What is told of a render by the network that paints: of which scene, how long and with what;
/// without its photo.
RenderResult describedRender(const scene::SceneSnapshot& scene, const ModelNetwork& network,
                             const StageClock& clock);

} // namespace underpaint::translate
