// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/exact_photos.h"
#include "app/frame_roller.h"
#include "app/model_loader.h"
#include "app/open_document.h"
#include "engine/run/render_scheduler.h"
#include "ui/session/photo_rendering.h"

#include <QElapsedTimer>
#include <QTimer>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

namespace underpaint::app {

/// Tells the scheduler what the user does, hands its decisions to the engine and the engine's
/// answers to the PhotoState.
class PhotoRenderer final : public ui::PhotoRendering {
    Q_OBJECT

public:
    /// All must outlive this.
    PhotoRenderer(EngineBridge& bridge, const OpenDocument& open, ModelLoader& models,
                  FrameRoller& roller, QObject* parent = nullptr);

    bool live() const override { return m_scheduler.live(); }
    void setLive(bool live) override;
    void renderNow() override;
    void setHeld(bool held) override;
    void setPaused(bool paused) override;
    void stop() override;
    bool rollsOut() const override { return m_roller.rolls(); }
    void setFilling(bool on) override;
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
    /// Of the photo that is shown.
    ui::PhotoState::Truth truth() const;
    /// Has the next frame painted from those before it, if there is time.
    void rollOn();
    void takeRolled(std::size_t frame);
    /// Shows the photo of the frame in view as it follows from those before; false: there is none.
    bool showRolled();
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
    FrameRoller& m_roller;
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
    /// The photo that is shown follows from the frames before it; and of which revision.
    /// @{
    std::shared_ptr<const Image> m_rolled;
    std::uint64_t m_rolledRevision = 0;
    /// @}
    bool m_stopped = false; ///< by the user, until the next edit
    QString m_device;
};

} // namespace underpaint::app
