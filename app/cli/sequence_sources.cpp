// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sequence_sources.h"

#include "app/cli/model_folders.h"
#include "app/cli/segmented_video.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/exemplar_photo.h"
#include "engine/imaging/sequence/sequence_files.h"
#include "engine/project/package/model_labels.h"
#include "engine/translate/segmentation.h"

#include <memory>
#include <utility>

namespace underpaint::app {

namespace {

/// Files, one per frame.
class FolderSequence final : public run::SequenceSource {
public:
    FolderSequence(imaging::SequenceListing listing, const SceneRequest& request,
                   translate::Translator& translator, FinishScene finish, Reporter& reporter)
        : m_listing(std::move(listing)),
          m_request(request),
          m_translator(translator),
          m_finish(std::move(finish)),
          m_reporter(reporter) {
        m_request.strictStyles = false;
    }

    std::size_t frames() const override { return m_listing.frames.size(); }
    std::string name(std::size_t frame) const override {
        const imaging::SequenceFiles& files = m_listing.frames[frame];
        return (files.labels.empty() ? files.photo : files.labels).string();
    }
    run::SequenceFrame read(std::size_t number) override {
        const imaging::SequenceFiles& files = m_listing.frames[number];
        const translate::Capabilities can = m_translator.capabilities();
        m_request.labels = can.labels ? files.labels : std::filesystem::path();
        m_request.instances = can.labels ? files.instances : std::filesystem::path();
        m_request.photo = can.photoInput ? files.photo : std::filesystem::path();
        run::SequenceFrame frame;
        frame.scene = readScene(m_request, m_translator, m_reporter);
        if (!files.photo.empty()) {
            frame.photo = imaging::readPhoto(files.photo);
        }
        frame.numbersAreOwn = files.instances.empty();
        m_finish(frame.scene);
        return frame;
    }

private:
    imaging::SequenceListing m_listing;
    SceneRequest m_request;
    translate::Translator& m_translator;
    FinishScene m_finish;
    Reporter& m_reporter;
};

/// Frames of a video, whose labels are estimates.
class VideoSequence final : public run::SequenceSource {
public:
    VideoSequence(const SequenceOptions& options, translate::Translator& translator,
                  const translate::EngineSettings& settings, FinishScene finish, CancelToken cancel)
        : m_path(options.sequence().string()),
          m_video(opened(options, translator, settings)),
          m_translator(translator),
          m_finish(std::move(finish)),
          m_cancel(std::move(cancel)) {}

    std::size_t frames() const override { return m_video.frames(); }
    double rate() const { return m_video.rate(); }
    std::string name(std::size_t frame) const override {
        return m_path + ", frame " + std::to_string(frame + 1);
    }
    run::SequenceFrame read(std::size_t number) override {
        run::SequenceFrame frame;
        frame.photo = m_video.photo(number);
        const LabelPlane labels = m_video.labelsOf(frame.photo, m_cancel);
        frame.scene.labelSet = m_video.classes();
        frame.scene.modelId = m_translator.manifest().id;
        frame.scene.labels = scene::LabelMap(labels);
        frame.scene.instances =
            scene::InstanceMap(imaging::exemplarInstances(labels, m_video.classes()));
        if (m_translator.capabilities().photoInput) {
            frame.scene.referencePhoto = std::make_shared<const Image>(frame.photo);
        }
        frame.numbersAreOwn = true;
        m_finish(frame.scene);
        return frame;
    }

private:
    static SegmentedVideo opened(const SequenceOptions& options,
                                 const translate::Translator& translator,
                                 const translate::EngineSettings& settings) {
        const project::ModelPackage package = openModel(options.segmenter());
        return {options.sequence(),
                [segmentation = std::make_shared<translate::Segmentation>(package, settings)](
                    const Image& photo, const CancelToken& cancel, const ProgressSink& progress) {
                    return segmentation->segment(photo, {}, cancel, progress);
                },
                project::labelSetOf(package.manifest()),
                project::labelSetOf(translator.manifest())};
    }

    std::string m_path;
    SegmentedVideo m_video;
    translate::Translator& m_translator;
    FinishScene m_finish;
    CancelToken m_cancel;
};

std::string numbered(std::size_t frame) {
    std::string digits = std::to_string(frame + 1);
    constexpr std::size_t least = 6;
    digits.insert(0, digits.size() < least ? least - digits.size() : 0, '0');
    return "frame_" + digits;
}

} // namespace

OpenSequence openSequence(const SequenceOptions& options, const SceneRequest& request,
                          translate::Translator& translator,
                          const translate::EngineSettings& settings, const FinishScene& finish,
                          const CancelToken& cancel, Reporter& reporter) {
    OpenSequence open;
    if (!std::filesystem::is_directory(options.sequence())) {
        if (options.segmenter().empty()) {
            throw Error("is no folder of label maps", options.sequence().string(),
                        "Name a folder, or with a video a --segmenter that labels its frames");
        }
        if (!options.instances().empty() || !options.photos().empty()) {
            throw Error("a video is its own photos, and its label maps are made",
                        options.sequence().string(),
                        "Leave --instances-folder and --photos-folder out");
        }
        auto video = std::make_unique<VideoSequence>(options, translator, settings, finish, cancel);
        open.rate = video->rate();
        for (std::size_t i = 0; i < video->frames(); ++i) {
            open.names.push_back(numbered(i));
        }
        open.source = std::move(video);
        return open;
    }
    if (!options.segmenter().empty()) {
        throw Error("frames of a folder are label maps already", "--segmenter",
                    "Leave it out; `underpaint segment` makes label maps of a folder of photos");
    }
    imaging::SequenceListing listing =
        translator.capabilities().labels
            ? imaging::listSequence(options.sequence(), options.instances(), options.photos())
            : imaging::listFrames(options.sequence());
    for (const imaging::SequenceFiles& frame : listing.frames) {
        open.names.push_back(frame.name);
    }
    open.notices = std::move(listing.notices);
    open.source =
        std::make_unique<FolderSequence>(std::move(listing), request, translator, finish, reporter);
    return open;
}

} // namespace underpaint::app
