// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/pix2pix_translator.h"

namespace underpaint::translate {

Capabilities Pix2PixTranslator::capabilities() const {
    const nets::NetworkDefinition& network = generator().definition();
    Capabilities can;
    can.labels = !painter().usesPhoto();
    can.instances = manifest().useInstanceEdges;
    can.photoInput = painter().usesPhoto();
    can.variation = network.dropout;
    can.paperBehaviour = network.dropout || network.norm == nets::Norm::Batch;
    return can;
}

} // namespace underpaint::translate
