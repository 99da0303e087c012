// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/segmentation.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/resize.h"
#include "engine/nets/run/device.h"
#include "engine/nets/systems/segmenter.h"
#include "engine/translate/model_network.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/segmentation_map.h"
#include "engine/translate/torch_border.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

namespace underpaint::translate {

namespace {

constexpr const char* role = "S";
/// Of a package that names no native size.
constexpr long long defaultArea = 320LL * 240;

/// The channels that are classes; others were never trained.
std::vector<std::uint16_t> channelsOf(const project::Manifest& manifest, std::int64_t classes) {
    std::vector<std::uint16_t> channels;
    for (const project::PackageClass& one : manifest.classes) {
        if (one.id >= classes) {
            throw Error("class " + one.name + " has no channel among the segmenter's " +
                            std::to_string(classes),
                        "manifest.json /labels/classes");
        }
        channels.push_back(static_cast<std::uint16_t>(one.id));
    }
    if (channels.empty()) {
        throw Error("names no classes", "manifest.json /labels/classes",
                    "Export the segmenter again from its training run");
    }
    return channels;
}

int roundedExtent(double extent, int multiple) {
    const double steps = std::round(extent / multiple);
    return multiple * std::max(1, static_cast<int>(steps));
}

} // namespace

struct Segmentation::Impl {
    project::Manifest manifest;
    ModelNetwork network;
    std::vector<std::uint16_t> channels;

    Size rounded(double width, double height) const {
        const auto multiple = static_cast<int>(network.network().multiple());
        return {roundedExtent(width, multiple), roundedExtent(height, multiple)};
    }
};

Segmentation::Segmentation(const project::ModelPackage& package, const EngineSettings& settings) {
    atTorchBorder([&] {
        if (!package.manifest().networks.contains(role)) {
            throw Error("the model has no segmenter (a network \"S\")", package.path().string(),
                        "Choose a package of kind segmenter");
        }
        nets::setThreads(settings.threads);
        ModelNetwork network(package, role, nets::deviceFromName(settings.device),
                             settings.precision);
        const auto* segmenter = network.network().as<nets::Segmenter>();
        if (segmenter == nullptr) {
            throw Error("network S is no segmenter",
                        package.path().string() + ": manifest.json /networks/S");
        }
        std::vector<std::uint16_t> channels = channelsOf(package.manifest(), segmenter->classes);
        m_impl = std::make_unique<Impl>(
            Impl{package.manifest(), std::move(network), std::move(channels)});
    });
}

Segmentation::~Segmentation() = default;
Segmentation::Segmentation(Segmentation&&) noexcept = default;
Segmentation& Segmentation::operator=(Segmentation&&) noexcept = default;

const project::Manifest& Segmentation::manifest() const {
    return m_impl->manifest;
}

Size Segmentation::workingSize(Size photo) const {
    if (photo.area() == 0) {
        throw Error("the photo is empty");
    }
    const project::SizeRules& rules = m_impl->manifest.size;
    const long long native = static_cast<long long>(rules.nativeWidth) * rules.nativeHeight;
    const auto area = static_cast<double>(native > 0 ? native : defaultArea);
    const double scale = std::sqrt(area / static_cast<double>(photo.area()));
    return m_impl->rounded(scale * photo.width, scale * photo.height);
}

SegmentedPhoto Segmentation::segment(const Image& photo, const SegmentationSettings& settings,
                                     const CancelToken& cancel, const ProgressSink& progress) {
    if (photo.empty() || photo.channels() != 3) {
        throw Error("a segmenter takes an RGB photo");
    }
    return guarded([&] {
        const auto start = std::chrono::steady_clock::now();
        const Size size = settings.size.area() > 0
                              ? m_impl->rounded(settings.size.width, settings.size.height)
                              : workingSize(photo.size());
        const Image seen = imaging::resizeBicubic(photo, size);
        nets::InferenceRun::Options options;
        options.cancel = cancel;
        options.progress = progress;
        options.expectedMultiplyAdds =
            m_impl->network.network().cost(size.width, size.height).multiplyAdds;
        const nets::Tensor scores =
            m_impl->network.forward({{"input", pictureTensor(seen, size, 3)}}, std::move(options));
        cancel.check();
        checkMappedFiles(); // the weights may lie in a file that was cut off meanwhile
        ChannelMap map = bestChannels(scores, photo.size(), m_impl->channels, settings.confidence);
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        return SegmentedPhoto{std::move(map.channels), std::move(map.confidence), spent.count()};
    });
}

} // namespace underpaint::translate
