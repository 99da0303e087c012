// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/class_channels.h"
#include "engine/translate/model_network.h"
#include "engine/translate/translator.h"

#include <map>
#include <vector>

namespace underpaint::translate {

/// Paints with CoCosNet: the scene's exemplars are carried to its places, and the generator makes
/// a photo that looks like them. Exemplars of a class or of an instance lend their look to it
/// alone, from the places of the same class, where they have it; without any the generator sees
/// grey.
class CoCosNetTranslator final : public Translator {
public:
    CoCosNetTranslator(const project::ModelPackage& package, const EngineSettings& settings);

    Capabilities capabilities() const override;
    const project::Manifest& manifest() const override { return m_manifest; }
    RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                        const CancelToken& cancel, const ProgressSink& progress) override;
    /// Always throws Error.
    /// @{
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override;
    std::vector<float> encodeCode(const Image& photo, const CancelToken& cancel) override;
    /// @}

private:
    struct Content;
    struct Lender;

    Content contentOf(const scene::SceneSnapshot& scene, Size size) const;
    Lender lenderOf(const scene::Exemplar& exemplar, Size content) const;
    nets::Tensor warped(const Content& content, const scene::Exemplar& exemplar,
                        const Lender& lender, Size scene,
                        const nets::InferenceRun::Options& options);
    nets::Tensor warpOf(const scene::SceneSnapshot& scene, const Content& content,
                        const nets::InferenceRun::Options& options);

    project::Manifest m_manifest;
    ModelNetwork m_generator;
    ModelNetwork m_correspondence;
    ClassChannels m_channels;
};

} // namespace underpaint::translate
