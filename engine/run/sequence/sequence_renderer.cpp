// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sequence/sequence_renderer.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/temporal_smoother.h"
#include "engine/imaging/resize.h"
#include "engine/run/memory_fallback.h"
#include "engine/run/sequence/frame_checksum.h"

#include <cstddef>
#include <map>
#include <utility>

namespace underpaint::run {

struct SequenceRenderer::Present {
    std::size_t number = 0;
    SequenceFrame frame;
    std::uint32_t checksum = 0;
    bool cut = false;
    imaging::MovingFrame moving;
    std::optional<imaging::FrameMotion> motion; ///< absent after a cut
    Image independent;                          ///< as the model painted it by itself
};

SequenceRenderer::SequenceRenderer(LoadedModel& model, SequenceSource& source,
                                   FinishedFrames& finished, const SequenceSettings& settings)
    : m_model(model),
      m_source(source),
      m_finished(finished),
      m_settings(settings),
      m_rollout(model.translator().rollout()) {}

SequenceRenderer::~SequenceRenderer() = default;

bool SequenceRenderer::isMemoryful() const {
    return m_rollout != nullptr || m_settings.smoothing > 0;
}

SequenceRenderer::Present SequenceRenderer::look(std::size_t frame) {
    Present present;
    present.number = frame;
    present.frame = m_source.read(frame);
    present.checksum = checksumOf(present.frame);
    scene::SceneState& scene = present.frame.scene;
    const bool mapped = !scene.labels.empty();
    const Size own = mapped || !scene.referencePhoto ? scene.size() : scene.referencePhoto->size();
    const Size size = m_settings.size.empty() ? own : m_settings.size;
    if (mapped) {
        present.moving.labels = imaging::resizeNearest(scene.labels.toPlane(), size);
        present.moving.instances = imaging::resizeNearest(scene.instances.toPlane(), size);
    }
    if (!present.frame.photo.empty()) {
        present.moving.guide = imaging::resizeBicubic(present.frame.photo, size);
    }
    if (m_before && m_before->size() != size) {
        throw Error("is " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                        ", the frame before " + std::to_string(m_before->size().width) + "x" +
                        std::to_string(m_before->size().height),
                    m_source.name(frame), "Give all frames one size, or say --size");
    }
    present.cut = !m_before ||
                  imaging::labelChange(m_before->labels, present.moving.labels) > m_settings.cuts;
    if (!present.cut) {
        present.motion = imaging::motionSince(*m_before, present.moving);
    }
    if (present.frame.numbersAreOwn && mapped) {
        follow(present);
    }
    return present;
}

void SequenceRenderer::follow(Present& present) {
    const InstancePlane lasting =
        m_tracker.follow({present.moving.labels, present.moving.instances},
                         present.motion ? &present.motion->flow : nullptr);
    std::map<std::uint32_t, std::uint32_t> numbers;
    for (std::size_t i = 0; i < lasting.values().size(); ++i) {
        numbers.emplace(present.moving.instances.values()[i], lasting.values()[i]);
    }
    present.moving.instances = lasting;
    // The scene's own maps may have another size.
    scene::SceneState& scene = present.frame.scene;
    InstancePlane instances = scene.instances.toPlane();
    for (std::uint32_t& id : instances.values()) {
        if (const auto found = numbers.find(id); found != numbers.end()) {
            id = found->second;
        }
    }
    scene.instances = scene::InstanceMap(instances);
}

void SequenceRenderer::rollTo(std::size_t frame, const CancelToken& cancel) {
    if (m_rolling && m_rolled == frame) {
        return;
    }
    m_rolling = false;
    m_rollout->restart();
    m_rolled = m_sceneStart;
    if (const auto kept = m_finished.keptAt(m_sceneStart + 1, frame)) {
        m_rollout->recall(kept->second);
        m_rolled = kept->first;
    }
    translate::RenderSettings settings;
    settings.size = m_settings.size;
    for (; m_rolled < frame; ++m_rolled) {
        m_rollout->next(scene::SceneSnapshot(m_source.read(m_rolled).scene), settings, cancel, {});
    }
    m_rolling = true;
}

Image SequenceRenderer::rolledOut(const Present& present, const CancelToken& cancel,
                                  const ProgressSink& progress) {
    rollTo(present.number, cancel);
    if (present.number % m_settings.keptEvery == 0) {
        m_finished.keep(present.number, m_rollout->remember());
    }
    translate::RenderSettings settings;
    settings.size = m_settings.size;
    m_rolling = false;
    translate::RenderResult result =
        m_rollout->next(scene::SceneSnapshot(present.frame.scene), settings, cancel, progress);
    m_rolled = present.number + 1;
    m_rolling = true;
    m_report.device = result.device;
    m_report.precision = result.precision;
    m_report.peakBytes = result.peakBytes;
    return std::move(result.photo);
}

Image SequenceRenderer::painted(Present& present, const CancelToken& cancel,
                                const ProgressSink& progress) {
    if (m_rollout) {
        return rolledOut(present, cancel, progress);
    }
    RenderRequest request{.scene = scene::SceneSnapshot(present.frame.scene)};
    request.quality = Quality::Export;
    request.size = m_settings.size;
    request.cancel = cancel;
    FinishedRender result = renderWithinMemory(m_model, request, progress);
    if (!result.note.empty()) {
        m_report.notes.push_back(m_source.name(present.number) + ": " + result.note);
    }
    m_report.device = result.device;
    m_report.precision = result.precision;
    m_report.peakBytes = result.peakBytes;
    present.independent = *result.image;
    if (!present.motion || m_photoBefore.empty()) {
        return present.independent;
    }
    return imaging::smoothedPhoto(present.independent, m_photoBefore, *present.motion,
                                  m_settings.smoothing);
}

void SequenceRenderer::measure(const Present& present, const Image& photo) {
    if (present.motion && !m_photoBefore.empty()) {
        m_report.flicker.add(m_photoBefore, photo, *present.motion);
    }
    if (present.motion && !m_independentBefore.empty() && !present.independent.empty()) {
        m_report.independent.add(m_independentBefore, present.independent, *present.motion);
    }
}

void SequenceRenderer::step(const CancelToken& cancel, const ProgressSink& progress) {
    cancel.check();
    const imaging::InstanceTracker trackerBefore = m_tracker; // if the step is to be made again
    const std::size_t startBefore = m_sceneStart;
    try {
        Present present = look(m_next);
        const bool finished = m_finished.has(m_next, present.checksum);
        const bool there = m_finished.has(m_next);
        if (finished && m_finished.isDoubted(m_next)) {
            m_change.goOn();
        }
        if (present.cut) {
            m_sceneStart = m_next;
            m_rolling = false;
            m_change.end(); // nothing of the frames before is in this one
        }
        Image photo;
        if (finished && !m_change.lasts()) {
            photo = m_finished.read(m_next);
            ++m_report.alreadyThere;
            if (m_finished.isDoubted(m_next)) {
                m_finished.confirm(m_next, present.checksum);
            }
        } else {
            photo = painted(present, cancel, progress);
            if (there && isMemoryful()) {
                const Image old = m_finished.read(m_next);
                if (!finished) {
                    m_change.begin();
                } else {
                    m_change.compare(old, photo);
                }
                keepUnchanged(old, photo);
            }
            // Who is killed now goes on with the change, not past it.
            if (m_change.lasts()) {
                m_finished.doubt(m_next + 1);
            }
            m_finished.write(m_next, present.checksum, photo);
            ++m_report.rendered;
            m_report.repainted += there ? 1 : 0;
        }
        measure(present, photo);
        if (present.cut && m_next > 0) {
            m_report.cuts.push_back(m_next);
        }
        m_before = std::move(present.moving);
        m_photoBefore = std::move(photo);
        m_independentBefore = std::move(present.independent);
        ++m_next;
    } catch (...) {
        m_tracker = trackerBefore;
        m_sceneStart = startBefore;
        throw;
    }
}

} // namespace underpaint::run
