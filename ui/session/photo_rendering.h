// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/photo_state.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <cstddef>

namespace underpaint::ui {

/// Keeps the photo of the open document up to date. All functions return at once.
class PhotoRendering : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    PhotoState& photo() { return m_photo; }

    virtual bool live() const = 0;
    virtual void setLive(bool live) = 0;
    /// The exact photo, live or not.
    virtual void renderNow() = 0;
    /// While the user is in the middle of a stroke, nothing changes that the stroke does not reach.
    virtual void setHeld(bool held) = 0;
    /// While frames are played no new photo is begun: those that are known are shown.
    virtual void setPaused(bool paused) = 0;
    /// Ends what is computed; the next edit starts again.
    virtual void stop() = 0;
    /// Whether the model paints frames from each other, and there are several. Then the photo of a
    /// frame is exact when those before it are painted, which is done when there is time; before
    /// that it is approximate.
    virtual bool rollsOut() const = 0;
    /// Of such a model: not only the frame in view is painted but all of them; rolledOut() tells.
    virtual void setFilling(bool on) = 0;
    /// "cpu", "cuda:0"; empty before the first render.
    virtual QString device() const = 0;
    /// Renders and other jobs of the engine that wait or run.
    virtual int waiting() const = 0;

Q_SIGNALS:
    /// By stop(): what waits to ask for work of its own accord shall not.
    void stopped();
    /// Live, waiting() or the device changed.
    void stateChanged();
    /// The exact photo of any frame.
    void rolledOut(std::size_t frame, const QImage& photo);
    /// Something about a photo that was done otherwise than asked for.
    void noticed(const QString& message);

private:
    PhotoState m_photo;
};

} // namespace underpaint::ui
