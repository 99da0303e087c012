// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/engine_thread.h"
#include "engine/run/event.h"
#include "engine/run/request.h"

#include <QObject>

#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <utility>

namespace underpaint::app {

/// The engine as the user interface sees it: owns the engine thread and turns its events into
/// signals on the thread that this object lives on. Events of documents that are not open (any
/// more) are dropped; the document 0 always counts as open.
///
/// The functions are those of run::EngineThread: they return at once, failures arrive as signals.
class EngineBridge : public QObject {
    Q_OBJECT

public:
    explicit EngineBridge(run::ModelSource models, run::EngineThread::Options options = {},
                          QObject* parent = nullptr);
    /// Waits until the engine thread has let go of what it computes.
    ~EngineBridge() override;

    void openDocument(run::DocumentId document);
    /// Cancels everything of the document; no signal for it comes afterwards.
    void closeDocument(run::DocumentId document);

    void loadModel(const run::ModelRequest& request);
    void render(const run::RenderRequest& request);
    void cancelRender(run::Ticket ticket);
    /// Whatever else belongs on the engine thread: one run::Work, or several in their order. What
    /// it tells arrives on the thread of this object, while its document is open.
    template<class Works>
    void submit(Works works) {
        m_engine.submit(std::move(works));
    }
    void cancelGroup(run::DocumentId document, std::uint64_t group);
    /// Jobs that wait or run.
    std::size_t pending() const { return m_engine.pending(); }
    void startTraining(const run::TrainingSource& source);
    void stopTraining();

Q_SIGNALS:
    void rendered(const underpaint::run::FinishedRender& result);
    void renderProgressed(const underpaint::run::RenderProgress& progress);
    void modelLoaded(const underpaint::run::ModelLoaded& model);
    void modelFailed(const underpaint::run::ModelFailed& failed);
    void trainingFinished(const underpaint::run::TrainingFinished& finished);
    void becameIdle();

private:
    void deliver(const run::EngineEvent& event);
    bool isOpen(run::DocumentId document) const;

    std::unordered_set<run::DocumentId> m_open;
    run::EngineThread m_engine;
};

} // namespace underpaint::app
