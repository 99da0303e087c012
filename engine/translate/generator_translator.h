// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/translate/generator_input.h"
#include "engine/translate/local_photo.h"
#include "engine/translate/model_network.h"
#include "engine/translate/translator.h"

#include <optional>

namespace underpaint::translate {

/// A translator whose photo comes out of one pass through the generator (role G): its inputs are
/// painted, it runs, its picture is cropped. What a system adds are its capabilities, and its
/// styles where it has any.
class GeneratorTranslator : public Translator {
public:
    /// Throws Error when network and manifest do not agree, or the device is not there.
    GeneratorTranslator(const project::ModelPackage& package, const EngineSettings& settings);

    const project::Manifest& manifest() const final { return m_manifest; }
    RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                        const CancelToken& cancel, const ProgressSink& progress) final;
    /// Of systems whose instances have no styles: always throws Error.
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override;
    /// Of systems without an encoder of codes: always throws Error.
    std::vector<float> encodeCode(const Image& photo, const CancelToken& cancel) override;

protected:
    const nets::Network& generator() const { return m_generator.network(); }
    const InputPainter& painter() const { return m_painter; }

private:
    GeneratorInput paint(const scene::SceneSnapshot& scene, Size size) const;
    /// A local render, where one is welcome and possible.
    std::optional<RenderResult> patched(const scene::SceneSnapshot& scene,
                                        const RenderSettings& settings, const CancelToken& cancel);

    project::Manifest m_manifest;
    ModelNetwork m_generator;
    InputPainter m_painter;
    LocalPhoto m_local;
};

} // namespace underpaint::translate
