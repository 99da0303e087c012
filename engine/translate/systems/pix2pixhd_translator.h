// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <memory>

namespace underpaint::translate {

/// pix2pixHD (Wang et al., CVPR 2018): one-hot labels | instance boundaries | instance features
/// through the global generator or the local enhancer. Roles: G, and E where it has an encoder.
class Pix2PixHdTranslator final : public Translator {
public:
    /// Throws Error when networks and manifest do not agree, or the device is not there.
    Pix2PixHdTranslator(const project::ModelPackage& package, const EngineSettings& settings);
    ~Pix2PixHdTranslator() override;

    Capabilities capabilities() const override;
    const project::Manifest& manifest() const override;
    RenderResult render(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                        const CancelToken& cancel, const ProgressSink& progress) override;
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace underpaint::translate
