// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/bicyclegan_translator.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/nets/run/device.h"
#include "engine/nets/systems/bicyclegan.h"
#include "engine/nets/systems/region_encoder.h"
#include "engine/translate/picture_tensors.h"

#include <algorithm>
#include <cmath>

namespace underpaint::translate {

namespace {

constexpr int usualExtent = 256;

/// What encoders of codes have in common.
struct EncoderShape {
    int inputChannels = 0;
    int codeSize = 0;
    int nominalExtent = 0; ///< of photos that it is made for; 0 = any
};

std::optional<EncoderShape> shapeOf(const ModelNetwork& encoder) {
    if (const auto* net = encoder.network().as<nets::bicyclegan::Encoder>()) {
        return EncoderShape{static_cast<int>(net->inputChannels), static_cast<int>(net->codeSize),
                            static_cast<int>(net->nominalExtent())};
    }
    if (const auto* net = encoder.network().as<nets::bicyclegan::RegionEncoder>()) {
        return EncoderShape{static_cast<int>(net->inputChannels), static_cast<int>(net->codeSize)};
    }
    return std::nullopt;
}

std::optional<ModelNetwork> openCodeEncoder(const project::ModelPackage& package, at::Device device,
                                            int codeSize) {
    if (codeSize == 0 || !package.manifest().networks.contains("E")) {
        return std::nullopt;
    }
    // It is small, and codes are compared with stored ones: always exact.
    ModelNetwork encoder(package, "E", device, nets::Precision::Fp32);
    const std::optional<EncoderShape> net = shapeOf(encoder);
    if (!net || net->codeSize != codeSize || (net->inputChannels != 3 && net->inputChannels != 1)) {
        throw Error("network E is no encoder from a photo to a code of " +
                        std::to_string(codeSize) + " values",
                    "manifest.json /networks/E");
    }
    return encoder;
}

/// What the encoder is shown of a photo: as many pixels as the model paints, in the photo's
/// proportions. An encoder of official pictures sees the window at their top left when they are
/// less than twice its own size.
Size encodedSize(Size photo, const project::SizeRules& native, int nominalExtent) {
    const bool unknown = native.nativeWidth <= 0 || native.nativeHeight <= 0;
    if (unknown || (native.nativeWidth == nominalExtent && native.nativeHeight == nominalExtent)) {
        const int extent = nominalExtent > 0 ? nominalExtent : usualExtent;
        return {extent, extent};
    }
    const double pixels = static_cast<double>(native.nativeWidth) * native.nativeHeight;
    double scale = std::sqrt(pixels / (static_cast<double>(photo.width) * photo.height));
    scale = std::max(scale, 2.0 * nominalExtent / std::min(photo.width, photo.height));
    const auto scaled = [scale](int side) {
        return static_cast<int>(std::ceil(side * scale - 1e-6));
    };
    return {scaled(photo.width), scaled(photo.height)};
}

} // namespace

BicycleGanTranslator::BicycleGanTranslator(const project::ModelPackage& package,
                                           const EngineSettings& settings)
    : GeneratorTranslator(package, settings),
      m_encoder(openCodeEncoder(package, nets::deviceFromName(settings.device),
                                painter().latentSize())) {}

Capabilities BicycleGanTranslator::capabilities() const {
    const nets::NetworkDefinition& network = generator().definition();
    Capabilities can;
    can.labels = !painter().usesPhoto();
    can.instances = manifest().useInstanceEdges;
    can.photoInput = painter().usesPhoto();
    can.latentSize = painter().latentSize();
    can.codeEncoder = m_encoder.has_value();
    can.variation = can.latentSize > 0 || network.dropout;
    can.paperBehaviour = network.dropout || network.norm == nets::Norm::Batch;
    return can;
}

std::vector<float> BicycleGanTranslator::encodeCode(const Image& photo, const CancelToken& cancel) {
    if (!m_encoder) {
        return GeneratorTranslator::encodeCode(photo, cancel);
    }
    if (photo.empty() || photo.channels() != 3) {
        throw Error("is no RGB photo", "photo for the latent code", "Give an RGB photo");
    }
    const EncoderShape net = *shapeOf(*m_encoder);
    const Size size = encodedSize(photo.size(), manifest().size, net.nominalExtent);
    const Image seen = imaging::resizeBicubic(photo, size);
    const nets::Tensor mean =
        m_encoder
            ->forward(
                {{"input", pictureTensor(seen, m_encoder->paddedSize(size), net.inputChannels)}},
                {.cancel = cancel}, "mu")
            .contiguous();
    return {mean.data_ptr<float>(), mean.data_ptr<float>() + mean.numel()};
}

} // namespace underpaint::translate
