// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/plane.h"
#include "engine/base/progress.h"
#include "engine/nets/run/precision.h"
#include "engine/scene/scene.h"
#include "engine/translate/segmentation.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::run {

/// Whose a job is: results of a document that was closed are dropped. 0 belongs to nobody.
using DocumentId = std::uint64_t;
/// Names a render. Chosen by whoever submits it, ascending.
using Ticket = std::uint64_t;

enum class Quality {
    Preview, ///< approximate and fast: usually smaller than the scene
    Exact,   ///< the photo of the scene
    Export   ///< the same for a file: waits its turn, is never replaced by a newer one
};

/// One photo that is wanted. Preview and Exact go to the interactive lane, which holds one waiting
/// request (the newest wins); Export goes to the background lane.
struct RenderRequest {
    scene::SceneSnapshot scene;
    DocumentId document = 0;
    Ticket ticket = 0;
    Quality quality = Quality::Exact;
    /// What changed since the photo that is shown, in scene pixels; empty: anything may have.
    Rect dirty = {};
    /// Size of the photo in pixels; empty: the scene's own.
    Size size = {};
    /// Nothing: as the model was loaded.
    std::optional<nets::Precision> precision = {};
    /// See translate::RenderSettings.
    bool paperBehaviour = false;
    /// Ends this render; checked between the primitives of the network.
    CancelToken cancel = {};
};

/// A model to load in place of the present one.
struct ModelRequest {
    /// The package; what it means is the business of the ModelSource.
    std::filesystem::path package;
    /// 0 threads: as many as leave the user interface its share (computeThreads()).
    translate::EngineSettings settings;
};

/// Loads the translator of a package. Called on the engine thread, where everything of the
/// translator then happens, its end included. Throws Error.
using ModelSource = std::function<std::unique_ptr<translate::Translator>(
    const std::filesystem::path& package, const translate::EngineSettings& settings)>;

/// Small pictures of one instance, each with another style. The newest request goes first.
struct StyleThumbnailRequest {
    scene::SceneSnapshot scene;
    DocumentId document = 0;
    /// Cancels them together; chosen by the caller, several requests may share one.
    std::uint64_t group = 0;
    std::uint32_t instance = 0;
    std::vector<scene::Style> styles = {};
    /// At most this, in pixels; the aspect ratio follows the instance. Small things in large scenes
    /// get smaller pictures.
    Size size = {128, 128};
};

/// Asks the model's encoder for the styles of the instances in a photo of the same size.
struct EncodeRequest {
    /// Makes the photo, RGB, on the engine thread: reading and scaling it takes its time. Throws
    /// Error, or Cancelled when the token was triggered.
    std::function<Image(const CancelToken& cancel)> photo;
    scene::InstanceMap instances;
    DocumentId document = 0;
    std::uint64_t group = 0;
};

/// Estimates the label map of a photo; see translate::Segmentation::segment().
using Segmenter = std::function<translate::SegmentedPhoto(
    const Image& photo, const CancelToken& cancel, const ProgressSink& progress)>;

/// Loads the segmenter of a package, on the engine thread. Throws Error.
using SegmenterSource = std::function<Segmenter(const std::filesystem::path& package,
                                                const translate::EngineSettings& settings)>;

/// Asks what a photo shows. The segmenter stays loaded for the next request with its package.
struct SegmentRequest {
    SegmenterSource source;
    std::filesystem::path package;
    translate::EngineSettings settings = {};
    std::shared_ptr<const Image> photo; ///< RGB, not null
    DocumentId document = 0;
    std::uint64_t group = 0;
    /// Names the request in TaskProgress and PhotoSegmented.
    std::uint64_t id = 0;
};

/// What a task may use while it runs on the engine thread.
struct TaskContext {
    /// The loaded model, or null.
    translate::Translator* translator = nullptr;
    const CancelToken& cancel;
    ProgressSink progress;
};

/// Any other work for the background lane (a segmentation, writing an export).
struct Task {
    DocumentId document = 0;
    std::uint64_t group = 0;
    /// Names the task in TaskFinished.
    std::uint64_t id = 0;
    /// Throws Error or Cancelled. Results go where its captures say.
    std::function<void(const TaskContext&)> work = {};
};

/// A training that is advanced between renders. Made, used and destroyed on the engine thread.
class TrainingJob {
public:
    virtual ~TrainingJob() = default;

    /// One bounded step; false when the training is finished. Throws Error when it cannot go on.
    virtual bool step() = 0;
    /// Called once before the job is given up unfinished (stopTraining(), the end of the program):
    /// saves what was learnt. Throws Error.
    virtual void interrupted() = 0;

protected:
    TrainingJob() = default;
    TrainingJob(const TrainingJob&) = default;
    TrainingJob& operator=(const TrainingJob&) = default;
};

/// Makes the job on the engine thread. Throws Error.
using TrainingSource = std::function<std::unique_ptr<TrainingJob>()>;

} // namespace underpaint::run
