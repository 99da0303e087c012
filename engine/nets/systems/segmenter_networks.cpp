// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/segmenter_networks.h"

#include "engine/base/error.h"
#include "engine/nets/systems/segmenter.h"

#include <string>

namespace underpaint::nets {

namespace {

NetworkDefinition defineSegmenter(OptionReader& o) {
    const std::int64_t width = o.integer("width", 2, maxChannels / 4, 32);
    if (width % 2 != 0) {
        throw Error("option \"width\" is " + std::to_string(width) + ", which is odd", "segmenter",
                    "Use an even number");
    }
    const bool pretrained =
        o.choice("trunk", {"residual", "efficientnet_lite0"}) == "efficientnet_lite0";
    const Segmenter net{.classes = o.integer("classes", 1, 65536),
                        .width = width,
                        .trunk = pretrained ? Segmenter::Trunk::EfficientNetLite0
                                            : Segmenter::Trunk::Residual};
    NetworkDefinition definition = denseNetwork(net, InputContent::Picture);
    definition.multiple = net.multiple();
    if (pretrained) {
        definition.backbonePrefix = "trunk.";
        definition.backbone = "backbone.efficientnet_lite0";
    }
    definition.norm = Norm::Batch;
    return definition;
}

} // namespace

NetworkSystem networksOfSegmenter() {
    return {.kind = "segmenter",
            .title = "segmenter",
            .networks = {{.name = "segmenter", .role = "S", .define = defineSegmenter}}};
}

} // namespace underpaint::nets
