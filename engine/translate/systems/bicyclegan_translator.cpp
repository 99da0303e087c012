// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/bicyclegan_translator.h"

namespace underpaint::translate {

Capabilities BicycleGanTranslator::capabilities() const {
    const nets::NetworkDefinition& network = generator().definition();
    Capabilities can;
    can.labels = !painter().usesPhoto();
    can.instances = manifest().useInstanceEdges;
    can.photoInput = painter().usesPhoto();
    can.latentSize = painter().latentSize();
    can.variation = can.latentSize > 0 || network.dropout;
    can.paperBehaviour = network.dropout || network.norm == nets::Norm::Batch;
    return can;
}

} // namespace underpaint::translate
