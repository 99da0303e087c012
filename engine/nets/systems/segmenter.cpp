// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/segmenter.h"

#include "engine/nets/backbones/efficientnet_lite0.h"

#include <array>

namespace underpaint::nets {

namespace {

/// A batch norm follows, which has its own offset.
Convolution threeByThree(std::int64_t out, std::int64_t stride) {
    return {.out = out, .kernel = 3, .stride = stride, .padding = 1, .bias = false};
}

Tensor convolved(Run& run, const Scope& weights, const Tensor& x, std::int64_t out,
                 std::int64_t stride) {
    const Tensor y = run.convolution(weights["conv"], x, threeByThree(out, stride));
    return run.normalise(weights["norm"], y, Norm::Batch, Activation::Relu);
}

Tensor residual(Run& run, const Scope& weights, const Tensor& x) {
    const Convolution same = threeByThree(x.size(1), 1);
    Tensor y = run.convolution(weights["conv1"], x, same);
    y = run.normalise(weights["norm1"], y, Norm::Batch, Activation::Relu);
    y = run.convolution(weights["conv2"], y, same);
    y = run.normaliseAdd(weights["norm2"], y, Norm::Batch, x);
    return run.activate(y, Activation::Relu);
}

struct Stage {
    std::int64_t channels;
    std::int64_t blocks;
};

} // namespace

std::vector<Tensor> Segmenter::stages(Run& run, const Scope& weights,
                                      const NetworkInput& photo) const {
    if (trunk == Trunk::EfficientNetLite0) {
        const nets::EfficientNetLite0 pretrained{.fixed = false, .pools = false};
        return pretrained(run, weights["trunk"], photo).stages;
    }
    const std::array<Stage, 3> stages{Stage{3 * width / 2, 1}, Stage{5 * width / 2, 2},
                                      Stage{4 * width, 3}};
    const Scope stem = weights["encoder"]["0"];
    Tensor x = run.stem(stem["conv"], photo, threeByThree(width, 2));
    x = run.normalise(stem["norm"], x, Norm::Batch, Activation::Relu);
    std::vector<Tensor> found{x};
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const Scope stage = weights["encoder"][static_cast<std::int64_t>(i) + 1];
        x = convolved(run, stage["down"], x, stages[i].channels, 2);
        for (std::int64_t block = 0; block < stages[i].blocks; ++block) {
            x = residual(run, stage["block"][block], x);
        }
        found.push_back(x);
    }
    return found;
}

std::vector<Tensor> Segmenter::features(Run& run, const Scope& weights,
                                        const NetworkInput& photo) const {
    std::vector<Tensor> found = stages(run, weights, photo);
    found.resize(4);
    return found;
}

Tensor Segmenter::operator()(Run& run, const Scope& weights, const NetworkInput& photo) const {
    const std::vector<Tensor> found = stages(run, weights, photo);
    // At 1/2, 1/4, 1/8 and, where the trunk goes further, 1/16 of the size.
    const std::array<std::int64_t, 4> widths{width, width, 2 * width, 3 * width};
    Tensor x = found.back();
    if (trunk == Trunk::EfficientNetLite0) {
        x = convolved(run, weights["context"], x, 4 * width, 1);
    }
    for (std::size_t level = found.size() - 1; level-- > 0;) {
        const Tensor coarse = run.upsampleNearest(x, 2);
        x = convolved(run, weights["decoder"][static_cast<std::int64_t>(level)],
                      run.concatenate({coarse, found[level]}), widths.at(level), 1);
    }
    return run.convolution(weights["classify"], x, {.out = classes, .kernel = 1});
}

} // namespace underpaint::nets
