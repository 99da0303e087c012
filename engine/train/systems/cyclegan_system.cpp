// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/cyclegan_system.h"

#include "engine/train/systems/cyclegan_trainer.h"
#include "engine/train/systems/two_way_recipe.h"

namespace underpaint::train {

TrainingSystem cycleGanTraining() {
    return {.kind = "cyclegan",
            .read = readCycleGan,
            .write = cycleGanJson,
            .copyNetworks = copyTwoWayNetworks,
            .taught = twoWayGenerator,
            .check = checkTwoWay,
            .makeTrainer = makeTrainerOf<CycleGanTrainer>};
}

} // namespace underpaint::train
