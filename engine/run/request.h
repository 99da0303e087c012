// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/nets/run/precision.h"
#include "engine/scene/scene.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

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
    /// Of a preview: a photo of the scene's own size will do in which only the surroundings of
    /// what changed were rendered.
    bool localIsWelcome = false;
    /// Size of the photo in pixels; empty: the scene's own.
    Size size = {};
    /// Nothing: as the model was loaded.
    std::optional<nets::Precision> precision = {};
    /// See translate::RenderSettings.
    bool paperBehaviour = false;
    /// FinishedRender::deep is wanted, too; of exports only.
    bool deep = false;
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
