// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/pix2pix_translator.h"

#include "engine/base/error.h"
#include "engine/nets/run/device.h"
#include "engine/translate/generator_render.h"

namespace underpaint::translate {

struct Pix2PixTranslator::Impl {
    project::Manifest manifest;
    ModelNetwork generator;
    InputPainter painter;
};

Pix2PixTranslator::Pix2PixTranslator(const project::ModelPackage& package,
                                     const EngineSettings& settings) {
    nets::setThreads(settings.threads);
    const at::Device device = nets::deviceFromName(settings.device);
    ModelNetwork generator(package, "G", device, settings.precision);
    InputPainter painter(package.manifest(), generator.network().inputs());
    m_impl =
        std::make_unique<Impl>(Impl{package.manifest(), std::move(generator), std::move(painter)});
}

Pix2PixTranslator::~Pix2PixTranslator() = default;

Capabilities Pix2PixTranslator::capabilities() const {
    const nets::NetworkDefinition& network = m_impl->generator.network().definition();
    Capabilities can;
    can.labels = !m_impl->painter.usesPhoto();
    can.instances = m_impl->manifest.useInstanceEdges;
    can.photoInput = m_impl->painter.usesPhoto();
    can.variation = network.dropout;
    can.paperBehaviour = network.dropout || network.norm == nets::Norm::Batch;
    return can;
}

const project::Manifest& Pix2PixTranslator::manifest() const {
    return m_impl->manifest;
}

RenderResult Pix2PixTranslator::render(const scene::SceneSnapshot& scene,
                                       const RenderSettings& settings, const CancelToken& cancel,
                                       const ProgressSink& progress) {
    return renderThrough(m_impl->generator, m_impl->painter, scene, settings, cancel, progress);
}

std::map<std::uint32_t, std::vector<float>>
Pix2PixTranslator::encodeStyles(const Image& /*photo*/, const InstancePlane& /*instances*/,
                                const CancelToken& /*cancel*/) {
    throw Error("a pix2pix model has no styles", m_impl->manifest.name,
                "Use a pix2pixHD model with an encoder");
}

} // namespace underpaint::translate
