// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/render_scene.h"
#include "app/cli/reporter.h"
#include "app/cli/sequence_options.h"
#include "engine/base/cancel_token.h"
#include "engine/run/sequence/sequence_source.h"
#include "engine/translate/translator.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::app {

/// A sequence that the command line named.
struct OpenSequence {
    std::unique_ptr<run::SequenceSource> source;
    std::vector<std::string> names;   ///< of the frames, for their files
    std::vector<std::string> notices; ///< what should be known
    std::optional<double> rate;       ///< frames a second, where the sequence says
};

/// How the scene of a frame gets what the options of the command say (seed, code).
using FinishScene = std::function<void(scene::SceneState&)>;

/// Opens a folder of label maps, or a video with a segmenter. `request` says how files are read
/// and what instances wear; all but `options` must outlive the source. Throws Error.
OpenSequence openSequence(const SequenceOptions& options, const SceneRequest& request,
                          translate::Translator& translator,
                          const translate::EngineSettings& settings, const FinishScene& finish,
                          const CancelToken& cancel, Reporter& reporter);

} // namespace underpaint::app
