// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/engine_thread.h"
#include "engine/run/job_queue.h"
#include "engine/run/loaded_model.h"

#include <any>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <typeindex>
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
    void submit(std::vector<AnyWork> works);
    void cancelRender(Ticket ticket);
    void cancelGroup(DocumentId document, std::uint64_t group);
    void cancelDocument(DocumentId document);
    void startTraining(TrainingSource source);
    void stopTraining();
    std::size_t pending() const { return m_queue.pending(); }

private:
    /// Numbers the models that were asked for; a job belongs to the newest at its time.
    using Generation = std::uint64_t;
    class Context;

    void loop();
    void loadJob(const ModelRequest& request, Generation generation);
    void renderJob(const RenderRequest& request, Generation generation);
    JobEnd workJob(const AnyWork& work, Generation generation, const CancelToken& cancel);
    void startTrainingJob(const TrainingSource& source);
    JobEnd trainingStepJob();
    void endTraining();

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
    std::map<std::type_index, std::any> m_kept; ///< of works, from one to the next
    std::unique_ptr<TrainingJob> m_training;
    std::thread m_thread; ///< last: uses all of the above
};

} // namespace underpaint::run
