// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/render_scene.h"
#include "app/cli/sequence_options.h"
#include "app/cli/sequence_sources.h"
#include "engine/run/loaded_model.h"

#include <optional>
#include <string>

namespace underpaint::app {

/// What `render --sequence` was asked for.
struct SequenceJob {
    const SequenceOptions& options;
    const SceneRequest& scene; ///< how files are read, what instances wear
    FinishScene finish;
    translate::EngineSettings settings;
    Size size; ///< empty: that of the maps
    std::string output;
    bool replaceInput = false;
    std::optional<double> framesPerSecond; ///< absent: that of the sequence, else 12
    std::string looks; ///< what else decides how frames look: frames of other looks do not mix
};

/// Renders a sequence; returns the exit code. Throws Error, and Cancelled: what was finished is
/// kept then, and the next call goes on.
int renderSequence(run::LoadedModel& model, const SequenceJob& job, Context& context);

} // namespace underpaint::app
