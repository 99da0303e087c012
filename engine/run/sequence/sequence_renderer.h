// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"
#include "engine/imaging/motion/frame_motion.h"
#include "engine/imaging/motion/instance_tracker.h"
#include "engine/imaging/motion/scene_cut.h"
#include "engine/metrics/flicker.h"
#include "engine/run/loaded_model.h"
#include "engine/run/sequence/fading_change.h"
#include "engine/run/sequence/finished_frames.h"
#include "engine/run/sequence/sequence_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::run {

struct SequenceSettings {
    Size size = {}; ///< of the photos; empty: that of the maps
    /// Of models that paint every frame by itself: 0 = no smoothing, 1 = as much as there is
    /// (imaging::smoothedPhoto()).
    double smoothing = 0.8;
    /// A change of labels (imaging::labelChange()) beyond this starts anew.
    double cuts = imaging::usualCut;
    /// Of models that paint frames from those before: every so many frames what the next one needs
    /// is kept. At least 1.
    std::size_t keptEvery = 8;
};

/// What became of a sequence so far.
struct SequenceReport {
    std::size_t rendered = 0;  ///< frames that were painted
    std::size_t repainted = 0; ///< of these: that were there and changed with what is before them
    std::size_t alreadyThere = 0;  ///< frames that were finished before
    std::vector<std::size_t> cuts; ///< first frames of new scenes, but the very first
    metrics::Flicker flicker;      ///< of what was written
    metrics::Flicker independent;  ///< of the frames as the model painted them, each by itself
    std::string device;
    std::string precision;
    std::int64_t peakBytes = 0;
    std::vector<std::string> notes; ///< see FinishedRender::note
};

/// Paints a sequence frame by frame, in order. A model of sequences paints each from those before;
/// other models paint each by itself, and it is smoothed along the motion. Frames that are finished
/// are not painted again, unless their maps or looks have changed; then the frames after them are,
/// until what is painted is what was there. Regions in which nobody sees a change keep their
/// pixels. Memory does not grow with the length of the sequence.
class SequenceRenderer {
public:
    /// All must outlive it.
    SequenceRenderer(LoadedModel& model, SequenceSource& source, FinishedFrames& finished,
                     const SequenceSettings& settings);
    ~SequenceRenderer();

    bool done() const { return m_next >= m_source.frames(); }
    /// The frame that the next step sees to.
    std::size_t frame() const { return m_next; }
    /// Sees to one frame. Throws Error, and Cancelled; the step can then be made again.
    void step(const CancelToken& cancel, const ProgressSink& progress);

    const SequenceReport& report() const { return m_report; }

private:
    struct Present; ///< the frame of a step

    Present look(std::size_t frame);
    void follow(Present& present);
    Image painted(Present& present, const CancelToken& cancel, const ProgressSink& progress);
    Image rolledOut(const Present& present, const CancelToken& cancel,
                    const ProgressSink& progress);
    void rollTo(std::size_t frame, const CancelToken& cancel);
    bool isMemoryful() const;
    void measure(const Present& present, const Image& photo);

    LoadedModel& m_model;
    SequenceSource& m_source;
    FinishedFrames& m_finished;
    SequenceSettings m_settings;
    std::unique_ptr<translate::FrameRollout> m_rollout; ///< nullptr: frames by themselves
    std::size_t m_rolled = 0; ///< the frame that the rollout would paint next
    bool m_rolling = false;   ///< it is anywhere
    std::size_t m_sceneStart = 0;
    std::size_t m_next = 0;
    imaging::InstanceTracker m_tracker;
    std::optional<imaging::MovingFrame> m_before; ///< the frame before, of the photo's size
    Image m_photoBefore;                          ///< as it was written
    Image m_independentBefore; ///< as it was painted by itself; empty where it was not
    FadingChange m_change;     ///< of frames before this one
    SequenceReport m_report;
};

} // namespace underpaint::run
