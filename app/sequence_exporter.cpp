// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sequence_exporter.h"

#include "app/cli/sequence_output.h"
#include "engine/run/sequence/sequence_renderer.h"
#include "ui/session/moving_frames.h"

#include <memory>
#include <string>
#include <utility>

namespace underpaint::app {

namespace {

/// The frames of the editor, which hold their maps already.
class EditedFrames final : public run::SequenceSource {
public:
    explicit EditedFrames(scene::Sequence frames)
        : m_frames(std::move(frames)),
          m_photos(ui::haveMovingPhotos(m_frames, 0, m_frames.frames() - 1)) {}

    std::size_t frames() const override { return m_frames.frames(); }
    std::string name(std::size_t frame) const override {
        return "frame " + std::to_string(frame + 1);
    }
    run::SequenceFrame read(std::size_t number) override {
        if (m_before) {
            m_before->rest();
        }
        run::SequenceFrame frame;
        frame.scene = m_frames.frame(number);
        m_before = frame.scene.referencePhoto;
        if (m_photos) {
            frame.photo = *frame.scene.referencePhoto;
        }
        return frame;
    }

private:
    scene::Sequence m_frames;
    bool m_photos;
    std::shared_ptr<const Image> m_before; ///< of the frame that was read last
};

std::string nameOf(std::size_t frame) {
    constexpr std::size_t least = 4;
    std::string digits = std::to_string(frame + 1);
    digits.insert(0, digits.size() < least ? least - digits.size() : 0, '0');
    return "frame_" + digits;
}

/// Frames that were made otherwise do not belong to the same sequence.
std::string settingsLine(const project::Manifest& model, Size size) {
    return "model " + (model.id.empty() ? model.name : model.id) + ", size " +
           std::to_string(size.width) + "x" + std::to_string(size.height) + ", by the editor";
}

ui::ExportedSequence told(const run::SequenceReport& report, std::size_t frames, bool bySequence) {
    ui::ExportedSequence exported;
    exported.frames = frames;
    exported.rendered = report.rendered;
    exported.alreadyThere = report.alreadyThere;
    if (report.flicker.pairs() > 0) {
        exported.flicker = report.flicker.levels();
        if (!bySequence && report.independent.pairs() == report.flicker.pairs()) {
            exported.independent = report.independent.levels();
        }
    }
    for (const std::string& note : report.notes) {
        exported.notes << QString::fromStdString(note);
    }
    return exported;
}

} // namespace

SequenceExporter sequenceExporter() {
    return [](run::LoadedModel& model, const ui::SequenceExport& request, const CancelToken& cancel,
              const ProgressSink& progress) {
        EditedFrames source(request.frames);
        const std::size_t frames = source.frames();
        const SequenceOutput output(request.output.string(), nameOf);
        run::FinishedFrames finished(
            output.notes(), [&](std::size_t i) { return output.frame(i); }, frames,
            settingsLine(model.translator().manifest(), request.frames.frame(0).size()));
        run::SequenceRenderer renderer(model, source, finished, {});
        while (!renderer.done()) {
            renderer.step(cancel, {});
            if (progress) {
                const std::size_t done = renderer.done() ? frames : renderer.frame();
                progress(static_cast<double>(done) / static_cast<double>(frames), "frames");
            }
        }
        if (output.isVideo()) {
            cancel.check();
            output.join(frames, request.framesPerSecond, cancel);
        }
        ui::ExportedSequence exported =
            told(renderer.report(), frames, model.translator().capabilities().sequences);
        if (!output.isVideo()) {
            exported.removed = finished.removeFrom(frames);
        }
        return exported;
    };
}

} // namespace underpaint::app
