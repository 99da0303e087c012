// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"

#include <QEvent>
#include <QObject>
#include <QPointF>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace underpaint::ui {
class MainWindow;
}

namespace underpaint::test {

/// Answers the modal dialogs that the artist's keys bring up, as a person would: names the file of
/// a file dialog, restores what a crash left, replaces an older file.
class DialogAnswerer : public QObject {
    Q_OBJECT

public:
    explicit DialogAnswerer(QString projectFile);

private:
    void look();

    QString m_file;
    QTimer m_timer;
};

/// Somebody who works with the editor, by a seed: strokes, fills, shapes, selections, moves,
/// styles, label keys, undo and redo, zoom and pan, save and reload. All of it are mouse, wheel and
/// key events at the widgets of the window. The same window and seed give the same wishes; what
/// comes of them may depend on when the model's styles arrive.
///
/// step() sends one event, so that the owner decides over the pace and the event loop runs between
/// any two of them.
class ScriptedArtist : public QObject {
    Q_OBJECT

public:
    struct Rules {
        bool files = true; ///< saves and reloads, besides painting
        bool views = true; ///< changes the view mode, zooms and pans
        bool onlyStrokes = false;
        bool savesOften = false; ///< so that kills fall into saving
        int largestBrush = 64;
    };

    /// The project is saved under `projectFile` as soon as it is saved at all.
    ScriptedArtist(ui::MainWindow& window, std::uint64_t seed, QString projectFile, Rules rules);

    /// The next event. Several edits may lie between two calls only where one key makes several.
    void step();
    /// Nothing is half done: the next step() begins another deed.
    bool resting() const { return m_plan.empty(); }
    /// What is being done, for reports: "stroke".
    const char* deed() const { return m_deed; }
    /// Finished changes of the scene, undo and redo among them.
    long edits() const { return m_edits; }
    long saves() const { return m_saves; }
    long reloads() const { return m_reloads; }
    /// What went wrong; the run is worth nothing then.
    const QString& problem() const { return m_problem; }
    /// Draws a stroke of this many events next.
    void planStroke(int moves);
    void planSave();

Q_SIGNALS:
    /// The scene changed and nothing is in the middle of something.
    void edited();
    /// The key that saves comes next.
    void aboutToSave();
    /// The document was closed and opened again from its file.
    void reloaded();
    /// The pointer is going to move with the button down.
    void dragging();
    /// The button was let go after a stroke.
    void lifted();

private:
    using Step = std::function<bool()>; ///< false: not yet, ask again
    struct Deed;

    void plan();
    void planKey(int key, Qt::KeyboardModifiers modifiers = {});
    void planMouse(QEvent::Type type, QPointF at, Qt::KeyboardModifiers modifiers = {},
                   Qt::MouseButton button = Qt::LeftButton);
    void planClick(QPointF at, Qt::KeyboardModifiers modifiers = {});
    void planDrag(const std::vector<QPointF>& way, Qt::KeyboardModifiers modifiers = {},
                  Qt::MouseButton button = Qt::LeftButton);
    void planWheel(QPointF at, int steps, Qt::KeyboardModifiers modifiers = {});
    /// Counts what was changed since the last time.
    void planSettle();

    void brush();
    void straightLine();
    void eraser();
    void fill();
    void shape();
    void polygon();
    void lasso();
    void paintInSelection();
    void wand();
    void pickAndStyle();
    void mixStyles();
    void moveInstance();
    void instanceDeed();
    void undoAndRedo();
    void labelKeys();
    void look();
    void renderKeys();
    /// Not waiting: the next deeds are done while the file is written.
    void saveAnd(bool wait);
    void reload();

    /// A point of the canvas that shows a pixel of the map.
    std::optional<QPointF> spot();
    std::vector<QPointF> wayFrom(QPointF start, int moves, double stride);
    int upTo(int bound) { return static_cast<int>(m_random.below(static_cast<unsigned>(bound))); }
    bool chance(double share) { return m_random.uniform() < share; }

    ui::MainWindow& m_window;
    Random m_random;
    QString m_file;
    Rules m_rules;
    std::deque<Step> m_plan;
    const char* m_deed = "nothing";
    Qt::MouseButtons m_buttons;
    std::uint64_t m_document = 0;
    std::uint64_t m_revision = 0;
    long m_edits = 0;
    long m_saves = 0;
    long m_reloads = 0;
    int m_locked = 0; ///< deeds that a label has been locked for
    QString m_problem;
};

} // namespace underpaint::test
