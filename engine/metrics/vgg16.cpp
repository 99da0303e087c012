// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/vgg16.h"

#include "engine/base/error.h"
#include "engine/nets/cost/describe_run.h"
#include "engine/nets/weights/load_weights.h"

namespace underpaint::metrics {

namespace {

/// Convolutions of each of the five stages.
constexpr std::array<int, 5> depths{2, 2, 3, 3, 3};

} // namespace

std::vector<nets::Tensor> Vgg16::operator()(nets::Run& run, const nets::Scope& weights,
                                            const nets::Tensor& image) const {
    const nets::Scope features = weights["features"];
    std::vector<nets::Tensor> layers;
    nets::Tensor x = image;
    std::int64_t index = 0; // of torchvision's list of layers
    for (std::size_t stage = 0; stage < depths.size(); ++stage) {
        if (stage > 0) {
            x = run.maxPool(x, {});
            index += 1;
        }
        for (int i = 0; i < depths.at(stage); ++i) {
            x = run.convolution(features[index], x,
                                {.out = layerChannels.at(stage), .kernel = 3, .padding = 1});
            x = run.activate(x, nets::Activation::Relu);
            index += 2;
        }
        layers.push_back(x);
    }
    return layers;
}

nets::ParamStore vgg16Weights(const project::TensorFile& file) {
    nets::DescribeRun shapes;
    const nets::ParamStore none;
    Vgg16()(shapes, nets::Scope(none), nets::shapeOnly(1, 3, 32, 32));
    nets::ParamStore weights;
    for (const nets::ParamSpec& spec : shapes.parameters()) {
        const project::StoredTensor* stored = file.find(spec.key);
        if (stored == nullptr || stored->shape != spec.shape) {
            throw Error(spec.key + (stored == nullptr ? " is missing" : " has another shape"),
                        file.path().string(), "Name the weights of torchvision's vgg16");
        }
        weights.set(spec.key, nets::toTensor(*stored).to(at::kFloat));
    }
    return weights;
}

} // namespace underpaint::metrics
