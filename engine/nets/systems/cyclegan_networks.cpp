// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cyclegan_networks.h"

#include "engine/nets/systems/pix2pix_networks.h"
#include "engine/nets/systems/residual_trunk.h"

#include <string>

// The networks of "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks"
// (Zhu et al., ICCV 2017) are those of pix2pix, without dropout and with instance norms.
namespace underpaint::nets::cyclegan {

namespace {

Evidence seeGenerator(const StateDictNames& names) {
    return hasResidualTrunk(names) ? Evidence::Shared : Evidence::None;
}

/// Nothing tells a generator of CycleGAN from one of pix2pix that was trained without dropout.
bool onlyGenerator(const StateDictNames& /*names*/) {
    return false;
}

Evidence seeWrapped(const StateDictNames& names) {
    return names.has("model.0.module.weight_bar") ? Evidence::Sure : Evidence::None;
}

DeducedOptions deduceWrapped(const StateDictNames& names) {
    DeducedOptions deduced = pix2pix::deducePatch(names, "module.weight_bar");
    deduced.options["spectral_norm"] = true;
    return deduced;
}

} // namespace

} // namespace underpaint::nets::cyclegan

namespace underpaint::nets {

NetworkSystem networksOfCycleGan() {
    using namespace cyclegan;
    return {.kind = "cyclegan",
            .title = "CycleGAN",
            .networks = {
                {.name = "cyclegan.resnet_generator",
                 .role = "G",
                 .define = pix2pix::defineResnet,
                 .recognition = {.anchors = {"model.1.weight"},
                                 .evidence = seeGenerator,
                                 .only = onlyGenerator,
                                 .title = "a ResNet of CycleGAN",
                                 .deduce = pix2pix::deduceResnet}},
                {.name = "cyclegan.patch_discriminator",
                 .role = "D",
                 .define = pix2pix::definePatch,
                 .recognition = {.anchors = {"model.0.module.weight_bar"},
                                 .evidence = seeWrapped,
                                 .deduce = deduceWrapped}},
            }};
}

} // namespace underpaint::nets
