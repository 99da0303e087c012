// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/exact_photos.h"
#include "app/model_loader.h"
#include "app/open_document.h"
#include "engine/run/render_scheduler.h"
#include "ui/session/photo_rendering.h"

#include <QElapsedTimer>
#include <QTimer>

#include <map>

namespace underpaint::app {

/// Tells the scheduler what the user does, hands its decisions to the engine and the engine's
/// answers to the PhotoState.
class PhotoRenderer final : public ui::PhotoRendering {
    Q_OBJECT

public:
    /// All must outlive this.
    PhotoRenderer(EngineBridge& bridge, const OpenDocument& open, ModelLoader& models,
                  QObject* parent = nullptr);

    bool live() const override { return m_scheduler.live(); }
    void setLive(bool live) override;
    void renderNow() override;
    void setHeld(bool held) override;
    void setPaused(bool paused) override;
    void stop() override;
    QString device() const override { return m_device; }
    int waiting() const override { return static_cast<int>(m_bridge.pending()); }

    /// Lets go of the document that was open.
    void close();
    /// Follows the open document.
    void open();
    /// Renders the open document, once its model is there.
    void begin();

private:
    double now() const;
    /// Which edits the present model sees.
    void tellCapabilities();
    void takeModel(const project::Manifest& manifest);
    /// Tells the scheduler of edits that do not show in the photo, and does what it decides.
    void pump();
    void submit(const run::RenderScheduler::Action& action);
    void showState();
    void takeEdit(const QRect& region, quint64 revision);
    void takeResult(const run::FinishedRender& result);
    /// Shows the exact photo of the scene as it is, where it was kept.
    bool recall();
    void keepExact(const run::FinishedRender& result);
    /// Tells of classes in the scene that the present model has not learnt.
    void findUnknownClasses();

    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    ModelLoader& m_models;
    run::RenderScheduler m_scheduler;
    QElapsedTimer m_clock;
    QTimer m_next;
    bool m_paused = false;
    bool m_rendering = false; ///< the scheduler knows the document
    std::uint64_t m_toldRevision = 0;
    /// Of the present model.
    ExactPhotos m_exactPhotos;
    /// Exact renders that are under way.
    std::map<run::Ticket, scene::SceneSnapshot> m_underWay;
    QString m_device;
};

} // namespace underpaint::app
