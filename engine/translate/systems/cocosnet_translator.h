// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/class_channels.h"
#include "engine/translate/exemplar_texture.h"
#include "engine/translate/generator_input.h"
#include "engine/translate/local_photo.h"
#include "engine/translate/model_network.h"
#include "engine/translate/scene_maps.h"
#include "engine/translate/systems/cocosnet_warper.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace underpaint::translate {

/// Paints with CoCosNet: the scene's exemplars are carried to its places, and the generator makes
/// a photo that looks like them (CoCosNetWarper). Where there is none the generator sees grey.
/// Generators of our own may have noise, which the scene's seed draws.
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
    /// The scene's maps at the size of the photo.
    struct Maps {
        SceneMaps ids;
        Plane<std::int32_t> channels; ///< of the classes
    };

    /// A local render, where one is welcome and possible.
    std::optional<RenderResult> patched(const scene::SceneSnapshot& scene,
                                        const RenderSettings& settings, const CancelToken& cancel);
    /// Gives a part of a photo the texture of exemplars that ask for it.
    void paintTexture(const scene::SceneSnapshot& scene, const ExemplarMatches& matches,
                      const Maps& maps, const Rect& part, const CancelToken& cancel, Image& photo);
    Maps mapsAt(const scene::SceneSnapshot& scene, Size size) const;
    CoCosNetContent contentOf(const scene::SceneSnapshot& scene, const Maps& maps) const;
    /// What the generator sees.
    GeneratorInput inputOf(const scene::SceneSnapshot& scene, const CoCosNetContent& content,
                           const LentLook& look);
    /// (1, K, H, W): what the generator sees behind the condition; K may be 0. Drawn anew when seed
    /// or size are others than those of the last one.
    const nets::Tensor& noiseOf(const scene::SceneSnapshot& scene, Size size);

    project::Manifest m_manifest;
    ModelNetwork m_generator;
    ClassChannels m_channels;
    CoCosNetWarper m_warper;
    ExemplarTexture m_texture;
    LocalPhoto m_local;
    nets::Tensor m_noise;
    std::uint64_t m_noiseSeed = 0;
};

} // namespace underpaint::translate
