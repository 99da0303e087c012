// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/generator_translator.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
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

/// Loading the weights computes, too: with these threads.
at::Device prepared(const EngineSettings& settings) {
    nets::setThreads(settings.threads);
    return nets::deviceFromName(settings.device);
}

} // namespace

GeneratorTranslator::GeneratorTranslator(const project::ModelPackage& package,
                                         const EngineSettings& settings)
    : m_manifest(package.manifest()),
      m_generator(package, "G", prepared(settings), settings.precision),
      m_painter(m_manifest, m_generator.network().inputs()) {}

RenderResult GeneratorTranslator::render(const scene::SceneSnapshot& scene,
                                         const RenderSettings& settings, const CancelToken& cancel,
                                         const ProgressSink& progress) {
    cancel.check();
    m_generator.refuseHopeless(settings.size.empty() ? scene->size() : settings.size);
    StageClock clock;
    const GeneratorInput painted = m_painter.paint(
        scene, settings.size, [&](Size size) { return m_generator.paddedSize(size); });
    clock.end("prepare");

    nets::InferenceRun::Options options;
    options.cancel = cancel;
    options.progress = progress;
    options.batchStatistics = settings.paperBehaviour;
    if (settings.paperBehaviour) {
        options.dropout = nets::seededGenerator(m_generator.device(), scene->seed);
    }
    const nets::Tensor result = m_generator.generate(painted.inputs, std::move(options));
    clock.end("network");

    checkMappedFiles(); // the weights may lie in a file that was cut off meanwhile

    RenderResult render;
    render.photo = photoFromTensor(result, painted.photoSize);
    clock.end("finish");
    render.revision = scene.revision();
    render.seconds = clock.total();
    render.stages = clock.stages();
    render.peakBytes = nets::peakResidentBytes();
    render.device = deviceName(m_generator.device());
    render.precision = m_generator.precisionName();
    return render;
}

} // namespace underpaint::translate
