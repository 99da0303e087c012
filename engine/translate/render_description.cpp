// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/render_description.h"

#include "engine/nets/run/device.h"

#include <sstream>

namespace underpaint::translate {

RenderResult describedRender(const scene::SceneSnapshot& scene, const ModelNetwork& network,
                             const StageClock& clock) {
    RenderResult render;
    render.revision = scene.revision();
    render.seconds = clock.total();
    render.stages = clock.stages();
    render.peakBytes = nets::peakResidentBytes();
    std::ostringstream device;
    device << network.device();
    render.device = device.str();
    render.precision = network.precisionName();
    return render;
}

} // namespace underpaint::translate
