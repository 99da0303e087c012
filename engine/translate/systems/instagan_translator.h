// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/systems/two_way_model.h"

namespace underpaint::translate {

/// InstaGAN (Mo, Cho and Shin, ICLR 2019): instances of a photo into those of another kind, shape
/// and all. Better than the official code in that every instance takes part, each in a part of the
/// photo at its own resolution, that the background stays as it was, and in memory that does not
/// grow with the number of instances.
class InstaGanTranslator final : public PhotoTranslator {
public:
    /// Throws Error when networks and manifest do not agree, or the device is not there.
    InstaGanTranslator(const project::ModelPackage& package, const EngineSettings& settings);

    const project::Manifest& manifest() const override { return m_model.manifest(); }
    bool translatesInstances() const override { return true; }
    PhotoTranslation translate(const PhotoTranslationRequest& request, const CancelToken& cancel,
                               const ProgressSink& progress) override;

private:
    TwoWayModel m_model;
};

} // namespace underpaint::translate
