// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/generator_translator.h"

namespace underpaint::translate {

/// BicycleGAN (Zhu et al., NeurIPS 2017): one label map or picture, many photos. Which one is
/// decided by the scene's latent code, or where it has none by its seed.
class BicycleGanTranslator final : public GeneratorTranslator {
public:
    using GeneratorTranslator::GeneratorTranslator;

    Capabilities capabilities() const override;
};

} // namespace underpaint::translate
