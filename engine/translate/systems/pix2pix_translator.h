// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/generator_translator.h"

namespace underpaint::translate {

/// pix2pix (Isola et al., CVPR 2017). What the generator is fed follows from the manifest: one-hot
/// labels when it has label channels; else a picture: the label map in the colours of the
/// manifest's classes, or, when it has no classes, the scene's reference photo.
class Pix2PixTranslator final : public GeneratorTranslator {
public:
    using GeneratorTranslator::GeneratorTranslator;

    Capabilities capabilities() const override;
};

} // namespace underpaint::translate
