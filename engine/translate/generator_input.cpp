// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/generator_input.h"

#include "engine/base/error.h"
#include "engine/kernels/instance_edges.h"
#include "engine/kernels/noise_planes.h"
#include "engine/scene/drawn_code.h"
#include "engine/translate/instance_features.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/scene_maps.h"

#include <algorithm>

namespace underpaint::translate {

namespace {

nets::Tensor labelTensor(const Plane<std::int32_t>& channels, Size padded) {
    nets::Tensor tensor = at::empty({1, padded.height, padded.width}, at::kInt);
    padByReflection(channels, padded, tensor.data_ptr<std::int32_t>());
    return tensor;
}

/// Every `scale`th pixel, as maps of ids are made smaller.
nets::Tensor everyNth(const nets::Tensor& maps, std::int64_t scale) {
    const std::int64_t rows = maps.dim() - 2;
    return maps.slice(rows, 0, maps.size(rows), scale)
        .slice(rows + 1, 0, maps.size(rows + 1), scale)
        .contiguous();
}

nets::NetworkInput scaledDown(const nets::NetworkInput& input, std::int64_t scale) {
    if (scale == 1) {
        return input;
    }
    if (!input.isPainted()) {
        return at::avg_pool2d(input.dense(), {scale, scale}, {scale, scale});
    }
    const nets::Tensor planes =
        input.planes().defined() ? everyNth(input.planes(), scale) : nets::Tensor();
    return {everyNth(input.labels(), scale), input.classes(), planes};
}

nets::Tensor idTensor(const InstancePlane& instances) {
    nets::Tensor ids = at::empty({1, 1, instances.height(), instances.width()}, at::kLong);
    std::copy(instances.values().begin(), instances.values().end(), ids.data_ptr<std::int64_t>());
    return ids;
}

nets::Tensor codeTensor(const scene::SceneState& scene, std::int64_t channels) {
    const std::vector<float>& values = scene.appearance.code.values;
    if (!values.empty() && static_cast<std::int64_t>(values.size()) != channels) {
        throw Error("the latent code has " + std::to_string(values.size()) +
                        " values, the model takes " + std::to_string(channels),
                    "latent code", "Give a code of that length, or none");
    }
    const std::vector<float> drawn =
        values.empty() ? scene::drawnCode(scene.seed, static_cast<int>(channels)).values : values;
    nets::Tensor code = at::empty({1, channels, 1, 1}, at::kFloat);
    std::copy(drawn.begin(), drawn.end(), code.data_ptr<float>());
    return code;
}

} // namespace

/// A scene at the size of the photo.
struct InputPainter::Maps {
    Size photoSize;
    Size padded;
    LabelPlane labels;       ///< empty where nothing needs maps
    InstancePlane instances; ///< padded
    Image photo;             ///< the reference, where it decides the size; else empty

