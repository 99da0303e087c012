// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/engine_worker.h"

#include "engine/base/error.h"
#include "engine/run/compute_threads.h"
#include "engine/run/failure.h"
#include "engine/run/memory_fallback.h"

#include <chrono>
#include <string>
#include <utility>

namespace underpaint::run {

namespace {

/// Groups of the control lane, in which the newest job replaces those that wait.
constexpr std::uint64_t modelGroup = 1;
constexpr std::uint64_t trainingGroup = 2;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Reports whole steps only, so that a render of many layers does not flood the user interface.
ProgressSink inSteps(ProgressSink sink) {
    constexpr double step = 0.05;
    return [sink = std::move(sink), last = -1.0](double fraction, std::string_view stage) mutable {
        if (fraction >= last + step) {
            last = fraction;
            sink(fraction, stage);
        }
    };
}

} // namespace

/// What a work uses of the worker.
class EngineThread::Worker::Context final : public WorkContext {
public:
    Context(Worker& worker, Generation generation, const CancelToken& cancel, ProgressSink progress)
        : WorkContext(cancel, std::move(progress)), m_worker(worker), m_generation(generation) {}

    LoadedModel& model() override {
        m_worker.checkGeneration(m_generation, Quality::Exact);
        return m_worker.model();
    }
    translate::EngineSettings complete(translate::EngineSettings settings) const override {
        m_worker.setThreads(settings);
        return settings;
    }

protected:
    std::any& keptOf(std::type_index type) override { return m_worker.m_kept[type]; }

private:
    Worker& m_worker;
    Generation m_generation;
};

EngineThread::Worker::Worker(ModelSource models, EventSink sink, Options options)
    : m_models(std::move(models)),
      m_sink(std::move(sink)),
      m_options(options),
      m_queue(options.trainingRest),
      m_thread([this] { loop(); }) {}

EngineThread::Worker::~Worker() {
    m_queue.close();
    m_thread.join();
}

void EngineThread::Worker::loop() {
    if (m_options.lowPriority) {
        lowerThreadPriority();
    }
    while (m_queue.runNext()) {
        if (m_queue.pending() == 0) {
            m_sink(BecameIdle{});
        }
    }
    endTraining();
    m_kept.clear();
    m_model.reset();
}

void EngineThread::Worker::setThreads(translate::EngineSettings& settings) const {
    if (settings.threads == 0) {
        const unsigned cores =
            m_options.cores != 0 ? m_options.cores : std::thread::hardware_concurrency();
        settings.threads = computeThreads(cores);
    }
}

void EngineThread::Worker::loadModel(ModelRequest request) {
    setThreads(request.settings);
    const Generation generation = ++m_asked;
    m_queue.pushControl({.work =
                             [this, request = std::move(request), generation](const CancelToken&) {
                                 loadJob(request, generation);
                                 return JobEnd::Finished;
                             },
                         .group = modelGroup});
    m_queue.cancelRunningRender();
}

void EngineThread::Worker::loadJob(const ModelRequest& request, Generation generation) {
    const double start = now();
    std::optional<LoadedModel> loaded;
    const Ending ending = ended([&] { loaded.emplace(m_models, request); });
    if (!loaded) {
        m_sink(ModelFailed{request.package,
                           ending.failure.value_or(RenderFailure{"was cancelled", {}, {}})});
        return;
    }
    m_model = std::move(loaded);
    m_loaded = generation;
    m_sink(ModelLoaded{request.package, m_model->translator().manifest(),
                       m_model->translator().capabilities(), now() - start});
}

LoadedModel& EngineThread::Worker::model() {
    if (!m_model) {
        throw Error("no model is loaded", {}, "Choose a model first");
    }
    return *m_model;
}

void EngineThread::Worker::checkGeneration(Generation generation, Quality quality) const {
    if (generation >= m_loaded) {
        return;
    }
    if (quality == Quality::Export) {
        throw Error("another model was loaded before this export's turn came", {}, "Export again");
    }
    throw Cancelled();
}

void EngineThread::Worker::render(RenderRequest request) {
    const bool exported = request.quality == Quality::Export;
    Job job;
    job.cancel = request.cancel;
    job.document = request.document;
    job.ticket = request.ticket;
    job.work = [this, request = std::move(request),
                generation = m_asked.load()](const CancelToken&) {
        renderJob(request, generation);
        return JobEnd::Finished;
    };
    if (exported) {
        m_queue.pushBackground({std::move(job)}, JobQueue::Place::Back);
    } else {
        m_queue.pushInteractive(std::move(job));
    }
}

void EngineThread::Worker::renderJob(const RenderRequest& request, Generation generation) {
    FinishedRender result;
    const Ending ending = ended([&] {
        request.cancel.check();
        checkGeneration(generation, request.quality);
        const auto progress = inSteps([&](double fraction, std::string_view stage) {
            m_sink(RenderProgress{request.document, request.ticket, fraction, std::string(stage)});
        });
        result = renderWithinMemory(model(), request, progress);
    });
    if (ending.outcome != Outcome::Done) {
        result.document = request.document;
        result.ticket = request.ticket;
        result.revision = request.scene.revision();
        result.quality = request.quality;
        result.dirty = request.dirty;
        result.outcome = ending.outcome;
        result.failure = ending.failure;
    }
    m_sink(std::move(result));
}

void EngineThread::Worker::submit(std::vector<AnyWork> works) {
    if (works.empty()) {
        return;
    }
    const auto place = works.front().place.first ? JobQueue::Place::Front : JobQueue::Place::Back;
    std::vector<Job> jobs;
    for (AnyWork& work : works) {
        Job& job = jobs.emplace_back();
        job.document = work.place.document;
        job.group = work.place.group;
        job.repeatable = work.place.repeatable;
        job.work = [this, work = std::move(work), generation = m_asked.load()](
                       const CancelToken& cancel) { return workJob(work, generation, cancel); };
    }
    m_queue.pushBackground(std::move(jobs), place);
}

JobEnd EngineThread::Worker::workJob(const AnyWork& work, Generation generation,
                                     const CancelToken& cancel) {
    const DocumentId document = work.place.document;
    ProgressSink progress;
    if (work.progressed) {
        progress = [&](double fraction, std::string_view stage) {
            m_sink(Report{document, [told = work.progressed, fraction, name = std::string(stage)] {
                              told(fraction, name);
                          }});
        };
    } else {
        progress = [](double, std::string_view) {};
    }
    Context context(*this, generation, cancel, inSteps(std::move(progress)));
    Outcome outcome = Outcome::Done;
    auto tell = work.run(context, outcome);
    if (outcome == Outcome::Cancelled && work.place.repeatable) {
        return JobEnd::Interrupted;
    }
    if (tell) {
        m_sink(Report{document, std::move(tell)});
    }
    return JobEnd::Finished;
}

void EngineThread::Worker::cancelRender(Ticket ticket) {
    if (ticket != 0) {
        m_queue.cancelIf([=](const Job& job) { return job.ticket == ticket; });
    }
}

void EngineThread::Worker::cancelGroup(DocumentId document, std::uint64_t group) {
    m_queue.cancelIf([=](const Job& job) {
        return job.ticket == 0 && job.document == document && job.group == group;
    });
}

void EngineThread::Worker::cancelDocument(DocumentId document) {
    m_queue.cancelIf([=](const Job& job) { return job.document == document; });
}

void EngineThread::Worker::startTraining(TrainingSource source) {
    m_queue.pushControl({.work =
                             [this, source = std::move(source)](const CancelToken&) {
                                 endTraining();
                                 startTrainingJob(source);
                                 return JobEnd::Finished;
                             },
                         .group = trainingGroup});
}

void EngineThread::Worker::stopTraining() {
    m_queue.pushControl({.work =
                             [this](const CancelToken&) {
                                 endTraining();
                                 return JobEnd::Finished;
                             },
                         .group = trainingGroup});
}

void EngineThread::Worker::startTrainingJob(const TrainingSource& source) {
    const Ending ending = ended([&] { m_training = source(); });
    if (!m_training) {
        m_sink(TrainingFinished{ending.outcome, ending.failure});
        return;
    }
    m_queue.setTraining({.work = [this](const CancelToken&) { return trainingStepJob(); }});
}

JobEnd EngineThread::Worker::trainingStepJob() {
    bool more = false;
    const Ending ending = ended([&] { more = m_training->step(); });
    if (ending.outcome == Outcome::Done && more) {
        return JobEnd::Continues;
    }
    m_training.reset();
    m_sink(TrainingFinished{ending.outcome, ending.failure});
    return JobEnd::Finished;
}

void EngineThread::Worker::endTraining() {
    if (!m_training) {
        return;
    }
    m_queue.removeTraining();
    const Ending ending = ended([&] { m_training->interrupted(); });
    m_training.reset();
    const bool failed = ending.outcome == Outcome::Failed;
    m_sink(TrainingFinished{failed ? Outcome::Failed : Outcome::Cancelled, ending.failure});
}

} // namespace underpaint::run
