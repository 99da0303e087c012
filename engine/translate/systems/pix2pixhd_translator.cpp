// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/pix2pixhd_translator.h"

#include "engine/base/error.h"
#include "engine/nets/run/device.h"
#include "engine/nets/systems/pix2pixhd.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"

#include <optional>
#include <unordered_map>

namespace underpaint::translate {

namespace {

std::optional<ModelNetwork> openEncoder(const project::ModelPackage& package, at::Device device) {
    const project::Manifest& manifest = package.manifest();
    if (!manifest.networks.contains("E")) {
        return std::nullopt;
    }
    // Styles are compared with stored ones, and the encoder is small: always exact.
    ModelNetwork encoder(package, "E", device, nets::Precision::Fp32);
    const auto* net = encoder.network().as<nets::pix2pixhd::Encoder>();
    if (net == nullptr || net->inputChannels != 3 || net->outputChannels != manifest.featNum) {
        throw Error("network E is no encoder from a photo to " + std::to_string(manifest.featNum) +
                        " style values",
                    "manifest.json /networks/E");
    }
    return encoder;
}

void checkStyles(const project::Manifest& manifest) {
    for (const auto& [id, centroids] : manifest.styles) {
        for (const project::StyleCentroid& centroid : centroids) {
            if (static_cast<int>(centroid.values.size()) != manifest.featNum) {
                throw Error("a style has " + std::to_string(centroid.values.size()) +
                                " values instead of " + std::to_string(manifest.featNum),
                            "manifest.json /styles/" + std::to_string(id));
            }
        }
    }
}

/// (1, 1, H, W) ids 0..n-1 in order of first appearance; what lies outside of the map is -1, an
/// instance of its own, so that it does not count in the means.
struct CompactIds {
    nets::Tensor tensor;
    /// The first pixel of each id.
    std::vector<std::pair<std::uint32_t, Point>> first;
};

CompactIds compactIds(const InstancePlane& instances, Size padded) {
    CompactIds ids{at::full({1, 1, padded.height, padded.width}, -1, at::kLong), {}};
    auto* target = ids.tensor.data_ptr<std::int64_t>();
    std::unordered_map<std::uint32_t, std::int64_t> numbers;
    for (int y = 0; y < instances.height(); ++y) {
        for (int x = 0; x < instances.width(); ++x) {
            const std::uint32_t id = instances.at(x, y);
            const auto number = static_cast<std::int64_t>(ids.first.size());
            const auto [it, fresh] = numbers.try_emplace(id, number);
            if (fresh) {
                ids.first.emplace_back(id, Point{x, y});
            }
            target[static_cast<std::int64_t>(y) * padded.width + x] = it->second;
        }
    }
    return ids;
}

} // namespace

Pix2PixHdTranslator::Pix2PixHdTranslator(const project::ModelPackage& package,
                                         const EngineSettings& settings)
    : GeneratorTranslator(package, settings),
      m_encoder(openEncoder(package, nets::deviceFromName(settings.device))) {
    checkStyles(manifest());
}

Capabilities Pix2PixHdTranslator::capabilities() const {
    const project::Manifest& manifest = this->manifest();
    Capabilities can;
    can.labels = !painter().usesPhoto();
    can.instances = manifest.useInstanceEdges || manifest.featNum > 0;
    can.styles = manifest.featNum > 0;
    can.encoder = m_encoder.has_value();
    can.photoInput = painter().usesPhoto();
    can.variation =
        (manifest.featNum > 0 && !manifest.styles.empty()) || generator().noiseChannels() > 0;
    can.paperBehaviour = generator().definition().norm == nets::Norm::Batch;
    return can;
}

std::map<std::uint32_t, std::vector<float>>
Pix2PixHdTranslator::encodeStyles(const Image& photo, const InstancePlane& instances,
                                  const CancelToken& cancel) {
    if (!m_encoder) {
        throw Error("the model has no encoder, so it cannot take styles from a photo",
                    manifest().name, "Import it together with its latest_net_E.pth");
    }
    if (photo.size() != instances.size() || photo.channels() != 3) {
        throw Error("the photo is " + std::to_string(photo.width()) + "x" +
                        std::to_string(photo.height()) + ", the instance map " +
                        std::to_string(instances.width()) + "x" +
                        std::to_string(instances.height()),
                    "style photo", "Give an RGB photo of the scene's size");
    }
    ModelNetwork& encoder = *m_encoder;
    const Size padded = encoder.paddedSize(photo.size());
    const CompactIds ids = compactIds(instances, padded);
    const nets::Tensor features = encoder.forward(
        {{"image", pictureTensor(photo, padded, 3)}, {"inst", ids.tensor}}, {.cancel = cancel});
    const auto values = features.accessor<float, 4>();
    std::map<std::uint32_t, std::vector<float>> styles;
    for (const auto& [id, at] : ids.first) {
        std::vector<float>& style = styles[id];
        for (std::int64_t c = 0; c < features.size(1); ++c) {
            style.push_back(values[0][c][at.y][at.x]);
        }
    }
    return styles;
}

} // namespace underpaint::translate
