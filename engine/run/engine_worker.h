// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/engine_thread.h"
#include "engine/run/job_queue.h"
#include "engine/run/loaded_model.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace underpaint::run {

/// The thread behind EngineThread. Everything named …Job and all members below m_asked belong to
/// it; the rest may be called from any thread.
class EngineThread::Worker {
public:
    Worker(ModelSource models, EventSink sink, Options options);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void loadModel(ModelRequest request);
    void render(RenderRequest request);
    void styleThumbnails(StyleThumbnailRequest request);
    void encodeStyles(EncodeRequest request);
    void segment(SegmentRequest request);
    void run(Task task);
    void cancelRender(Ticket ticket);
    void cancelGroup(DocumentId document, std::uint64_t group);
    void cancelDocument(DocumentId document);
    void startTraining(TrainingSource source);
    void stopTraining();
    std::size_t pending() const { return m_queue.pending(); }

private:
    /// Numbers the models that were asked for; a job belongs to the newest at its time.
    using Generation = std::uint64_t;
    struct Thumbnails;

    void loop();
    void loadJob(const ModelRequest& request, Generation generation);
    void renderJob(const RenderRequest& request, Generation generation);
    JobEnd thumbnailJob(Thumbnails& thumbnails, std::size_t index, const CancelToken& cancel);
    void encodeJob(const EncodeRequest& request, Generation generation, const CancelToken& cancel);
    void segmentJob(const SegmentRequest& request, const CancelToken& cancel);
    /// Throws Error when it cannot be loaded.
    const Segmenter& segmenterFor(const SegmentRequest& request);
    void taskJob(const Task& task, const CancelToken& cancel);
    void startTrainingJob(const TrainingSource& source);
    JobEnd trainingStepJob();
    void endTraining();

    /// Calls `work` with the request and a token as the last job of the background lane.
    template<class Request, class Work>
    void pushBackground(Request request, Work work) {
        Job job{.document = request.document, .group = request.group};
        job.work = [request = std::move(request), work](const CancelToken& cancel) {
            work(request, cancel);
            return JobEnd::Finished;
        };
        m_queue.pushBackground({std::move(job)}, JobQueue::Place::Back);
    }
    /// Fills in the number of threads when it is left to us.
    void setThreads(translate::EngineSettings& settings) const;
    /// Throws Error when there is none.
    LoadedModel& model();
    /// Throws Cancelled (an export: Error) when another model was loaded since the job was given.
    void checkGeneration(Generation generation, Quality quality) const;

    const ModelSource m_models;
    const EventSink m_sink;
    const Options m_options;
    JobQueue m_queue;
    std::atomic<Generation> m_asked = 0;

    Generation m_loaded = 0;
    std::optional<LoadedModel> m_model;
    std::filesystem::path m_segmenterPackage;
    Segmenter m_segmenter;
    std::unique_ptr<TrainingJob> m_training;
    std::thread m_thread; ///< last: uses all of the above
};

} // namespace underpaint::run
