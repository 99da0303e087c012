// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/engine_thread.h"

#include "engine/run/engine_worker.h"

#include <utility>

namespace underpaint::run {

EngineThread::EngineThread(ModelSource models, EventSink sink)
    : EngineThread(std::move(models), std::move(sink), Options()) {}

EngineThread::EngineThread(ModelSource models, EventSink sink, Options options)
    : m_worker(std::make_unique<Worker>(std::move(models), std::move(sink), options)) {}

EngineThread::~EngineThread() = default;

void EngineThread::loadModel(ModelRequest request) {
    m_worker->loadModel(std::move(request));
}

void EngineThread::render(RenderRequest request) {
    m_worker->render(std::move(request));
}

void EngineThread::submitAll(std::vector<AnyWork> works) {
    m_worker->submit(std::move(works));
}

void EngineThread::cancelRender(Ticket ticket) {
    m_worker->cancelRender(ticket);
}

void EngineThread::cancelGroup(DocumentId document, std::uint64_t group) {
    m_worker->cancelGroup(document, group);
}

void EngineThread::cancelDocument(DocumentId document) {
    m_worker->cancelDocument(document);
}

std::size_t EngineThread::pending() const {
    return m_worker->pending();
}

void EngineThread::startTraining(TrainingSource source) {
    m_worker->startTraining(std::move(source));
}

void EngineThread::stopTraining() {
    m_worker->stopTraining();
}

} // namespace underpaint::run
