// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/cocosnet_translator.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/resize.h"
#include "engine/nets/run/device.h"
#include "engine/nets/systems/cocosnet_correspondence.h"
#include "engine/nets/systems/cocosnet_generator.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/scene_maps.h"
#include "engine/translate/stage_clock.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace underpaint::translate {

namespace {

using Target = scene::ExemplarTarget;

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

/// As many pixels as `like` has, in the photo's own proportions, in multiples of what the networks
/// need.
Size lenderSize(Size photo, Size like, int multiple) {
    const double scale =
        std::sqrt(static_cast<double>(like.area()) / static_cast<double>(photo.area()));
    const auto side = [&](int extent) {
        const auto steps = static_cast<int>(std::lround(extent * scale / multiple));
        return std::max(2, steps) * multiple;
    };
    return {side(photo.width), side(photo.height)};
}

/// Every `stride`th pixel of a (1, H, W) map: the class of a place.
nets::Tensor placesOf(const nets::Tensor& map, std::int64_t stride) {
    return map.slice(1, 0, map.size(1), stride).slice(2, 0, map.size(2), stride).contiguous();
}

/// What a pinned pair of places adds to a logit of its own, and how far it reaches, in places.
/// @{
constexpr double pinWeight = 40;
constexpr double pinReach = 2;
/// @}

/// (h, w): 1 at a point, less around it.
nets::Tensor bump(std::int64_t height, std::int64_t width, double y, double x) {
    const auto line = [](std::int64_t count, double centre) {
        return ((at::arange(count, at::kFloat) - centre) / pinReach).square().mul(-0.5).exp();
    };
    return line(height, y).unsqueeze(1) * line(width, x).unsqueeze(0);
}

} // namespace

/// The scene as the networks see it.
struct CoCosNetTranslator::Content {
    Size photo;
    Size padded;
    nets::Tensor channels;  ///< (1, H, W) int32 class channels
    nets::Tensor labels;    ///< (1, H, W) int32 class ids
    nets::Tensor instances; ///< (1, H, W) int32
    nets::Tensor condition; ///< (1, L, H, W)
};

/// An exemplar as they see it.
struct CoCosNetTranslator::Lender {
    nets::Tensor photo;     ///< (1, 3, H, W)
    nets::Tensor channels;  ///< (1, H, W) int32
    nets::Tensor condition; ///< (1, L, H, W)
};

CoCosNetTranslator::CoCosNetTranslator(const project::ModelPackage& package,
                                       const EngineSettings& settings)
    : m_manifest(package.manifest()),
      m_generator(package, "G", preparedDevice(settings), settings.precision),
      m_correspondence(package, "Corr", m_generator.device(), settings.precision),
      m_channels(m_manifest.classes, m_manifest.labelChannels) {
    const auto* matcher = m_correspondence.network().as<nets::cocosnet::Correspondence>();
    if (m_generator.network().as<nets::cocosnet::Generator>() == nullptr || matcher == nullptr ||
        matcher->conditionChannels != m_manifest.labelChannels ||
        m_generator.network().inputChannels() != m_manifest.labelChannels + 3) {
        throw Error("its networks are not a generator and a correspondence of " +
                        std::to_string(m_manifest.labelChannels) + " classes",
                    "manifest.json /networks", "Import the model again");
    }
}

