// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/generator_render.h"

#include "engine/base/mapped_file.h"

#include "engine/base/error.h"
#include "engine/nets/run/device.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/stage_clock.h"

#include <ATen/Parallel.h>

#include <sstream>

namespace underpaint::translate {

namespace {

std::string deviceName(at::Device device) {
    std::ostringstream name;
    name << device;
    return name.str();
}

} // namespace

RenderResult renderThrough(ModelNetwork& generator, const InputPainter& painter,
                           const scene::SceneSnapshot& scene, const RenderSettings& settings,
                           const CancelToken& cancel, const ProgressSink& progress) {
    cancel.check();
    generator.refuseHopeless(settings.size.empty() ? scene->size() : settings.size);
    StageClock clock;
    const GeneratorInput painted =
        painter.paint(scene, settings.size, [&](Size size) { return generator.paddedSize(size); });
    clock.end("prepare");

    nets::InferenceRun::Options options;
    options.cancel = cancel;
    options.progress = progress;
    options.batchStatistics = settings.paperBehaviour;
    if (settings.paperBehaviour) {
        options.dropout = nets::seededGenerator(generator.device(), scene->seed);
    }
    const nets::Tensor result = generator.generate(painted.inputs, std::move(options));
    clock.end("network");

    checkMappedFiles(); // the weights may lie in a file that was cut off meanwhile

    RenderResult render;
    render.photo = photoFromTensor(result, painted.photoSize);
    clock.end("finish");
    render.revision = scene.revision();
    render.seconds = clock.total();
    render.stages = clock.stages();
    render.peakBytes = nets::peakResidentBytes();
    render.device = deviceName(generator.device());
    render.precision = generator.precisionName();
    return render;
}

} // namespace underpaint::translate
