// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/system.h"

namespace underpaint::train {

TrainingSystem vid2vidTraining();

} // namespace underpaint::train
