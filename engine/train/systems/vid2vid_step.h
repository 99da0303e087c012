// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/train/objective/feature_stages.h"
#include "engine/train/objective/frame_groups.h"
#include "engine/train/optimise/adam.h"
#include "engine/train/optimise/trained_network.h"
#include "engine/train/step_report.h"
#include "engine/train/systems/vid2vid_losses.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

/// How frames moved.
struct ReferenceFlow {
    at::Tensor flow;       ///< (N, 2, H, W): where each pixel was in the frame before, in pixels
    at::Tensor confidence; ///< (N, 1, H, W): 1 where the flow can be believed, else 0
};

/// Real frames and those before them, neighbours or not.
struct FramePairs {
    at::Tensor frames; ///< (N, 3, H, W)
    at::Tensor before; ///< the same shape
    /// Vid2VidChunk::numbers of both, (N); undefined where chunks have none.
    /// @{
    at::Tensor numbers = {};
    at::Tensor numbersBefore = {};
    /// @}
};

/// The flow from real frames to those before them.
using FlowSource = std::function<ReferenceFlow(const FramePairs& pairs)>;

struct Vid2VidOptions {
    nets::vid2vid::RolloutPlan plan = {};
    Vid2VidWeights weights = {};
    /// Frames that temporal discriminators judge at once, how they are chosen, and the pixels that
    /// flows count in there.
    /// @{
    std::int64_t judgedFrames = 3;
    GroupSampling sampling = GroupSampling::Dense;
    double flowUnit = 20;
    /// @}
    /// Through how many frames gradients flow.
    std::int64_t framesOfGradient = 1;
    /// A sequence begins with its real frames, or with nothing.
    bool realFirstFrames = true;
    /// After a beginning with nothing it is as if the first frame had stood still before, as it is
    /// when a model paints. Its label maps have to stand still, too.
    bool standsStillBefore = false;
    /// Only the finest scale learns; the others paint as they are.
    bool finestOnly = false;
    FlowSource flow = {};
    /// Without it no perceptual loss.
    std::optional<FeatureStages> perceptual = {};
    bool batchStatistics = true;
    /// Type of convolutions; absent: that of the pictures.
    std::optional<at::ScalarType> computeType = {};
    /// Absent: losses and gradients only, the weights stay. The second is for the discriminators of
    /// single frames where it differs, as with a rule of two time scales.
    /// @{
    std::optional<AdamOptions> optimiser = AdamOptions{};
    std::optional<AdamOptions> discriminatorOptimiser = {};
    /// @}
};

/// The state of a sequence whose only frame so far, the last, stood still before.
nets::vid2vid::RolloutState standingStill(const nets::vid2vid::RolloutPlan& plan,
                                          const nets::vid2vid::RolloutState& state);

struct Vid2VidNetworks {
    std::vector<TrainedNetwork> generators; ///< G0, G1 …: coarsest first
    TrainedNetwork discriminator;
    std::vector<TrainedNetwork> temporal = {}; ///< D_T0, D_T1 …: by temporal scale
};

/// The next frames of a sequence, with those that the first of them looks back at.
struct Vid2VidChunk {
    at::Tensor labels; ///< (N, plan.frames - 1 + T, C, H, W) as the generators take them
    at::Tensor images; ///< (N, plan.frames - 1 + T, 3, H, W) in [-1, 1]
    /// (N, plan.frames - 1 + T), for the source of flows; undefined where it needs none.
    at::Tensor numbers = {};
};

/// An optimiser, with the names of what it changes.
struct NamedAdam {
    std::string name; ///< G, D or D_T0 …
    std::vector<std::string> keys;
    Adam* adam;
};

/// Training of vid2vid (Wang et al., 2018) on a sequence that arrives in chunks: the frames are
/// painted one after the other, each from those painted before, across chunks as well; then all of
/// them are judged one by one and in groups, and generators, discriminator and temporal
/// discriminators make a step each.
class Vid2VidStep {
public:
    /// Throws Error when networks and plan do not fit, or there is no source of flows.
    Vid2VidStep(Vid2VidNetworks networks, Vid2VidOptions options);

    /// A new sequence begins.
    void begin();

    /// From the next step on.
    /// @{
    void setRates(double ofGenerators, double ofDiscriminators);
    void setFinestOnly(bool finestOnly);
    /// @}

    /// The sequence so far, by name, to go on with it elsewhere; empty before its first chunk.
    /// @{
    nets::TensorMap remember() const;
    void recall(const nets::TensorMap& memory);
    /// @}

    /// Losses of vid2vid_losses.h, G_T_GAN, G_T_GAN_Feat, D_T_real and D_T_fake (sums over temporal
    /// scales that had groups to judge), G, D and D_T; gradients under G0 …, D, D_T0 …; value
    /// fake_B (N, T, 3, H, W).
    StepReport step(const Vid2VidChunk& chunk);

    const Vid2VidNetworks& networks() const { return m_networks; }
    /// All networks by role.
    std::vector<std::pair<std::string, const TrainedNetwork*>> roles() const;
    std::vector<NamedAdam> optimisers() const;
    /// False when a weight is no number any more.
    bool finite() const;

private:
    struct Judged {
        nets::TensorMap losses;
        std::vector<at::Tensor> temporalLosses; ///< by temporal scale, undefined without groups
    };

    /// The frames of a chunk, finest scale.
    std::vector<nets::vid2vid::PaintedFrame> paint(const Vid2VidChunk& chunk);
    Vid2VidViews viewsOf(const Vid2VidChunk& chunk,
                         const std::vector<nets::vid2vid::PaintedFrame>& painted);
    Judged judge(const Vid2VidChunk& chunk, const Vid2VidViews& views);
    void judgeGroups(const Vid2VidChunk& chunk, const at::Tensor& fake, Judged& judged);
    void stepGenerators(const at::Tensor& loss, StepReport& report);

    nets::EagerRun::Options asInTraining() const;

    Vid2VidNetworks m_networks;
    Vid2VidOptions m_options;
    std::shared_ptr<Adam> m_ofGenerators; ///< null: weights stay
    std::shared_ptr<Adam> m_ofDiscriminator;
    std::vector<std::shared_ptr<Adam>> m_ofTemporal;
    /// Of the sequence so far.
    /// @{
    nets::vid2vid::RolloutState m_state;
    FrameGroups m_realGroups;
    FrameGroups m_fakeGroups;
    FrameGroups m_numberGroups;
    at::Tensor m_lastFake; ///< (N, 3, H, W); undefined before the first frame
    /// @}
};

} // namespace underpaint::train
