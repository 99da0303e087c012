// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/generator_translator.h"

#include <optional>

namespace underpaint::translate {

/// pix2pixHD (Wang et al., CVPR 2018): one-hot labels | instance boundaries | instance features
/// through the global generator or the local enhancer. Role E where it has an encoder.
class Pix2PixHdTranslator final : public GeneratorTranslator {
public:
    /// Throws Error when networks and manifest do not agree, or the device is not there.
    Pix2PixHdTranslator(const project::ModelPackage& package, const EngineSettings& settings);

    Capabilities capabilities() const override;
    std::map<std::uint32_t, std::vector<float>> encodeStyles(const Image& photo,
                                                             const InstancePlane& instances,
                                                             const CancelToken& cancel) override;

private:
    std::optional<ModelNetwork> m_encoder;
};

} // namespace underpaint::translate
