// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/network_table.h"

#include "engine/base/error.h"
#include "engine/nets/backbones/backbone_networks.h"
#include "engine/nets/systems/bicyclegan_networks.h"
#include "engine/nets/systems/cocosnet_networks.h"
#include "engine/nets/systems/cyclegan_networks.h"
#include "engine/nets/systems/instagan_networks.h"
#include "engine/nets/systems/pix2pix_networks.h"
#include "engine/nets/systems/pix2pixhd_networks.h"
#include "engine/nets/systems/segmenter_networks.h"
#include "engine/nets/systems/vid2vid_networks.h"

#include <algorithm>

namespace underpaint::nets {

const std::vector<NetworkSystem>& networkSystems() {
    static const std::vector<NetworkSystem> systems{
        networksOfPix2Pix(),  networksOfPix2PixHd(), networksOfBicycleGan(),
        networksOfCoCosNet(), networksOfCycleGan(),  networksOfInstaGan(),
        networksOfVid2Vid(),  networksOfSegmenter(), networksOfBackbones(),
    };
    return systems;
}

NetworkRow networkRow(std::string_view name) {
    for (const NetworkSystem& system : networkSystems()) {
        for (const NetworkKind& kind : system.networks) {
            if (kind.name == name) {
                return {&system, &kind};
            }
        }
    }
    std::string list;
    for (const std::string& known : networkNames()) {
        list += (list.empty() ? "" : ", ") + known;
    }
    throw Error("there is no network of this name", std::string(name),
                "Networks of this program: " + list);
}

std::vector<std::string> networkNames() {
    std::vector<std::string> names;
    for (const NetworkSystem& system : networkSystems()) {
        for (const NetworkKind& kind : system.networks) {
            names.emplace_back(kind.name);
        }
    }
    std::ranges::sort(names);
    return names;
}

} // namespace underpaint::nets