Capabilities CoCosNetTranslator::capabilities() const {
    Capabilities can;
    can.labels = true;
    can.exemplars = true;
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

CoCosNetTranslator::Content CoCosNetTranslator::contentOf(const scene::SceneSnapshot& scene,
                                                          Size size) const {
    const SceneMaps maps = mapsOf(scene, size);
    Content content{.photo = maps.labels.size(),
                    .padded = m_generator.paddedSize(maps.labels.size()),
                    .channels = {},
                    .labels = {},
                    .instances = {},
                    .condition = {}};
    content.channels = idMap(m_channels.channelsOf(maps.labels), content.padded);
    content.labels = idMap(maps.labels, content.padded);
    content.instances = idMap(maps.instances, content.padded);
    content.condition =
        nets::NetworkInput(content.channels, m_channels.channels(), nets::Tensor()).dense();
    return content;
}

CoCosNetTranslator::Lender CoCosNetTranslator::lenderOf(const scene::Exemplar& exemplar,
                                                        Size content) const {
    if (!exemplar.labels) {
        throw Error("has no label map", "exemplar \"" + exemplar.id + "\"",
                    "Give one of the photo's size (--exemplar-labels)");
    }
    const auto multiple = static_cast<int>(m_generator.network().multiple());
    const Size size = lenderSize(exemplar.photo->size(), content, multiple);
    const Image photo = imaging::resizeBicubic(
        exemplar.photo->channels() == 3 ? *exemplar.photo : inColour(*exemplar.photo), size);
    const LabelPlane labels = imaging::resizeNearest(*exemplar.labels, size);
    Lender lender{.photo = pictureTensor(photo, size, 3),
                  .channels = idMap(m_channels.channelsOf(labels), size),
                  .condition = {}};
    lender.condition =
        nets::NetworkInput(lender.channels, m_channels.channels(), nets::Tensor()).dense();
    return lender;
}

nets::Tensor CoCosNetTranslator::warped(const Content& content, const scene::Exemplar& exemplar,
                                        const Lender& lender, Size scene,
                                        const nets::InferenceRun::Options& options) {
    const auto& net = *m_correspondence.network().as<nets::cocosnet::Correspondence>();
    nets::Tensor picture;
    m_correspondence.run(options, [&](nets::Run& run, const nets::Scope& weights) {
        const auto places = [&](const nets::Tensor& adapted, const nets::Tensor& condition,
                                bool ofScene) {
            return ofScene ? net.theta(run, weights, adapted, condition)
                           : net.phi(run, weights, adapted, condition);
        };
        nets::Attention question = matching(
            net.warping,
            places(net.adaptedCondition(run, weights, content.condition), content.condition, true),
            places(net.adaptedPhoto(run, weights, lender.photo), lender.condition, false));
        if (exemplar.target.kind != Target::Kind::Everything) {
            question.queryGroups = placesOf(content.channels, net.warping.stride);
            question.keyGroups = placesOf(lender.channels, net.warping.stride);
        }
        std::vector<nets::Tensor> ofScene;
        std::vector<nets::Tensor> ofLender;
        for (const scene::Pin& pin : exemplar.pins) {
            const auto stride = static_cast<double>(net.warping.stride);
            const auto place = [&](Point point, Size from, double width, double height) {
                return std::pair((point.y + 0.5) / from.height * height / stride - 0.5,
                                 (point.x + 0.5) / from.width * width / stride - 0.5);
            };
            const auto [y, x] = place(pin.scene, scene, content.photo.width, content.photo.height);
            const auto [v, u] = place(pin.exemplar, exemplar.photo->size(),
                                      static_cast<double>(lender.photo.size(3)),
                                      static_cast<double>(lender.photo.size(2)));
            ofScene.push_back(bump(question.query.size(2), question.query.size(3), y, x) *
                              pinWeight);
            ofLender.push_back(bump(question.key.size(2), question.key.size(3), v, u));
        }
        if (!ofScene.empty()) {
            question.queryBias = at::stack(ofScene).unsqueeze(0);
            question.keyBias = at::stack(ofLender).unsqueeze(0);
        }
        picture = warp(run, net.warping, question, {.exemplar = lender.photo})
                      .out.to(at::kCPU, at::kFloat);
    });
    return picture;
}

nets::Tensor CoCosNetTranslator::warpOf(const scene::SceneSnapshot& scene, const Content& content,
                                        const nets::InferenceRun::Options& options) {
    nets::Tensor sum = at::zeros({1, 3, content.padded.height, content.padded.width}, at::kFloat);
    // What is for more of the scene comes first, what is for less lies above it.
    std::vector<const scene::Exemplar*> exemplars;
    for (const auto& [id, exemplar] : scene->allExemplars()) {
        exemplars.push_back(exemplar);
    }
    std::ranges::stable_sort(exemplars, {},
                             [](const scene::Exemplar* exemplar) { return exemplar->target.kind; });
    for (const scene::Exemplar* exemplar : exemplars) {
        const Lender lender = lenderOf(*exemplar, content.padded);
        const nets::Tensor look =
            warped(content, *exemplar, lender, scene->size(), options) * exemplar->strength;
        if (exemplar->target.kind == Target::Kind::Everything) {
            sum = look;
            continue;
        }
        const nets::Tensor& ids =
            exemplar->target.kind == Target::Kind::Class ? content.labels : content.instances;
        const nets::Tensor here =
            ids.eq(static_cast<std::int64_t>(static_cast<std::int32_t>(exemplar->target.id)))
                .logical_and(at::isin(content.channels, lender.channels))
                .unsqueeze(1);
        sum = at::where(here, look, sum);
    }
    return sum;
}

RenderResult CoCosNetTranslator::render(const scene::SceneSnapshot& scene,
                                        const RenderSettings& settings, const CancelToken& cancel,
                                        const ProgressSink& progress) {
    cancel.check();
    m_generator.refuseHopeless(settings.size.empty() ? scene->size() : settings.size);
    StageClock clock;
    Content content = contentOf(scene, settings.size);
    clock.end("prepare");
    nets::InferenceRun::Options options;
    options.cancel = cancel;
    options.progress = progress;
    // In the layout that the layers want: every one of them would convert it otherwise.
    const nets::Tensor seen = at::cat({warpOf(scene, content, options), content.condition}, 1)
                                  .contiguous(at::MemoryFormat::ChannelsLast);
    // At 1024 x 1024 with 150 classes each of these is hundreds of megabytes.
    content.condition = nets::Tensor();
    m_correspondence.releaseScratch();
    clock.end("correspondence");
    const nets::Tensor result =
        m_generator.generate({{m_generator.network().inputs().front().name, seen}}, options);
    checkMappedFiles();
    clock.end("network");
    RenderResult render;
    render.photo = photoFromTensor(result, content.photo);
    clock.end("finish");
    render.revision = scene.revision();
    render.seconds = clock.total();
    render.stages = clock.stages();
    render.peakBytes = nets::peakResidentBytes();
    std::ostringstream device;
    device << m_generator.device();
    render.device = device.str();
    render.precision = m_generator.precisionName();
    return render;
}

} // namespace underpaint::translate
