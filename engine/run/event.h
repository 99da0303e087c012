// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"
#include "engine/run/request.h"
#include "engine/translate/segmentation.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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
struct RenderResult {
    DocumentId document = 0;
    Ticket ticket = 0;
    std::uint64_t revision = 0;
    /// Preview although more was asked for when memory did not suffice (see note).
    Quality quality = Quality::Exact;
    Outcome outcome = Outcome::Done;
    /// 8-bit RGB; null unless done.
    std::shared_ptr<const Image> image;
    /// As requested.
    Rect dirty;
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

/// One picture of a StyleThumbnailRequest. Cancelled ones are silent.
struct StyleThumbnail {
    DocumentId document = 0;
    std::uint64_t group = 0;
    std::uint64_t revision = 0;
    std::uint32_t instance = 0;
    std::size_t index = 0; ///< into StyleThumbnailRequest::styles
    scene::Style style;
    std::shared_ptr<const Image> image = {}; ///< null when it failed
    std::optional<RenderFailure> failure = {};
};

/// The answer to an EncodeRequest.
struct StylesEncoded {
    DocumentId document = 0;
    std::uint64_t group = 0;
    Outcome outcome = Outcome::Done;
    std::map<std::uint32_t, std::vector<float>> styles = {}; ///< by instance id
    std::optional<RenderFailure> failure = {};
};

/// The answer to a SegmentRequest.
struct PhotoSegmented {
    DocumentId document = 0;
    std::uint64_t group = 0;
    std::uint64_t id = 0;
    Outcome outcome = Outcome::Done;
    /// At the photo's size; null unless done.
    std::shared_ptr<const translate::SegmentedPhoto> result = {};
    std::optional<RenderFailure> failure = {};
};

/// How far a Task or a segmentation is. At most about twenty per task.
struct TaskProgress {
    DocumentId document = 0;
    std::uint64_t group = 0;
    std::uint64_t id = 0;
    double fraction = 0; ///< 0..1
    std::string stage;
};

/// The end of a Task that had been started.
struct TaskFinished {
    DocumentId document = 0;
    std::uint64_t group = 0;
    std::uint64_t id = 0;
    Outcome outcome = Outcome::Done;
    std::optional<RenderFailure> failure;
};

/// The end of a training.
struct TrainingFinished {
    Outcome outcome = Outcome::Done;
    std::optional<RenderFailure> failure;
};

/// Nothing waits or runs any more. What a job reports comes before its end: whoever asks for the
/// number of jobs then still finds it among them.
struct BecameIdle {};

using EngineEvent = std::variant<RenderResult, RenderProgress, ModelLoaded, ModelFailed,
                                 StyleThumbnail, StylesEncoded, PhotoSegmented, TaskProgress,
                                 TaskFinished, TrainingFinished, BecameIdle>;

/// Receives everything that the engine reports, on the engine thread. Must not block and must not
/// throw.
using EventSink = std::function<void(EngineEvent)>;

} // namespace underpaint::run
