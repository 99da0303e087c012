// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"
#include "ui/session/video_opening.h"

#include <filesystem>
#include <functional>

namespace underpaint::app {

/// A video that is to become a sequence for a model.
struct VideoRequest {
    std::filesystem::path video;
    std::filesystem::path segmenter; ///< the package
    project::Manifest model;
};

/// Labels its frames, on the engine's thread. When it was cancelled it goes on where it was, if it
/// is called again. Throws Error and Cancelled.
using VideoLabelling =
    std::function<ui::VideoFrames(const translate::EngineSettings& settings,
                                  const CancelToken& cancel, const ProgressSink& progress)>;
using VideoOpener = std::function<VideoLabelling(const VideoRequest& request)>;

/// The one of the program: frames come in the size that suits the model, as single photos do, and
/// objects keep their numbers through them.
VideoOpener videoOpener();

} // namespace underpaint::app
