// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/training/training_engine.h"

#include <filesystem>

namespace underpaint::run {

/// Fine-tunes model packages by the recipes of `train --init`, with the same trainers. `backbones`
/// is the folder of the pretrained networks. In a library of its own (underpaint_run_training),
/// since it brings LibTorch into the program.
TrainingEngine packageTraining(std::filesystem::path backbones);

} // namespace underpaint::run
