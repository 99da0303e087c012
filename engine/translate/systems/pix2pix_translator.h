// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <memory>

namespace underpaint::translate {

/// pix2pix (Isola et al., CVPR 2017). What the generator (role G) is fed follows from the manifest:
/// one-hot labels when it has label channels; else a picture: the label map in the colours of the
/// manifest's classes, or, when it has no classes, the scene's reference photo.
class Pix2PixTranslator final : public Translator {
public:
    /// Throws Error when network and manifest do not agree, or the device is not there.
    Pix2PixTranslator(const project::ModelPackage& package, const EngineSettings& settings);
    ~Pix2PixTranslator() override;

    Capabilities capabilities() const override;
    const project::Manifest& manifest() const override;
    RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                        const CancelToken& cancel, const ProgressSink& progress) override;
    /// Always throws Error: pix2pix has no styles.
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace underpaint::translate
