// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_bridge.h"

#include <QMetaObject>

#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace underpaint::app {

EngineBridge::EngineBridge(run::ModelSource models, run::EngineThread::Options options,
                           QObject* parent)
    : QObject(parent),
      m_engine(
          std::move(models),
          [this](run::EngineEvent event) {
              // A queued call of an object that is gone is dropped by Qt.
              QMetaObject::invokeMethod(
                  this, [this, event = std::move(event)] { deliver(event); }, Qt::QueuedConnection);
          },
          options) {}

EngineBridge::~EngineBridge() = default;

void EngineBridge::openDocument(run::DocumentId document) {
    m_open.insert(document);
}

void EngineBridge::closeDocument(run::DocumentId document) {
    m_open.erase(document);
    m_engine.cancelDocument(document);
}

bool EngineBridge::isOpen(run::DocumentId document) const {
    return document == 0 || m_open.contains(document);
}

void EngineBridge::deliver(const run::EngineEvent& event) {
    const bool wanted = std::visit(
        [this](const auto& e) {
            if constexpr (requires { e.document; }) {
                return isOpen(e.document);
            }
            return true;
        },
        event);
    if (!wanted) {
        return;
    }
    struct Emitter {
        EngineBridge& bridge;
        void operator()(const run::FinishedRender& e) const { Q_EMIT bridge.rendered(e); }
        void operator()(const run::RenderProgress& e) const { Q_EMIT bridge.renderProgressed(e); }
        void operator()(const run::ModelLoaded& e) const { Q_EMIT bridge.modelLoaded(e); }
        void operator()(const run::ModelFailed& e) const { Q_EMIT bridge.modelFailed(e); }
        void operator()(const run::Report& e) const { e.tell(); }
        void operator()(const run::TrainingFinished& e) const { Q_EMIT bridge.trainingFinished(e); }
        void operator()(const run::BecameIdle& /*e*/) const { Q_EMIT bridge.becameIdle(); }
    };
    std::visit(Emitter{*this}, event);
}

void EngineBridge::loadModel(const run::ModelRequest& request) {
    m_engine.loadModel(request);
}

void EngineBridge::render(const run::RenderRequest& request) {
    m_engine.render(request);
}

void EngineBridge::cancelRender(run::Ticket ticket) {
    m_engine.cancelRender(ticket);
}

void EngineBridge::cancelGroup(run::DocumentId document, std::uint64_t group) {
    m_engine.cancelGroup(document, group);
}

void EngineBridge::startTraining(const run::TrainingSource& source) {
    m_engine.startTraining(source);
}

void EngineBridge::stopTraining() {
    m_engine.stopTraining();
}

} // namespace underpaint::app
