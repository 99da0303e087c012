// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/photo_labels.h"
#include "engine/run/photo_translation.h"
#include "engine/run/request.h"

namespace underpaint::run {

/// Loads model packages by their path. In a library of its own (underpaint_run_models), since it
/// brings LibTorch into the program.
ModelSource packageModels();

/// Loads the segmenters of packages.
SegmenterSource packageSegmenters();

/// Models of packages that translate photos.
PhotoTranslators packagePhotoTranslators();

} // namespace underpaint::run
