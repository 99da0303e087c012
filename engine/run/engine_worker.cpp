// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/engine_worker.h"

#include "engine/base/error.h"
#include "engine/run/compute_threads.h"
#include "engine/run/failure.h"
#include "engine/run/memory_fallback.h"
#include "engine/run/style_crop.h"

#include <algorithm>
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

/// A request with what its pictures share; touched by the worker only once it is queued.
struct EngineThread::Worker::Thumbnails {
    StyleThumbnailRequest request;
    Generation generation = 0;
    std::optional<StyleCrop> crop; ///< made with the first picture
};

EngineThread::Worker::Worker(ModelSource models, EventSink sink, Options options)
    : m_models(std::move(models)),
      m_sink(std::move(sink)),
      m_options(options),
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
    m_segmenter = nullptr;
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
    RenderResult result;
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

void EngineThread::Worker::styleThumbnails(StyleThumbnailRequest request) {
    auto thumbnails =
        std::make_shared<Thumbnails>(Thumbnails{std::move(request), m_asked.load(), std::nullopt});
    std::vector<Job> jobs;
    for (std::size_t index = 0; index < thumbnails->request.styles.size(); ++index) {
        Job& job = jobs.emplace_back();
        job.work = [this, thumbnails, index](const CancelToken& cancel) {
            return thumbnailJob(*thumbnails, index, cancel);
        };
        job.document = thumbnails->request.document;
        job.group = thumbnails->request.group;
        job.repeatable = true;
    }
    m_queue.pushBackground(std::move(jobs), JobQueue::Place::Front);
}

JobEnd EngineThread::Worker::thumbnailJob(Thumbnails& thumbnails, std::size_t index,
                                          const CancelToken& cancel) {
    const StyleThumbnailRequest& asked = thumbnails.request;
    StyleThumbnail thumbnail{.document = asked.document,
                             .group = asked.group,
                             .revision = asked.scene.revision(),
                             .instance = asked.instance,
                             .index = index,
                             .style = asked.styles[index]};
    const Ending ending = ended([&] {
        cancel.check();
        checkGeneration(thumbnails.generation, Quality::Preview);
        if (!thumbnails.crop) {
            thumbnails.crop = cropAround(asked.scene, asked.instance, asked.size);
        }
        RenderRequest request{.scene = withStyle(asked.scene, asked.instance, thumbnail.style)};
        request.quality = Quality::Preview;
        request.size = thumbnails.crop->photo;
        request.cancel = cancel;
        const auto photo = renderWithinMemory(model(), request, {}).image;
        thumbnail.image = std::make_shared<const Image>(
            cutOut(*photo, thumbnails.crop->box, asked.scene->size()));
    });
    if (ending.outcome == Outcome::Cancelled) {
        return JobEnd::Interrupted;
    }
    thumbnail.failure = ending.failure;
    m_sink(std::move(thumbnail));
    return JobEnd::Finished;
}

void EngineThread::Worker::encodeStyles(EncodeRequest request) {
    pushBackground(std::move(request), [this, generation = m_asked.load()](
                                           const EncodeRequest& asked, const CancelToken& cancel) {
        encodeJob(asked, generation, cancel);
    });
}

void EngineThread::Worker::encodeJob(const EncodeRequest& request, Generation generation,
                                     const CancelToken& cancel) {
    StylesEncoded encoded{.document = request.document, .group = request.group};
    const Ending ending = ended([&] {
        cancel.check();
        checkGeneration(generation, Quality::Exact);
        const Image photo = request.photo(cancel);
        cancel.check();
        encoded.styles =
            model().translator().encodeStyles(photo, request.instances.toPlane(), cancel);
    });
    encoded.outcome = ending.outcome;
    encoded.failure = ending.failure;
    m_sink(std::move(encoded));
}

void EngineThread::Worker::segment(SegmentRequest request) {
    setThreads(request.settings);
    pushBackground(std::move(request),
                   [this](const SegmentRequest& asked, const CancelToken& cancel) {
                       segmentJob(asked, cancel);
                   });
}

const Segmenter& EngineThread::Worker::segmenterFor(const SegmentRequest& request) {
    if (!m_segmenter || m_segmenterPackage != request.package) {
        m_segmenter = nullptr; // two at a time may not fit into memory
        m_segmenter = request.source(request.package, request.settings);
        m_segmenterPackage = request.package;
    }
    return m_segmenter;
}

void EngineThread::Worker::segmentJob(const SegmentRequest& request, const CancelToken& cancel) {
    PhotoSegmented segmented{
        .document = request.document, .group = request.group, .id = request.id};
    const auto progress = inSteps([&](double fraction, std::string_view stage) {
        m_sink(TaskProgress{request.document, request.group, request.id, fraction,
                            std::string(stage)});
    });
    const Ending ending = ended([&] {
        cancel.check();
        segmented.result = std::make_shared<const translate::SegmentedPhoto>(
            segmenterFor(request)(*request.photo, cancel, progress));
    });
    segmented.outcome = ending.outcome;
    segmented.failure = ending.failure;
    m_sink(std::move(segmented));
}

void EngineThread::Worker::run(Task task) {
    pushBackground(std::move(task), [this](const Task& asked, const CancelToken& cancel) {
        taskJob(asked, cancel);
    });
}

void EngineThread::Worker::taskJob(const Task& task, const CancelToken& cancel) {
    const auto progress = inSteps([&](double fraction, std::string_view stage) {
        m_sink(TaskProgress{task.document, task.group, task.id, fraction, std::string(stage)});
    });
    const Ending ending = ended([&] {
        cancel.check();
        task.work(TaskContext{m_model ? &m_model->translator() : nullptr, cancel, progress});
    });
    m_sink(TaskFinished{task.document, task.group, task.id, ending.outcome, ending.failure});
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
