// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/bicyclegan_translator.h"

#include "engine/base/error.h"

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

std::map<std::uint32_t, std::vector<float>>
BicycleGanTranslator::encodeStyles(const Image& /*photo*/, const InstancePlane& /*instances*/,
                                   const CancelToken& /*cancel*/) {
    throw Error("a BicycleGAN model has no styles of instances, it has one code for the scene",
                manifest().name, "Use a pix2pixHD model with an encoder");
}

} // namespace underpaint::translate
