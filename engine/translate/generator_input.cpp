// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/generator_input.h"

#include "engine/base/error.h"
#include "engine/kernels/instance_edges.h"
#include "engine/kernels/noise_planes.h"
#include "engine/translate/instance_features.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/scene_maps.h"

namespace underpaint::translate {

namespace {

nets::Tensor labelTensor(const Plane<std::int32_t>& channels, Size padded) {
    nets::Tensor tensor = at::empty({1, padded.height, padded.width}, at::kInt);
    padByReflection(channels, padded, tensor.data_ptr<std::int32_t>());
    return tensor;
}

} // namespace

int InputPainter::planeCount() const {
    return (m_manifest.useInstanceEdges ? 1 : 0) + m_manifest.featNum + m_noise;
}

InputPainter::InputPainter(const project::Manifest& manifest, std::int64_t inputChannels,
                           std::int64_t noise)
    : m_manifest(manifest), m_inputChannels(inputChannels), m_noise(static_cast<int>(noise)) {
    const std::int64_t planes = planeCount();
    const std::int64_t picture = inputChannels - planes;
    const bool fits = manifest.labelChannels > 0 ? picture == manifest.labelChannels
                                                 : picture == 3 || picture == 1;
    if (!fits) {
        throw Error(
            "the generator takes " + std::to_string(inputChannels) + " channels, which is not " +
                (manifest.labelChannels > 0 ? std::to_string(manifest.labelChannels) + " labels"
                                            : std::string("a picture")) +
                " + " + std::to_string(planes) + " for edges, styles and noise",
            "manifest.json", "Import the model again with the right options");
    }
    if (manifest.labelChannels > 0) {
        m_channels.emplace(manifest.classes, manifest.labelChannels);
    } else if (!manifest.classes.empty()) {
        m_colours.emplace(manifest.classes);
    }
}

nets::Tensor InputPainter::planesOf(const scene::SceneSnapshot& scene,
                                    const InstancePlane& instances) const {
    const int count = planeCount();
    if (count == 0) {
        return {};
    }
    nets::Tensor planes = at::empty({1, count, instances.height(), instances.width()}, at::kFloat);
    auto* target = planes.data_ptr<float>();
    if (m_manifest.useInstanceEdges) {
        kernels::instanceEdges(instances.data(), target, instances.width(), instances.height());
        target += instances.size().area();
    }
    if (m_manifest.featNum > 0) {
        paintFeatures(instances, featuresOf(scene, m_manifest), m_manifest.featNum, target);
        target += m_manifest.featNum * instances.size().area();
    }
    kernels::noisePlanes(scene->seed, instances.width(), instances.height(), m_noise, target);
    return planes;
}

GeneratorInput InputPainter::paint(const scene::SceneSnapshot& scene, Size size,
                                   const std::function<Size(Size)>& paddedSize) const {
    const int pictureChannels = static_cast<int>(m_inputChannels) - planeCount();
    if (usesPhoto() && planeCount() == 0) {
        const Image photo = photoOf(scene, size);
        return {pictureTensor(photo, paddedSize(photo.size()), pictureChannels), photo.size()};
    }
    const SceneMaps maps = mapsOf(scene, size);
    const Size photoSize = maps.labels.size();
    const Size padded = paddedSize(photoSize);
    const nets::Tensor planes = planesOf(scene, paddedByReflection(maps.instances, padded));
    if (m_channels) {
        return {nets::NetworkInput(labelTensor(m_channels->channelsOf(maps.labels), padded),
                                   m_channels->channels(), planes),
                photoSize};
    }
    const Image picture = m_colours ? m_colours->pictureOf(maps.labels) : photoOf(scene, photoSize);
    const nets::Tensor dense = pictureTensor(picture, padded, pictureChannels);
    return {nets::NetworkInput(planes.defined() ? at::cat({dense, planes}, 1) : dense), photoSize};
}

} // namespace underpaint::translate
