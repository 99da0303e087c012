// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/losses.h"

#include "engine/base/error.h"

namespace underpaint::nets {

namespace {

/// Distance of a score map from the constant `target`, for the objectives that have one.
Tensor towards(GanMode mode, const Tensor& prediction, double target) {
    const Tensor goal = at::full_like(prediction, target);
    switch (mode) {
    case GanMode::Lsgan:
        return at::mse_loss(prediction, goal);
    case GanMode::Vanilla:
        return at::binary_cross_entropy_with_logits(prediction, goal);
    case GanMode::VanillaOnProbabilities:
        return at::binary_cross_entropy(prediction, goal);
    case GanMode::Wgangp:
    case GanMode::Hinge:
        return target > 0 ? -prediction.mean() : prediction.mean();
    }
    throw Error("unknown adversarial objective");
}

template<class Loss>
Tensor sumOverScales(const Stages& predictions, Loss loss) {
    Tensor sum;
    for (const std::vector<Tensor>& stages : predictions) {
        const Tensor term = loss(stages.back());
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

} // namespace

GanMode ganModeFromName(std::string_view name) {
    if (name == "lsgan") {
        return GanMode::Lsgan;
    }
    if (name == "vanilla") {
        return GanMode::Vanilla;
    }
    if (name == "wgangp") {
        return GanMode::Wgangp;
    }
    if (name == "hinge") {
        return GanMode::Hinge;
    }
    throw Error("unknown adversarial objective \"" + std::string(name) + "\"", "gan_mode",
                "Use lsgan, vanilla, wgangp or hinge");
}

Tensor discriminatorLoss(GanMode mode, const Tensor& prediction, bool real) {
    if (mode == GanMode::Hinge) {
        return at::relu(real ? 1 - prediction : 1 + prediction).mean();
    }
    return towards(mode, prediction, real ? 1 : 0);
}

Tensor generatorLoss(GanMode mode, const Tensor& prediction) {
    return towards(mode, prediction, 1);
}

Tensor discriminatorLoss(GanMode mode, const Stages& predictions, bool real) {
    return sumOverScales(predictions,
                         [&](const Tensor& p) { return discriminatorLoss(mode, p, real); });
}

Tensor generatorLoss(GanMode mode, const Stages& predictions) {
    return sumOverScales(predictions, [&](const Tensor& p) { return generatorLoss(mode, p); });
}

Tensor featureMatchingLoss(const Stages& fake, const Stages& real) {
    Tensor sum = at::zeros({}, fake.front().front().options());
    for (std::size_t scale = 0; scale < fake.size(); ++scale) {
        const std::size_t stages = fake[scale].size() - 1;
        // The discriminator has stages = n_layers + 1 of them before the score map.
        const double weight = 4.0 / static_cast<double>(stages) / static_cast<double>(fake.size());
        for (std::size_t j = 0; j < stages; ++j) {
            sum = sum + weight * at::l1_loss(fake[scale][j], real[scale][j].detach());
        }
    }
    return sum;
}

Tensor perceptualLoss(const std::vector<Tensor>& activations, const std::vector<Tensor>& target,
                      const std::vector<double>& weights) {
    if (activations.size() != weights.size() || target.size() != weights.size()) {
        throw Error("the perceptual loss needs one weight for every activation");
    }
    Tensor sum = at::zeros({}, activations.front().options());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum = sum + weights[i] * at::l1_loss(activations[i], target[i].detach());
    }
    return sum;
}

const std::vector<double>& vggLossWeights() {
    static const std::vector<double> weights{1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0};
    return weights;
}

} // namespace underpaint::nets
