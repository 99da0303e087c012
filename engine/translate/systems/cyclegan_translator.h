// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/systems/two_way_model.h"

namespace underpaint::translate {

/// CycleGAN (Zhu et al., ICCV 2017): whole photos of one domain into the other. Masks are a
/// selection, outside of which the photo stays as it was.
class CycleGanTranslator final : public PhotoTranslator {
public:
    /// Throws Error when networks and manifest do not agree, or the device is not there.
    CycleGanTranslator(const project::ModelPackage& package, const EngineSettings& settings);

    const project::Manifest& manifest() const override { return m_model.manifest(); }
    bool translatesInstances() const override { return false; }
    PhotoTranslation translate(const PhotoTranslationRequest& request, const CancelToken& cancel,
                               const ProgressSink& progress) override;

private:
    TwoWayModel m_model;
};

} // namespace underpaint::translate
