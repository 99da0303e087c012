// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/deep_image.h"
#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"
#include "engine/run/request.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace underpaint::run {

/// Why something did not work: the parts of an Error as a value.
struct RenderFailure {
    std::string problem;
    std::string where;
    std::string remedy;
    bool outOfMemory = false;

    /// One line for a message bar.
    std::string message() const;
};

/// How a job ended.
enum class Outcome { Done, Failed, Cancelled };

/// The end of a render that had been started. A request that was replaced or cancelled while it
/// waited has none.
struct FinishedRender {
    DocumentId document = 0;
    Ticket ticket = 0;
    std::uint64_t revision = 0;
    /// Preview although more was asked for when memory did not suffice (see note).
    Quality quality = Quality::Exact;
    Outcome outcome = Outcome::Done;
    /// 8-bit RGB; null unless done.
    std::shared_ptr<const Image> image;
    /// The same with 16 bits a channel, where that was asked for; else null.
    std::shared_ptr<const DeepImage> deep = {};
    /// What the model painted, where `image` keeps of the scene's reference photo what was not
    /// touched (scene::keepsPhoto()); else null.
    std::shared_ptr<const Image> painted;
    /// And what the model would have changed beyond that (imaging::PhotoKeeper::changes()); of
    /// exact photos only.
    std::shared_ptr<const Image> changes;
    /// As requested.
    Rect dirty;
    /// See translate::RenderResult.
    /// @{
    bool local = false;
    Rect changed;
    bool keptForEdits = false;
    std::shared_ptr<const translate::ExemplarMatches> matches = {};
    /// @}
    double seconds = 0;
    /// Seconds by stage.
    std::map<std::string, double> stages;
    std::string device;
    std::string precision;
    std::int64_t peakBytes = 0;
    /// What the user should know about a photo that was done otherwise than asked for
    /// ("out of memory: rendered at half size"); usually empty.
    std::string note;
    std::optional<RenderFailure> failure;
};

/// How far a render is. At most about twenty per render.
struct RenderProgress {
    DocumentId document = 0;
    Ticket ticket = 0;
    double fraction = 0; ///< 0..1
    std::string stage;
};

struct ModelLoaded {
    std::filesystem::path package;
    project::Manifest manifest;
    translate::Capabilities capabilities;
    double seconds = 0;
};

/// The model that was loaded before stays.
struct ModelFailed {
    std::filesystem::path package;
    RenderFailure failure;
};

/// What Work has to tell whoever submitted it: its end, or how far it is.
struct Report {
    DocumentId document = 0;
    /// Not null. To be called on the thread of the receiver, while the document is open.
    std::function<void()> tell;
};

/// The end of a training.
struct TrainingFinished {
    Outcome outcome = Outcome::Done;
    std::optional<RenderFailure> failure;
};

/// Nothing waits or runs any more. What a job reports comes before its end: whoever asks for the
/// number of jobs then still finds it among them.
struct BecameIdle {};

using EngineEvent = std::variant<FinishedRender, RenderProgress, ModelLoaded, ModelFailed, Report,
                                 TrainingFinished, BecameIdle>;

/// Receives everything that the engine reports, on the engine thread. Must not block and must not
/// throw.
using EventSink = std::function<void(EngineEvent)>;

} // namespace underpaint::run
