// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/vgg_weights.h"

#include "engine/base/error.h"
#include "engine/nets/backbones/vgg19.h"
#include "engine/nets/systems/losses.h"

namespace underpaint::verify {

nets::ParamStore vggWeights(CaseContext& context) {
    for (const char* role : {"VGG", ""}) {
        if (auto stored = context.foreignWeights(role)) {
            return std::move(*stored);
        }
    }
    if (context.text("vgg_weights", "formula") != "formula") {
        throw Error("is not \"formula\", and there is no weight file for the role VGG",
                    "option vgg_weights");
    }
    return nets::vgg19FormulaWeights().to(context.place().device, at::kFloat);
}

std::vector<double> vggLayerWeights(CaseContext& context) {
    std::vector<double> weights = context.numbers("layer_weights");
    if (weights.empty()) {
        return nets::vggLossWeights();
    }
    if (weights.size() != nets::vggLossWeights().size()) {
        throw Error("does not have 5 numbers", "option layer_weights");
    }
    return weights;
}

} // namespace underpaint::verify
