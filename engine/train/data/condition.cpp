// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/condition.h"

#include "engine/kernels/noise_planes.h"
#include "engine/nets/network_input.h"

namespace underpaint::train {

namespace {

at::Tensor pictureOf(const Sample& batch, const Recipe& recipe, const PackedDataset& data) {
    if (recipe.input == "photo") {
        return batch.image;
    }
    return recipe.input == "colours"
               ? colouredLabels(batch.labels, data)
               : nets::NetworkInput(batch.labels, data.labelChannels(), at::Tensor()).dense();
}

} // namespace

at::Tensor colouredLabels(const at::Tensor& labels, const PackedDataset& data) {
    at::Tensor colours = at::full({data.labelChannels() + 1, 3}, -1, at::kFloat);
    for (const project::PackageClass& known : data.classes()) {
        for (std::int64_t c = 0; c < 3; ++c) {
            const double level = known.colour[static_cast<std::size_t>(c)];
            colours[known.id + 1][c] = level / 127.5 - 1;
        }
    }
    return at::embedding(colours, labels + 1).permute({0, 3, 1, 2}).contiguous();
}

at::Tensor conditionOf(const Sample& batch, const Recipe& recipe, const PackedDataset& data) {
    const at::Tensor picture = pictureOf(batch, recipe, data);
    return recipe.instanceEdges ? at::cat({picture, batch.edges}, 1) : picture;
}

at::Tensor noiseOf(std::int64_t planes, std::int64_t height, std::int64_t width,
                   const std::vector<std::uint64_t>& seeds) {
    if (planes == 0) {
        return {};
    }
    at::Tensor noise =
        at::empty({static_cast<std::int64_t>(seeds.size()), planes, height, width}, at::kFloat);
    auto* out = noise.data_ptr<float>();
    for (const std::uint64_t seed : seeds) {
        kernels::noisePlanes(seed, static_cast<int>(width), static_cast<int>(height),
                             static_cast<int>(planes), out);
        out += planes * height * width;
    }
    return noise;
}

at::Tensor targetOf(const Sample& batch, const Recipe& recipe, const PackedDataset& data) {
    return recipe.input == "photo" ? colouredLabels(batch.labels, data) : batch.image;
}

} // namespace underpaint::train
