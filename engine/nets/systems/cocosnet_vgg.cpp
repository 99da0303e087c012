// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_vgg.h"

#include <algorithm>
#include <cstddef>

namespace underpaint::nets::cocosnet {

namespace {
constexpr std::array<std::int64_t, 5> layersOfStages{2, 2, 4, 4, 4};
constexpr std::int64_t seen = 2; // the layer of each stage that the losses look at
} // namespace

Tensor Vgg::preprocessed(const Tensor& photo) const {
    constexpr std::array<double, 3> meanColour{0.40760392, 0.45795686, 0.48501961}; // BGR
    const Tensor colours = fromSigned ? (photo + 1) / 2 : photo;
    std::vector<Tensor> planes;
    for (std::size_t i = 0; i < meanColour.size(); ++i) {
        const auto channel = static_cast<std::int64_t>(meanColour.size() - 1 - i);
        planes.push_back(colours.narrow(1, channel, 1) - meanColour[i]);
    }
    return at::cat(planes, 1) * 255;
}

std::map<std::string, Tensor> Vgg::operator()(Run& run, const Scope& weights,
                                              const Tensor& photo) const {
    std::map<std::string, Tensor> stages;
    Tensor x = preprocessed(photo);
    run.mark("preprocessed", x);
    for (std::size_t i = 0; i < layersOfStages.size(); ++i) {
        const std::string stage = std::to_string(i + 1);
        const std::int64_t width = widths[std::min(i, widths.size() - 1)];
        const Convolution spec{.out = width, .padding = 1, .fixed = true};
        for (std::int64_t n = 1; n <= layersOfStages.at(i); ++n) {
            const Scope layer = weights["conv" + stage + "_" + std::to_string(n)];
            if (i + 1 == layersOfStages.size() && n > seen) {
                run.unused(layer, width, spec);
                continue;
            }
            x = run.activate(run.convolution(layer, x, spec), Activation::Relu);
            if (n == seen) {
                stages["r" + stage + "2"] = x;
            }
        }
        if (i + 1 < layersOfStages.size()) {
            x = run.maxPool(x, {});
        }
    }
    return stages;
}

} // namespace underpaint::nets::cocosnet
