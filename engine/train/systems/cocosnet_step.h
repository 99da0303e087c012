// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/objective/adversaries.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"
#include "engine/train/systems/cocosnet_losses.h"
#include "engine/train/systems/cocosnet_matching.h"

#include <functional>
#include <optional>

namespace underpaint::train {

struct CoCosNetOptions {
    CoCosNetWeights weights = {};
    /// Features r12 … r52 of photos (N, 3, H, W); without them their losses are left out.
    std::function<nets::TensorMap(const at::Tensor&)> features = {};
    bool batchStatistics = true;
    /// Absent: losses and gradients only, the weights stay.
    std::optional<AdamOptions> optimiser =
        AdamOptions{.learningRate = 1e-4, .beta1 = 0, .beta2 = 0.9, .epsilon = 1e-3};
    AdamOptions discriminatorOptimiser = {.learningRate = 4e-4, .beta1 = 0, .beta2 = 0.9};
};

/// One step of "Cross-domain Correspondence Learning for Exemplar-based Image Translation" (Zhang
/// et al., 2020): correspondence and generator learn together, then the discriminator on the same
/// photos.
class CoCosNetStep {
public:
    CoCosNetStep(TrainedNetwork correspondence, TrainedNetwork generator,
                 TrainedNetwork discriminator, CoCosNetOptions options);

    const TrainedNetwork& generator() const { return m_networks.generator; }
    const TrainedNetwork& correspondence() const { return *m_networks.encoder; }
    const TrainedNetwork& discriminator() const { return m_networks.discriminator; }

    /// The losses of cocosnet_losses.h and G and D, their sums; gradients under G, Corr and D;
    /// values fake_image, warp_out.
    StepReport step(const CoCosNetBatch& batch);

private:
    struct Painted {
        CoCosNetViews views;
        at::Tensor photo;
    };
    Painted paint(const CoCosNetBatch& batch) const;
    nets::Stages judge(const CoCosNetBatch& batch, const at::Tensor& photo) const;

    /// Its encoder is the correspondence, which one optimiser trains together with the generator.
    Adversaries m_networks;
    CoCosNetOptions m_options;
};

} // namespace underpaint::train
