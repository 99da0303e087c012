// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/video_opener.h"

#include "app/cli/segmented_video.h"
#include "engine/base/error.h"
#include "engine/imaging/motion/frame_follower.h"
#include "engine/project/package/model_labels.h"
#include "engine/run/package_models.h"
#include "ui/session/photo_layer.h"
#include "ui/session/photo_start.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace underpaint::app {

namespace {

/// What is labelled of a video so far.
class VideoOnItsWay {
public:
    explicit VideoOnItsWay(VideoRequest request)
        : m_request(std::move(request)), m_follower(imaging::usualCut, /*renumber=*/true) {}

    ui::VideoFrames goOn(const translate::EngineSettings& settings, const CancelToken& cancel,
                         const ProgressSink& progress) {
        const scene::LabelSet own =
            project::labelSetOf(project::ModelPackage::open(m_request.segmenter).manifest());
        SegmentedVideo video(m_request.video,
                             run::packageSegmenters()(m_request.segmenter, settings), own,
                             project::labelSetOf(m_request.model));
        if (video.frames() > scene::maxFrames) {
            throw Error("it has " + std::to_string(video.frames()) + " frames, a sequence " +
                            std::to_string(scene::maxFrames) + " at most",
                        m_request.video.string(), "Cut it into parts first");
        }
        const Size size = ui::sceneSizeFor(video.size(), m_request.model.size);
        ui::VideoFrames opened;
        while (done() < video.frames()) {
            cancel.check();
            Image photo;
            try {
                photo = video.photo(done(), size);
            } catch (const Error&) {
                if (!m_frames) {
                    throw;
                }
                opened.claimed = video.frames(); // it was cut off
                break;
            }
            const LabelPlane labels = video.labelsOf(photo, cancel);
            add(std::move(photo), labels);
            if (progress) {
                progress(static_cast<double>(done()) / static_cast<double>(video.frames()),
                         "labels");
            }
        }
        opened.frames = std::make_shared<const scene::Sequence>(*m_frames);
        return opened;
    }

private:
    std::size_t done() const { return m_frames ? m_frames->frames() : 0; }

    void add(Image photo, const LabelPlane& labels) {
        scene::SceneState state = ui::sceneFromPhoto(
            std::make_shared<const Image>(std::move(photo)), labels, m_request.model);
        imaging::MovingFrame moving{state.labels.toPlane(), state.instances.toPlane(),
                                    *state.referencePhoto};
        m_follower.follow(moving);
        state.instances = scene::InstanceMap(moving.instances);
        state.photoMaps = ui::photoMapsOf(state);
        // A sequence is painted anew as a whole: exported frames would flicker between the two.
        state.keep.on = false;
        if (m_frames) {
            m_frames->apply(scene::InsertFrames{m_frames->frames(), {std::move(state)}});
        } else {
            m_frames.emplace(std::move(state));
        }
    }

    VideoRequest m_request;
    imaging::FrameFollower m_follower;
    std::optional<scene::Sequence> m_frames;
};

} // namespace

VideoOpener videoOpener() {
    return [](const VideoRequest& request) -> VideoLabelling {
        // Functions are copied, and what is done belongs to all copies.
        return
            [video = std::make_shared<VideoOnItsWay>(request)](
                const translate::EngineSettings& settings, const CancelToken& cancel,
                const ProgressSink& progress) { return video->goOn(settings, cancel, progress); };
    };
}

} // namespace underpaint::app
