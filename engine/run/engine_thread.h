// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/event.h"
#include "engine/run/request.h"
#include "engine/run/work.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace underpaint::run {

/// Computes everything on one thread, so that models, their caches and the thread pools below them
/// have one owner. Its jobs wait in four lanes:
///
///     control      load a model; goes before everything else and ends a running render
///     interactive  the photo of the open document; one waiting request, the newest wins
///     background   exports and any other work; in order, one between two renders
///     training     one step between two other jobs
///
/// All functions return at once and may be called from any thread. Nothing is thrown across the
/// border: failures arrive as values at the sink.
class EngineThread {
public:
    struct Options {
        /// Cores of the machine; 0: find out. Decides over the number of threads
        /// (computeThreads()).
        unsigned cores = 0;
        /// Lets the scheduler of the system prefer the user interface. Off in tests.
        bool lowPriority = true;
        /// For how long after a render no training step begins, so that steady painting does not
        /// wait for one again and again. None in tests.
        std::chrono::milliseconds trainingRest{700};
    };

    EngineThread(ModelSource models, EventSink sink, Options options);
    EngineThread(ModelSource models, EventSink sink);
    /// Cancels what runs, drops what waits and joins; a training is interrupted first. No event
    /// arrives afterwards.
    ~EngineThread();
    EngineThread(const EngineThread&) = delete;
    EngineThread& operator=(const EngineThread&) = delete;

    /// Answered by ModelLoaded or ModelFailed; a load that waits is replaced. Renders, thumbnails
    /// and exports that were asked for before are cancelled when it succeeds.
    void loadModel(ModelRequest request);
    void render(RenderRequest request);
    /// Any other work, in the background lane; several keep their order. It tells of its end
    /// through a Report.
    /// @{
    template<class Result>
    void submit(Work<Result> work) {
        std::vector<AnyWork> one;
        one.push_back(anyWork(std::move(work)));
        submitAll(std::move(one));
    }
    template<class Result>
    void submit(std::vector<Work<Result>> works) {
        std::vector<AnyWork> all;
        for (Work<Result>& work : works) {
            all.push_back(anyWork(std::move(work)));
        }
        submitAll(std::move(all));
    }
    /// @}

    /// Ends that render or takes it out of its lane.
    void cancelRender(Ticket ticket);
    /// Background jobs of that group, exports excepted.
    void cancelGroup(DocumentId document, std::uint64_t group);
    /// Everything of that document.
    void cancelDocument(DocumentId document);

    /// Jobs that wait or run.
    std::size_t pending() const;

    /// Starts a training; a present one is interrupted first.
    void startTraining(TrainingSource source);
    /// Answered by TrainingFinished once the job has saved its state.
    void stopTraining();

private:
    class Worker;
    void submitAll(std::vector<AnyWork> works);

    std::unique_ptr<Worker> m_worker;
};

} // namespace underpaint::run
