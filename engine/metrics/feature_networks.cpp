// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/feature_networks.h"

#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/metrics/inception_v3.h"
#include "engine/metrics/photo_tensors.h"
#include "engine/metrics/vgg16.h"
#include "engine/nets/backbones/efficientnet_lite0.h"
#include "engine/nets/network.h"
#include "engine/nets/run/device.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/segmenter.h"
#include "engine/nets/weights/backbone_weights.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/tensors/weights_file.h"

#include <memory>
#include <utility>

namespace underpaint::metrics {

namespace {

/// Brings a photo in [-1, 1] to what the paper calls the scaling layer: ImageNet's mean and
/// deviation, in the paper's own units.
at::Tensor scaled(const at::Tensor& photo) {
    const auto constant = [&](std::initializer_list<float> values) {
        return at::tensor(values).view({1, 3, 1, 1}).to(photo.device());
    };
    return (photo - constant({-0.030F, -0.088F, -0.188F})) / constant({0.458F, 0.448F, 0.450F});
}

FeatureMap mapOf(const at::Tensor& activations) {
    const at::Tensor values = activations.to(at::kCPU, at::kFloat).contiguous();
    const float* data = values.data_ptr<float>();
    return {static_cast<int>(values.size(1)), static_cast<int>(values.size(2)),
            static_cast<int>(values.size(3)), std::vector<float>(data, data + values.numel())};
}

std::vector<FeatureMap> mapsOf(const std::vector<at::Tensor>& layers) {
    std::vector<FeatureMap> maps;
    maps.reserve(layers.size());
    for (const at::Tensor& layer : layers) {
        maps.push_back(mapOf(layer));
    }
    return maps;
}

LayerWeights readHeads(const std::filesystem::path& path) {
    const project::TensorFile file = project::readWeightsFile(path);
    LayerWeights heads;
    for (std::size_t layer = 0; layer < Vgg16::layerChannels.size(); ++layer) {
        const std::string key = "lin" + std::to_string(layer) + ".model.1.weight";
        const project::StoredTensor* stored = file.find(key);
        if (stored == nullptr) {
            throw Error("has no " + key, path.string(),
                        "Name the linear layers of the lpips package (weights/v0.1/vgg.pth)");
        }
        const at::Tensor values = nets::toTensor(*stored).to(at::kFloat).flatten().contiguous();
        if (values.numel() != Vgg16::layerChannels.at(layer)) {
            throw Error(key + " has " + std::to_string(values.numel()) + " weights instead of " +
                            std::to_string(Vgg16::layerChannels.at(layer)),
                        path.string(), "The heads of another network do not fit VGG-16");
        }
        const float* data = values.data_ptr<float>();
        heads.emplace_back(data, data + values.numel());
    }
    return heads;
}

/// The photo continued by its border to multiples of the network's steps.
at::Tensor paddedTo(const at::Tensor& photo, std::int64_t multiple) {
    const auto missing = [multiple](std::int64_t extent) {
        return (multiple - extent % multiple) % multiple;
    };
    return at::replication_pad2d(photo, {0, missing(photo.size(3)), 0, missing(photo.size(2))});
}

std::vector<float> joined(const std::vector<FeatureMap>& maps) {
    std::vector<float> features;
    for (const FeatureMap& map : maps) {
        const std::vector<float> means = pooled(map);
        features.insert(features.end(), means.begin(), means.end());
    }
    return features;
}

} // namespace

NamedDistance lpipsVgg16(const std::filesystem::path& network, const std::filesystem::path& heads,
                         const std::string& device) {
    const at::Device place = nets::deviceFromName(device);
    auto weights = std::make_shared<const nets::ParamStore>(
        vgg16Weights(project::readWeightsFile(network)).to(place, at::kFloat));
    const auto activations = [weights = std::move(weights), place](const Image& photo) {
        const at::NoGradGuard noGrad;
        nets::EagerRun run;
        return mapsOf(Vgg16()(run, nets::Scope(*weights), scaled(photoTensor(photo).to(place))));
    };
    return {"lpips_vgg16",
            [activations, layerWeights = readHeads(heads)](const Image& a, const Image& b) {
                return perceptualDistance(activations(a), activations(b), layerWeights);
            }};
}

NamedFeatures inceptionV3(const std::filesystem::path& file, const std::string& device) {
    const at::Device place = nets::deviceFromName(device);
    auto weights = std::make_shared<const nets::ParamStore>(
        inceptionWeights(project::readWeightsFile(file)).to(place, at::kFloat));
    return {"fid", [weights = std::move(weights), place](const Image& photo) {
                const at::NoGradGuard noGrad;
                const at::Tensor unit = photoBytes(photo).to(at::kFloat).to(place) / 255;
                const at::Tensor features =
                    inceptionFeatures(*weights, unit).to(at::kCPU).flatten().contiguous();
                const float* data = features.data_ptr<float>();
                return std::vector<float>(data, data + features.numel());
            }};
}

FeatureFunction backboneActivations(const project::ModelPackage& package,
                                    const std::string& device) {
    const auto described = package.manifest().networks.find("S");
    if (described == package.manifest().networks.end()) {
        throw Error("the model has no segmenter (a network \"S\")", package.path().string(),
                    "Choose a package of kind segmenter");
    }
    const nets::Network network =
        nets::Network::create(described->second.network, described->second.options);
    const auto* segmenter = network.as<nets::Segmenter>();
    if (segmenter == nullptr) {
        throw Error("network S is no segmenter", "manifest.json /networks/S");
    }
    const at::Device place = nets::deviceFromName(device);
    auto weights = std::make_shared<const nets::ParamStore>(
        nets::loadWholeWeights(network, package.weights("S")).to(place, at::kFloat));
    return [net = *segmenter, weights = std::move(weights), place](const Image& photo) {
        const at::NoGradGuard noGrad;
        nets::EagerRun run;
        const at::Tensor input = paddedTo(photoTensor(photo), net.multiple()).to(place);
        return mapsOf(net.features(run, nets::Scope(*weights), input));
    };
}

namespace {

/// EfficientNet-lite0 on photos.
class Lite0 {
public:
    Lite0(const std::filesystem::path& folder, const std::string& device)
        : m_place(nets::deviceFromName(device)),
          m_weights(nets::backboneWeights(folder, "backbone.efficientnet_lite0", m_place)) {}