    Image photoOf(const scene::SceneSnapshot& scene) const {
        return photo.empty() ? translate::photoOf(scene, photoSize) : photo;
    }
};

int InputPainter::planeCount(const nets::InputSpec& condition) const {
    return (m_manifest.useInstanceEdges ? 1 : 0) + m_manifest.featNum +
           static_cast<int>(condition.noise);
}

int InputPainter::pictureChannels(const nets::InputSpec& condition) const {
    return static_cast<int>(condition.channels) - planeCount(condition);
}

InputPainter::InputPainter(const project::Manifest& manifest, std::vector<nets::InputSpec> inputs)
    : m_manifest(manifest), m_inputs(std::move(inputs)) {
    for (const nets::InputSpec& input : m_inputs) {
        if (input.content != nets::InputContent::Condition) {
            continue;
        }
        const int picture = pictureChannels(input);
        const bool fits = manifest.labelChannels > 0 ? picture == manifest.labelChannels
                                                     : picture == 3 || picture == 1;
        if (!fits) {
            throw Error(
                "the generator takes " + std::to_string(input.channels) +
                    " channels, which is not " +
                    (manifest.labelChannels > 0 ? std::to_string(manifest.labelChannels) + " labels"
                                                : std::string("a picture")) +
                    " + " + std::to_string(planeCount(input)) + " for edges, styles and noise",
                "manifest.json", "Import the model again with the right options");
        }
    }
    if (manifest.labelChannels > 0) {
        m_channels.emplace(manifest.classes, manifest.labelChannels);
    } else if (!manifest.classes.empty()) {
        m_colours.emplace(manifest.classes);
    }
}

int InputPainter::latentSize() const {
    std::int64_t values = 0;
    for (const nets::InputSpec& input : m_inputs) {
        values += input.content == nets::InputContent::Code ? input.channels : 0;
    }
    return static_cast<int>(values);
}

nets::Tensor InputPainter::planesOf(const scene::SceneSnapshot& scene,
                                    const InstancePlane& instances,
                                    const nets::InputSpec& condition) const {
    const int count = planeCount(condition);
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
    kernels::noisePlanes(scene->seed, instances.width(), instances.height(),
                         static_cast<int>(condition.noise), target);
    return planes;
}

bool InputPainter::needsMaps() const {
    return !usesPhoto() || std::ranges::any_of(m_inputs, [&](const nets::InputSpec& input) {
        return input.content == nets::InputContent::Instances ||
               (input.content == nets::InputContent::Condition && planeCount(input) > 0);
    });
}

InputPainter::Maps InputPainter::mapsFor(const scene::SceneSnapshot& scene, Size size,
                                         const std::function<Size(Size)>& paddedSize) const {
    Maps maps;
    if (needsMaps()) {
        SceneMaps own = mapsOf(scene, size);
        maps.photoSize = own.labels.size();
        maps.padded = paddedSize(maps.photoSize);
        maps.labels = std::move(own.labels);
        maps.instances = paddedByReflection(own.instances, maps.padded);
        return maps;
    }
    maps.photo = photoOf(scene, size);
    maps.photoSize = maps.photo.size();
    maps.padded = paddedSize(maps.photoSize);
    return maps;
}

nets::NetworkInput InputPainter::condition(const scene::SceneSnapshot& scene, const Maps& maps,
                                           const nets::InputSpec& spec) const {
    const nets::Tensor planes =
        maps.labels.empty() ? nets::Tensor() : planesOf(scene, maps.instances, spec);
    if (m_channels) {
        return {labelTensor(m_channels->channelsOf(maps.labels), maps.padded),
                m_channels->channels(), planes};
    }
    const nets::Tensor dense =
        pictureTensor(m_colours ? m_colours->pictureOf(maps.labels) : maps.photoOf(scene),
                      maps.padded, pictureChannels(spec));
    return planes.defined() ? at::cat({dense, planes}, 1) : dense;
}

std::optional<nets::NetworkInput> InputPainter::inputFor(const scene::SceneSnapshot& scene,
                                                         const Maps& maps,
                                                         const nets::InputSpec& spec) const {
    switch (spec.content) {
    case nets::InputContent::Condition:
        return condition(scene, maps, spec);
    case nets::InputContent::Picture:
        return pictureTensor(maps.photoOf(scene), maps.padded, static_cast<int>(spec.channels));
    case nets::InputContent::Instances:
        return idTensor(maps.instances);
    case nets::InputContent::Code:
        return codeTensor(*scene, spec.channels);
    case nets::InputContent::Judged:
    case nets::InputContent::Mask:
    case nets::InputContent::Features:
        break;
    }
    return std::nullopt;
}

GeneratorInput InputPainter::paint(const scene::SceneSnapshot& scene, Size size,
                                   const std::function<Size(Size)>& paddedSize) const {
    const Maps maps = mapsFor(scene, size, paddedSize);
    GeneratorInput painted{.inputs = {}, .photoSize = maps.photoSize};
    for (const nets::InputSpec& spec : m_inputs) {
        if (const auto input = inputFor(scene, maps, spec)) {
            const bool whole = spec.scale == 0 || spec.content == nets::InputContent::Code;
            painted.inputs.emplace(spec.name, whole ? *input : scaledDown(*input, spec.scale));
        }
    }
    return painted;
}

} // namespace underpaint::translate
