// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/generator_translator.h"

#include <optional>

namespace underpaint::translate {

/// BicycleGAN (Zhu et al., NeurIPS 2017): one label map or picture, many photos. Which one is
/// decided by the scene's latent code, or where it has none by its seed. Role E where it has an
/// encoder of codes.
class BicycleGanTranslator final : public GeneratorTranslator {
public:
    /// Throws Error when networks and manifest do not agree, or the device is not there.
    BicycleGanTranslator(const project::ModelPackage& package, const EngineSettings& settings);

    Capabilities capabilities() const override;
    /// Of the photo at the model's own size. Where the encoder would look at a corner of that only,
    /// it is enlarged until all of it counts.
    std::vector<float> encodeCode(const Image& photo, const CancelToken& cancel) override;

private:
    std::optional<ModelNetwork> m_encoder;
};

} // namespace underpaint::translate