    nets::EfficientNetLite0::Features operator()(const Image& photo, std::size_t stages) const {
        const at::NoGradGuard noGrad;
        nets::EagerRun run;
        const at::Tensor input =
            photoTensor(photo).to(m_place).contiguous(at::MemoryFormat::ChannelsLast);
        return nets::EfficientNetLite0{}(run, nets::Scope(m_weights), input, stages);
    }

private:
    at::Device m_place;
    nets::ParamStore m_weights;
};

} // namespace

NamedFeatures lite0Features(const std::filesystem::path& folder, const std::string& device) {
    constexpr Size measured{256, 192};
    const auto network = std::make_shared<const Lite0>(folder, device);
#ifdef UNDERPAINT_HAVE_EIGEN
    const char* frechet = "frechet_lite0";
#else
    const char* frechet = "";
#endif
    return {.name = frechet,
            .features =
                [network, measured](const Image& photo) {
                    const auto features = (*network)(imaging::resizeBicubic(photo, measured),
                                                     nets::EfficientNetLite0::strides.size());
                    const at::Tensor pooled = features.pooled.to(at::kCPU).flatten().contiguous();
                    const float* data = pooled.data_ptr<float>();
                    return std::vector<float>(data, data + pooled.numel());
                },
            .kernelName = "kernel_lite0"};
}

NamedDistance lite0Distance(const std::filesystem::path& folder, const std::string& device) {
    constexpr std::size_t stages = 4;
    const auto network = std::make_shared<const Lite0>(folder, device);
    return {"perceptual_lite0", [network](const Image& a, const Image& b) {
                return perceptualDistance(mapsOf((*network)(a, stages).stages),
                                          mapsOf((*network)(b, stages).stages));
            }};
}

NamedDistance ownPerceptualDistance(const project::ModelPackage& package,
                                    const std::string& device) {
    return {"perceptual_own_backbone",
            [activations = backboneActivations(package, device)](const Image& a, const Image& b) {
                return perceptualDistance(activations(a), activations(b));
            }};
}

NamedFeatures ownFeatures(const project::ModelPackage& package, const std::string& device) {
    return {"frechet_own_backbone", [activations = backboneActivations(package, device)](
                                        const Image& photo) { return joined(activations(photo)); }};
}

} // namespace underpaint::metrics
