// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/engine_thread.h"
#include "engine/run/event.h"
#include "engine/run/request.h"

#include <QObject>

#include <cstddef>
#include <cstdint>
#include <unordered_set>

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
    void requestStyleThumbnails(const run::StyleThumbnailRequest& request);
    void encodeStyles(const run::EncodeRequest& request);
    void segment(const run::SegmentRequest& request);
    /// Written exports and whatever else belongs on the engine thread.
    void runTask(const run::Task& task);
    void cancelGroup(run::DocumentId document, std::uint64_t group);
    /// Jobs that wait or run.
    std::size_t pending() const { return m_engine.pending(); }
    void startTraining(const run::TrainingSource& source);
    void stopTraining();

Q_SIGNALS:
    void rendered(const underpaint::run::RenderResult& result);
    void renderProgressed(const underpaint::run::RenderProgress& progress);
    void modelLoaded(const underpaint::run::ModelLoaded& model);
    void modelFailed(const underpaint::run::ModelFailed& failed);
    void styleThumbnailFinished(const underpaint::run::StyleThumbnail& thumbnail);
    void stylesEncoded(const underpaint::run::StylesEncoded& encoded);
    void photoSegmented(const underpaint::run::PhotoSegmented& segmented);
    void taskProgressed(const underpaint::run::TaskProgress& progress);
    void taskFinished(const underpaint::run::TaskFinished& finished);
    void trainingFinished(const underpaint::run::TrainingFinished& finished);
    void becameIdle();

private:
    void deliver(const run::EngineEvent& event);
    bool isOpen(run::DocumentId document) const;

    std::unordered_set<run::DocumentId> m_open;
    run::EngineThread m_engine;
};

} // namespace underpaint::app
