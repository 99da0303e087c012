// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/event.h"
#include "engine/run/loaded_model.h"
#include "engine/run/request.h"

namespace underpaint::run {

/// Renders what is asked for. When memory does not suffice, a preview is tried at half and quarter
/// size and then on the CPU; an exact photo on the CPU and then as a preview of half size; an
/// export on the CPU. The result's note says so. Throws Cancelled, and Error when nothing helps.
FinishedRender renderWithinMemory(LoadedModel& model, const RenderRequest& request,
                                  const ProgressSink& progress);

} // namespace underpaint::run
