// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/model_network.h"
#include "engine/translate/photo_translator.h"

#include <map>

namespace underpaint::translate {

/// A package with a generator for each direction, or for one; each is loaded when it is wanted.
class TwoWayModel {
public:
    /// Throws Error when there is no generator or the device is not there.
    TwoWayModel(const project::ModelPackage& package, const EngineSettings& settings);

    const project::Manifest& manifest() const { return m_package.manifest(); }
    /// What the model was trained with; empty = unknown.
    Size nativeSize() const;
    /// Throws Error when the package does not know the direction.
    ModelNetwork& generator(Direction direction);

private:
    project::ModelPackage m_package;
    at::Device m_device;
    nets::Precision m_precision;
    std::map<Direction, ModelNetwork> m_generators;
};

/// Fills in what a translation took.
void addFacts(PhotoTranslation& result, const ModelNetwork& network, double seconds);

} // namespace underpaint::translate
