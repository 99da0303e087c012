// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/train/system.h"
#include "engine/train/systems/bicyclegan_system.h"
#include "engine/train/systems/cocosnet_system.h"
#include "engine/train/systems/cyclegan_system.h"
#include "engine/train/systems/instagan_system.h"
#include "engine/train/systems/pix2pix_system.h"
#include "engine/train/systems/pix2pixhd_system.h"
#include "engine/train/systems/segmenter_system.h"
#include "engine/train/systems/vid2vid_system.h"

#include <algorithm>

namespace underpaint::train {

const std::vector<TrainingSystem>& trainingSystems() {
    static const std::vector<TrainingSystem> systems{
        pix2pixHdTraining(), pix2pixTraining(),  bicycleGanTraining(), cycleGanTraining(),
        instaGanTraining(),  cocosnetTraining(), vid2vidTraining(),    segmenterTraining(),
    };
    return systems;
}

const TrainingSystem& trainingSystem(std::string_view kind) {
    const auto& systems = trainingSystems();
    const auto it = std::ranges::find(systems, kind, &TrainingSystem::kind);
    if (it == systems.end()) {
        throw Error("there is no training of this kind", std::string(kind));
    }
    return *it;
}

} // namespace underpaint::train
