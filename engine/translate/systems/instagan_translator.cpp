// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/instagan_translator.h"

#include "engine/base/error.h"
#include "engine/nets/systems/instagan.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/stage_clock.h"
#include "engine/translate/translate_instances.h"

#include <algorithm>
#include <utility>

namespace underpaint::translate {

namespace {

/// Encoded masks that are kept until they are decoded take no more than this, but for two.
constexpr std::size_t mostKeptBytes = std::size_t{32} << 20U;

const nets::instagan::SetGenerator& setGenerator(const ModelNetwork& network) {
    const auto* net = network.network().as<nets::instagan::SetGenerator>();
    if (net == nullptr || net->inputChannels != 3 || net->outputChannels != 3) {
        throw Error("is no generator of photos and masks", "manifest.json /networks",
                    "Import the model again");
    }
    return *net;
}

std::size_t mostKept(const nets::instagan::SetGenerator& net, Size size) {
    const auto bytes = static_cast<std::size_t>(4 * net.ngf * size.area() / 16) * sizeof(float);
    return std::max<std::size_t>(2, mostKeptBytes / std::max<std::size_t>(bytes, 1));
}

/// (1, 1, H, W) in [-1, 1]; what is empty is exactly -1.
nets::Tensor maskTensor(const Image& mask, Size padded) {
    nets::Tensor bytes = at::empty({1, 1, padded.height, padded.width}, at::kByte);
    padByReflection(mask, padded, bytes.data_ptr<std::uint8_t>());
    return bytes.to(at::kFloat).div_(255).sub_(0.5).div_(0.5);
}

/// The top-left `size` pixels as bytes, cut off as photos are.
Image maskFromTensor(const nets::Tensor& result, Size size) {
    const nets::Tensor levels = ((result + 1) / 2 * 255)
                                    .clamp(0, 255)
                                    .to(at::kCPU, at::kByte)
                                    .slice(2, 0, size.height)
                                    .slice(3, 0, size.width)
                                    .contiguous();
    Image mask(size.width, size.height);
    std::copy_n(levels.data_ptr<std::uint8_t>(), levels.numel(), mask.data());
    return mask;
}

PhotoPart translatePart(ModelNetwork& network, const PhotoPart& part, const CancelToken& cancel,
                        const ProgressSink& progress) {
    const nets::instagan::SetGenerator& net = setGenerator(network);
    const Size size = part.photo.size();
    const Size padded = network.paddedSize(size);
    network.refuseHopeless(padded);
    PhotoPart made{.photo = {}, .masks = part.masks};
    // Encoding and decoding of each mask, and of the photo.
    const auto total = static_cast<double>(2 * part.masks.size() + 2);
    double done = 0;
    const auto tick = [&] { progress(std::min(1.0, ++done / total), "network"); };
    const nets::instagan::SetGenerator::Masks masks{
        .count = part.masks.size(),
        .mask =
            [&](std::size_t i) {
                tick();
                return maskTensor(part.masks[i], padded);
            },
        .translated =
            [&](std::size_t i, const nets::Tensor& mask) {
                made.masks[i] = maskFromTensor(mask, size);
                tick();
            }};
    network.run({.cancel = cancel}, [&](nets::Run& run, const nets::Scope& weights) {
        const nets::Tensor photo = net.translate(run, weights, pictureTensor(part.photo, padded, 3),
                                                 masks, mostKept(net, padded));
        made.photo = photoFromTensor(photo, size);
    });
    return made;
}

} // namespace

InstaGanTranslator::InstaGanTranslator(const project::ModelPackage& package,
                                       const EngineSettings& settings)
    : m_model(package, settings) {}

PhotoTranslation InstaGanTranslator::translate(const PhotoTranslationRequest& request,
                                               const CancelToken& cancel,
                                               const ProgressSink& progress) {
    checkRequest(request);
    if (request.masks.empty()) {
        throw Error("there is no mask: the model translates instances", "photo to translate",
                    "Give the masks of the instances");
    }
    StageClock clock;
    ModelNetwork& network = m_model.generator(request.settings.direction);
    PhotoTranslation result = translateInstances(
        request, m_model.nativeSize(),
        [&](const PhotoPart& part, const ProgressSink& sink) {
            return translatePart(network, part, cancel, sink);
        },
        cancel, progress);
    clock.end("network");
    addFacts(result, network, clock.total());
    return result;
}

} // namespace underpaint::translate
