// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/scene/scene.h"
#include "engine/translate/render_result.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace underpaint::translate {

/// What the next frame of a sequence needs of those before: numbers by name. Kept every few frames,
/// so that nobody has to paint from the start to come to a later one.
struct RolloutMemory {
    struct Numbers {
        std::vector<std::int64_t> shape;
        std::vector<float> values;

        friend bool operator==(const Numbers&, const Numbers&) = default;
    };
    std::map<std::string, Numbers> numbers;

    friend bool operator==(const RolloutMemory&, const RolloutMemory&) = default;
};

/// The frames of a sequence one after the other, each painted from those before. Belongs to the
/// thread of its translator and must not outlive it.
class FrameRollout {
public:
    virtual ~FrameRollout() = default;

    /// The next frame has none before: at the beginning, and after a cut.
    virtual void restart() = 0;
    /// Paints the next frame; all until a restart must be of one size. Deterministic. Throws Error,
    /// and Cancelled; the frame can then be asked for again.
    virtual RenderResult next(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                              const CancelToken& cancel, const ProgressSink& progress) = 0;

    /// After recall() of what remember() gave, the next frame is the same to the byte. Throws Error
    /// when the memory is that of another model.
    /// @{
    virtual RolloutMemory remember() const = 0;
    virtual void recall(const RolloutMemory& memory) = 0;
    /// @}

protected:
    FrameRollout() = default;
    FrameRollout(const FrameRollout&) = default;
    FrameRollout& operator=(const FrameRollout&) = default;
};

} // namespace underpaint::translate
