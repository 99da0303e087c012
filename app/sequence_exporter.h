// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/run/loaded_model.h"
#include "ui/session/sequence_exporting.h"

#include <functional>

namespace underpaint::app {

/// Paints a sequence on the engine's thread. Throws Error and Cancelled.
using SequenceExporter =
    std::function<ui::ExportedSequence(run::LoadedModel& model, const ui::SequenceExport& request,
                                       const CancelToken& cancel, const ProgressSink& progress)>;

/// The one of the program, as `underpaint render --sequence` does it.
SequenceExporter sequenceExporter();

} // namespace underpaint::app
