// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/translate/generator_input.h"
#include "engine/translate/model_network.h"
#include "engine/translate/translator.h"

#include <optional>
#include <vector>

namespace underpaint::translate {

/// The networks of a vid2vid package, and how they paint one frame.
class Vid2VidPainter {
public:
    /// Throws Error when networks and manifest do not agree, or the device is not there.
    Vid2VidPainter(const project::ModelPackage& package, const EngineSettings& settings);

    const project::Manifest& manifest() const { return m_manifest; }
    const nets::vid2vid::RolloutPlan& plan() const { return m_plan; }
    /// Channels of a picture.
    std::int64_t channels() const;

    /// What the networks see of a scene, padded. Throws Error when the scene does not fit.
    GeneratorInput input(const scene::SceneSnapshot& scene, Size size) const;
    /// A frame without one before by the network for single photos, (1, C, H, W); nothing where the
    /// model has none.
    std::optional<nets::Tensor> single(const nets::NetworkInput& labels, const CancelToken& cancel);
    /// The frame of the last of `labels` (1, frames, C, H, W).
    nets::vid2vid::RolloutStep paint(const nets::Tensor& labels,
                                     const nets::vid2vid::RolloutState& state,
                                     const CancelToken& cancel, const ProgressSink& progress);

    /// Of the present device; for RenderResult.
    RenderResult described(const scene::SceneSnapshot& scene) const;

private:
    Size paddedSize(Size size) const;

    project::Manifest m_manifest;
    std::vector<ModelNetwork> m_generators; ///< the coarsest first
    std::optional<ModelNetwork> m_single;
    nets::vid2vid::RolloutPlan m_plan;
    std::optional<InputPainter> m_painter;
};

/// vid2vid: each frame of a sequence from those before, a single scene as a sequence's first frame.
class Vid2VidTranslator final : public Translator {
public:
    Vid2VidTranslator(const project::ModelPackage& package, const EngineSettings& settings)
        : m_painter(package, settings) {}

    Capabilities capabilities() const override;
    const project::Manifest& manifest() const override { return m_painter.manifest(); }
    RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                        const CancelToken& cancel, const ProgressSink& progress) override;
    /// Always throw Error.
    /// @{
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override;
    std::vector<float> encodeCode(const Image& photo, const CancelToken& cancel) override;
    /// @}
    std::unique_ptr<FrameRollout> rollout() override;

private:
    Vid2VidPainter m_painter;
};

} // namespace underpaint::translate
