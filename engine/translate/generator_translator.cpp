// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/generator_translator.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/nets/run/device.h"
#include "engine/nets/weights/seeded_generator.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/render_description.h"

#include <ATen/Parallel.h>

namespace underpaint::translate {

namespace {

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
      m_painter(m_manifest, m_generator.network().inputs()),
      m_local(m_generator) {}

GeneratorInput GeneratorTranslator::paint(const scene::SceneSnapshot& scene, Size size) const {
    return m_painter.paint(scene, size, [&](Size photo) { return m_generator.paddedSize(photo); });
}

std::map<std::uint32_t, std::vector<float>>
GeneratorTranslator::encodeStyles(const Image& /*photo*/, const InstancePlane& /*instances*/,
                                  const CancelToken& /*cancel*/) {
    throw Error("a " + m_manifest.kind + " model has no styles of instances", m_manifest.name,
                "Use a pix2pixHD model with an encoder");
}

std::vector<float> GeneratorTranslator::encodeCode(const Image& /*photo*/,
                                                   const CancelToken& /*cancel*/) {
    throw Error("the model has no encoder of codes, so it cannot take one from a photo",
                m_manifest.name, "Use a BicycleGAN model that was imported with its encoder");
}

RenderResult GeneratorTranslator::render(const scene::SceneSnapshot& scene,
                                         const RenderSettings& settings, const CancelToken& cancel,
                                         const ProgressSink& progress) {
    cancel.check();
    if (auto local = patched(scene, settings, cancel)) {
        return std::move(*local);
    }
    m_generator.refuseHopeless(settings.size.empty() ? scene->size() : settings.size);
    StageClock clock;
    const GeneratorInput painted = paint(scene, settings.size);
    clock.end("prepare");

    nets::InferenceRun::Options options;
    options.cancel = cancel;
    options.progress = progress;
    options.batchStatistics = settings.paperBehaviour;
    if (settings.paperBehaviour) {
        options.dropout = nets::seededGenerator(m_generator.device(), scene->seed);
    }
    const bool kept = settings.keepsForEdits && !settings.paperBehaviour;
    const nets::Tensor result = kept ? m_local.render(painted, options)
                                     : m_generator.generate(painted.inputs, std::move(options));
    clock.end("network");

    checkMappedFiles(); // the weights may lie in a file that was cut off meanwhile

    Image photo = photoFromTensor(result, painted.photoSize);
    if (kept) {
        m_local.setPhoto(photo);
    }
    clock.end("finish");
    RenderResult render = describedRender(scene, m_generator, clock);
    render.photo = std::move(photo);
    if (settings.deep) {
        render.deep = deepPhotoFromTensor(result, painted.photoSize);
    }
    render.keptForEdits = kept && m_local.isReady(render.photo.size());
    return render;
}

std::optional<RenderResult> GeneratorTranslator::patched(const scene::SceneSnapshot& scene,
                                                         const RenderSettings& settings,
                                                         const CancelToken& cancel) {
    if (!settings.localIsWelcome || settings.paperBehaviour || !m_local.isReady(scene->size())) {
        return std::nullopt;
    }
    StageClock clock;
    const GeneratorInput painted = paint(scene, {});
    clock.end("prepare");
    nets::InferenceRun::Options options;
    options.cancel = cancel;
    auto local = m_local.patch(painted, options, settings.reach);
    if (!local) {
        return std::nullopt;
    }
    checkMappedFiles();
    clock.end("network");
    RenderResult render = describedRender(scene, m_generator, clock);
    render.photo = std::move(local->photo);
    render.local = true;
    render.keptForEdits = true;
    render.changed = local->changed;
    return render;
}

} // namespace underpaint::translate
