// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/pix2pix_translator.h"

#include "engine/base/error.h"

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

std::map<std::uint32_t, std::vector<float>>
Pix2PixTranslator::encodeStyles(const Image& /*photo*/, const InstancePlane& /*instances*/,
                                const CancelToken& /*cancel*/) {
    throw Error("a pix2pix model has no styles", manifest().name,
                "Use a pix2pixHD model with an encoder");
}

} // namespace underpaint::translate
