// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/cocosnet_translator.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/kernels/noise_planes.h"
#include "engine/nets/run/cpu_backend.h"
#include "engine/nets/run/device.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/render_description.h"
#include "engine/translate/rendered_region.h"
#include "engine/translate/scene_maps.h"
#include "engine/translate/stage_clock.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace underpaint::translate {

namespace {

at::Device preparedDevice(const EngineSettings& settings) {
    nets::setThreads(settings.threads);
    return nets::deviceFromName(settings.device);
}

/// (1, H, W) int32, continued to the padded size.
template<class T>
nets::Tensor idMap(const Plane<T>& map, Size padded) {
    Plane<std::int32_t> ids(map.width(), map.height(), 1, 0);
    std::copy(map.values().begin(), map.values().end(), ids.values().begin());
    nets::Tensor tensor = at::empty({1, padded.height, padded.width}, at::kInt);
    padByReflection(ids, padded, tensor.data_ptr<std::int32_t>());
    return tensor;
}

} // namespace

CoCosNetTranslator::CoCosNetTranslator(const project::ModelPackage& package,
                                       const EngineSettings& settings)
    : m_manifest(package.manifest()),
      m_generator(package, "G", preparedDevice(settings), settings.precision),
      m_channels(m_manifest.classes, m_manifest.labelChannels),
      m_warper(package, m_channels, m_generator.device(), settings.precision),
      m_texture(m_channels),
      m_local(m_generator) {
    const nets::Network& generator = m_generator.network();
    if (generator.kind() != "cocosnet" || !generator.isGenerator() ||
        generator.inputChannels() - generator.noiseChannels() != m_manifest.labelChannels + 3) {
        throw Error("its networks are not a generator and a correspondence of " +
                        std::to_string(m_manifest.labelChannels) + " classes",
                    "manifest.json /networks", "Import the model again");
    }
}

Capabilities CoCosNetTranslator::capabilities() const {
    Capabilities can;
    can.labels = true;
    can.exemplars = true;
    can.variation = m_generator.network().noiseChannels() > 0;
    return can;
}

std::map<std::uint32_t, std::vector<float>>
CoCosNetTranslator::encodeStyles(const Image& /*photo*/, const InstancePlane& /*instances*/,
                                 const CancelToken& /*cancel*/) {
    throw Error("a cocosnet model has no styles of instances", m_manifest.name,
                "Give an instance an exemplar instead");
}

std::vector<float> CoCosNetTranslator::encodeCode(const Image& /*photo*/,
                                                  const CancelToken& /*cancel*/) {
    throw Error("a cocosnet model has no latent codes", m_manifest.name,
                "Give the scene an exemplar instead");
}

CoCosNetTranslator::Maps CoCosNetTranslator::mapsAt(const scene::SceneSnapshot& scene,
                                                    Size size) const {
    Maps maps{.ids = mapsOf(scene, size), .channels = {}};
    maps.channels = m_channels.channelsOf(maps.ids.labels);
    return maps;
}

CoCosNetContent CoCosNetTranslator::contentOf(const scene::SceneSnapshot& scene,
                                              const Maps& maps) const {
    const Size photo = maps.channels.size();
    CoCosNetContent content{.scene = scene->size(),
                            .photo = photo,
                            .padded = m_generator.paddedSize(photo),
                            .channels = {},
                            .labels = {},
                            .instances = {},
                            .condition = {}};
    content.channels = idMap(maps.channels, content.padded);
    content.labels = idMap(maps.ids.labels, content.padded);
    content.instances = idMap(maps.ids.instances, content.padded);
    content.condition =
        nets::NetworkInput(content.channels, m_channels.channels(), nets::Tensor()).dense();
    return content;
}

const nets::Tensor& CoCosNetTranslator::noiseOf(const scene::SceneSnapshot& scene, Size size) {
    if (!m_noise.defined() || m_noiseSeed != scene->seed || m_noise.size(2) != size.height ||
        m_noise.size(3) != size.width) {
        const std::int64_t planes = m_generator.network().noiseChannels();
        m_noise = at::empty({1, planes, size.height, size.width}, at::kFloat);
        m_noiseSeed = scene->seed;
        kernels::noisePlanes(scene->seed, size.width, size.height, static_cast<int>(planes),
                             m_noise.data_ptr<float>());
    }
    return m_noise;
}

GeneratorInput CoCosNetTranslator::inputOf(const scene::SceneSnapshot& scene,
                                           const CoCosNetContent& content, const LentLook& look) {
    // In the layout that the layers want: every one of them would convert it otherwise.
    nets::Tensor seen =
        at::cat({look.picture, content.condition, noiseOf(scene, content.padded)}, 1)
            .contiguous(at::MemoryFormat::ChannelsLast);
    return {.inputs = {{m_generator.network().inputs().front().name, std::move(seen)}},
            .photoSize = content.photo};
}

