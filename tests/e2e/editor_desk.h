// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/render_session.h"
#include "engine/scene/scene.h"
#include "tests/support/answer_dialog.h"
#include "ui/window/main_window.h"

#include <QSettings>
#include <QTabletEvent>
#include <QTest>

#include <functional>
#include <memory>

namespace underpaint::test {

/// How long to wait for renders of a model that ships, in ms; machines may be slow and busy.
inline constexpr int editorPatience = 120000;

/// The editor as the program opens it: the real window, the engine thread and the models that
/// ship. Its settings and journals are in $UNDERPAINT_HOME.
class EditorDesk {
public:
    /// `begin` runs with the window visible, before the first document is opened.
    explicit EditorDesk(const std::function<void()>& begin = {});

    ui::MainWindow& window() { return *m_window; }
    ui::CanvasView& canvas() { return m_window->canvas(); }
    app::RenderSession& session() { return *m_session; }
    ui::Document& document() { return m_window->editor().document(); }
    const scene::SceneState& scene() { return m_window->editor().scene(); }
    ui::EditorState& state() { return m_window->editor().state(); }

    /// Waits until the photo shows the scene as it is now.
    void waitForExact();
    /// Gives the window the keys back, after a dialog.
    void takeKeys();
    /// A key pressed and released over the canvas.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    /// The middle of a pixel of the map, in the canvas.
    QPoint at(QPoint pixel) { return canvas().fromMap(QPointF(pixel) + QPointF(.5, .5)).toPoint(); }
    void mouseStroke(QPoint from, QPoint to);
    /// With a pen whose pressure falls from full to half.
    void penStroke(QPoint from, QPoint to);
    void altClick(QPoint pixel);

private:
    void pen(QEvent::Type type, QPoint pixel, double pressure);

    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<app::RenderSession> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
};

/// Parts of the test that are processes of their own, run by QTest; they take the arguments that
/// are left and give the number of failures.
/// @{
int runPaintingEditor(const QStringList& arguments);
int runReturningEditor(const QStringList& arguments);
/// @}

/// What the processes leave for each other in the folder that they share.
inline constexpr auto savedName = "town.underpaint";
inline constexpr auto expectedName = "expected.underpaint";
inline constexpr auto exportedName = "town.png";
/// Said when the last stroke is half done, followed by the number of its dabs so far.
inline constexpr auto midStroke = "MID-STROKE";

} // namespace underpaint::test
