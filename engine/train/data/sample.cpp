// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/sample.h"

#include "engine/kernels/instance_edges.h"
#include "engine/train/data/photo_window.h"
#include "engine/train/data/sample_cut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace underpaint::train {

namespace {

/// The planes of a pair's window at the training size.
struct Planes {
    Size size;
    std::vector<float> photo; ///< 3 planes in [0, 1]
    std::vector<std::uint16_t> labels;
    std::vector<std::uint32_t> instances;
};

Planes windowed(const PackedPair& pair, Rect window, Size size) {
    return {size, photoWindow(pair.photo, pair.size, window, size),
            mapWindow(pair.labels, pair.size, window, size),
            mapWindow(pair.instances, pair.size, window, size)};
}

template<class T>
void mirror(std::vector<T>& values, int width) {
    for (auto row = values.begin(); row != values.end(); row += width) {
        std::reverse(row, row + width);
    }
}

void mirror(Planes& planes) {
    mirror(planes.photo, planes.size.width);
    mirror(planes.labels, planes.size.width);
    mirror(planes.instances, planes.size.width);
}

/// Brightness, contrast and saturation, each by a factor of its own in 1 ± range.
void recolour(std::vector<float>& photo, double range, Random& random) {
    const auto factor = [&] { return static_cast<float>(1 + range * (2 * random.uniform() - 1)); };
    const float brightness = factor();
    const float contrast = factor();
    const float saturation = factor();
    const std::size_t plane = photo.size() / 3;
    const double sum = std::accumulate(photo.begin(), photo.end(), 0.0);
    const float mean = brightness * static_cast<float>(sum / static_cast<double>(photo.size()));
    for (std::size_t i = 0; i < plane; ++i) {
        std::array<float*, 3> pixel{&photo[i], &photo[plane + i], &photo[2 * plane + i]};
        float grey = 0;
        for (float* value : pixel) {
            *value = mean + (brightness * *value - mean) * contrast;
            grey += *value / 3;
        }
        for (float* value : pixel) {
            *value = std::clamp(grey + (*value - grey) * saturation, 0.0F, 1.0F);
        }
    }
}

Sample sampleOf(const PackedDataset& data, std::size_t pair, const Planes& planes) {
    const std::int64_t height = planes.size.height;
    const std::int64_t width = planes.size.width;
    Sample sample;
    sample.pair = pair;
    sample.image = at::empty({1, 3, height, width}, at::kFloat);
    sample.labels = at::empty({1, height, width}, at::kInt);
    sample.edges = at::empty({1, 1, height, width}, at::kFloat);
    sample.instances = at::empty({1, 1, height, width}, at::kInt);
    std::transform(planes.photo.begin(), planes.photo.end(), sample.image.data_ptr<float>(),
                   [](float value) { return 2 * value - 1; });
    std::transform(planes.labels.begin(), planes.labels.end(), sample.labels.data_ptr<int>(),
                   [&data](std::uint16_t label) { return data.channelOf(label); });
    std::transform(planes.instances.begin(), planes.instances.end(),
                   sample.instances.data_ptr<int>(),
                   [](std::uint32_t id) { return static_cast<std::int32_t>(id); });
    kernels::instanceEdges(planes.instances.data(), sample.edges.data_ptr<float>(),
                           planes.size.width, planes.size.height);
    return sample;
}

} // namespace

Sample cutSample(const PackedDataset& data, const Augmentation& augmentation, const SampleCut& cut,
                 Random& random) {
    Planes planes = windowed(data[cut.pair], cut.window, augmentation.size);
    if (cut.mirrored) {
        mirror(planes);
    }
    if (augmentation.colour > 0) {
        recolour(planes.photo, augmentation.colour, random);
    }
    Sample sample = sampleOf(data, cut.pair, planes);
    data.check();
    return sample;
}

Sample drawSample(const PackedDataset& data, const Augmentation& augmentation, std::uint64_t seed,
                  std::uint64_t index, const ClassBalance* balance) {
    DrawnCut drawn = drawCut(data, augmentation, seed, index, balance);
    return cutSample(data, augmentation, drawn.cut, drawn.random);
}

Sample wholeSample(const PackedDataset& data, std::size_t pair, Size size) {
    const PackedPair& source = data[pair];
    const Size window = fittingWindow(source.size, size);
    const Rect centre{(source.size.width - window.width) / 2,
                      (source.size.height - window.height) / 2, window.width, window.height};
    Sample sample = sampleOf(data, pair, windowed(source, centre, size));
    data.check();
    return sample;
}

Sample batchOf(const std::vector<Sample>& samples) {
    const auto joined = [&samples](at::Tensor Sample::*member) {
        std::vector<at::Tensor> parts;
        for (const Sample& sample : samples) {
            parts.push_back(sample.*member);
        }
        return parts.size() == 1 ? parts.front() : at::cat(parts);
    };
    return {joined(&Sample::image), joined(&Sample::labels), joined(&Sample::edges),
            joined(&Sample::instances), samples.front().pair};
}

} // namespace underpaint::train
