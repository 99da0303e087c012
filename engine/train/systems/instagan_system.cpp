// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/systems/instagan_system.h"

#include "engine/train/systems/instagan_trainer.h"
#include "engine/train/systems/two_way_recipe.h"

namespace underpaint::train {

TrainingSystem instaGanTraining() {
    return {.kind = "instagan",
            .read = readInstaGan,
            .write = instaGanJson,
            .copyNetworks = copyTwoWayNetworks,
            .taught = twoWayGenerator,
            .check = checkTwoWay,
            .makeTrainer = makeTrainerOf<InstaGanTrainer>};
}

} // namespace underpaint::train