RenderResult CoCosNetTranslator::render(const scene::SceneSnapshot& scene,
                                        const RenderSettings& settings, const CancelToken& cancel,
                                        const ProgressSink& progress) {
    cancel.check();
    if (auto local = patched(scene, settings, cancel)) {
        return std::move(*local);
    }
    m_generator.refuseHopeless(settings.size.empty() ? scene->size() : settings.size);
    StageClock clock;
    const Maps maps = mapsAt(scene, settings.size);
    CoCosNetContent content = contentOf(scene, maps);
    clock.end("prepare");
    nets::InferenceRun::Options options;
    options.cancel = cancel;
    options.progress = progress;
    LentLook look = settings.keepsForEdits ? m_warper.keptLookOf(*scene, content, options)
                                           : m_warper.lookOf(*scene, content, options);
    const GeneratorInput seen = inputOf(scene, content, look);
    // At 1024 x 1024 with 150 classes each of these is hundreds of megabytes.
    content.condition = nets::Tensor();
    m_warper.releaseScratch();
    clock.end("correspondence");
    const nets::Tensor result = settings.keepsForEdits ? m_local.render(seen, options)
                                                       : m_generator.generate(seen.inputs, options);
    checkMappedFiles();
    clock.end("network");
    Image photo = photoFromTensor(result, content.photo);
    DeepImage deep = settings.deep ? deepPhotoFromTensor(result, content.photo) : DeepImage();
    if (ExemplarTexture::isWanted(*scene)) {
        const Image before = settings.deep ? photo : Image();
        paintTexture(scene, look.matches, maps, wholeOf(content.photo), cancel, photo);
        // Texture has the 8 bits of the exemplar.
        for (std::size_t i = 0; i < deep.values().size(); ++i) {
            if (photo.values()[i] != before.values()[i]) {
                deep.values()[i] = static_cast<std::uint16_t>(photo.values()[i] * deepSteps);
            }
        }
        clock.end("texture");
    }
    if (settings.keepsForEdits) {
        m_local.setPhoto(photo);
    }
    clock.end("finish");
    RenderResult render = describedRender(scene, m_generator, clock);
    render.photo = std::move(photo);
    render.deep = std::move(deep);
    render.matches = std::make_shared<const ExemplarMatches>(std::move(look.matches));
    render.keptForEdits =
        settings.keepsForEdits && m_warper.keepsLook() && m_local.isReady(render.photo.size());
    return render;
}

void CoCosNetTranslator::paintTexture(const scene::SceneSnapshot& scene,
                                      const ExemplarMatches& matches, const Maps& maps,
                                      const Rect& part, const CancelToken& cancel, Image& photo) {
    if (!part.empty()) {
        m_texture.paint({.scene = *scene,
                         .maps = {.channels = maps.channels, .instances = maps.ids.instances},
                         .matches = matches,
                         .part = part},
                        photo, nets::parallelOn(cancel));
    }
}

std::optional<RenderResult> CoCosNetTranslator::patched(const scene::SceneSnapshot& scene,
                                                        const RenderSettings& settings,
                                                        const CancelToken& cancel) {
    if (!settings.localIsWelcome || !m_local.isReady(scene->size())) {
        return std::nullopt;
    }
    constexpr int neededReach = 32; // most of what an edit does to the matches lies within
    StageClock clock;
    const Maps maps = mapsAt(scene, {});
    const CoCosNetContent content = contentOf(scene, maps);
    clock.end("prepare");
    nets::InferenceRun::Options options;
    options.cancel = cancel;
    auto look = m_warper.patchedLook(*scene, content, options,
                                     settings.reach > 0 ? settings.reach : neededReach);
    if (!look) {
        return std::nullopt;
    }
    clock.end("correspondence");
    auto local = m_local.patch(inputOf(scene, content, *look), options, settings.reach);
    if (!local) {
        return std::nullopt;
    }
    checkMappedFiles();
    clock.end("network");
    if (ExemplarTexture::isWanted(*scene)) {
        paintTexture(scene, look->matches, maps, local->changed, cancel, local->photo);
        clock.end("texture");
    }
    RenderResult render = describedRender(scene, m_generator, clock);
    render.photo = std::move(local->photo);
    render.matches = std::make_shared<const ExemplarMatches>(std::move(look->matches));
    render.local = true;
    render.keptForEdits = true;
    render.changed = local->changed;
    return render;
}

} // namespace underpaint::translate
