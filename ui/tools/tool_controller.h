// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPoint>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <memory>
#include <vector>

class QKeyEvent;
class QWidget;

namespace underpaint::ui {

class EditorState;
class ObjectLibrary;
class PhotoState;
class ShortcutBook;
class Tool;
struct PointerEvent;

/// The tools of the editor and which one is active. Tapping a tool's key switches, holding it
/// switches until the key is released. Each tool keeps its own settings (size, shape …).
class ToolController : public QObject {
    Q_OBJECT

public:
    /// All tools of the editor, the brush active.
    explicit ToolController(EditorState& state, QObject* parent = nullptr);
    ~ToolController() override;

    EditorState& state() const;
    const std::vector<Tool*>& tools() const;
    Tool& active() const;
    /// nullptr when there is none of that id ("brush", "eraser", "fill" …).
    Tool* find(const QString& id) const;
    void activate(Tool& tool);
    /// While the key is held; release() returns to the tool before, which goes on with what it was
    /// in the middle of.
    /// @{
    void hold(Tool& tool);
    void release();
    bool holding() const;
    /// @}

    /// The tools' own keys, single letters and combinations, until follow() gives them others.
    QList<QKeySequence> keys(const Tool& tool) const;
    /// The id of the command that chooses the tool: "tool.brush".
    static QString commandOf(const Tool& tool);
    /// From now on the keys are those of the book, which must outlive this: of the commands of the
    /// tools, and of those that change the size ("brush.smaller" …).
    void follow(const ShortcutBook& book);
    /// Keys of the canvas: a tool's key (tap or hold), Alt (eyedropper while held), Space (hand
    /// while held), Esc, Enter, Backspace, those of the size. True when the key was used. Windows
    /// may pass on keys that reached them while no text field had the focus.
    /// @{
    bool keyPressed(const QKeyEvent& event);
    bool keyReleased(const QKeyEvent& event);
    /// True for a key that keyPressed() would use.
    bool wantsKey(const QKeyEvent& event) const;
    /// @}

    /// What happens on the canvas goes through these, so that an Error becomes noticed().
    /// @{
    void press(const PointerEvent& event);
    void move(const PointerEvent& event);
    void lift(const PointerEvent& event);
    void hover(const PointerEvent& event);
    void leave();
    bool finish();
    bool cancel();
    bool dropLast();
    bool nudge(QPoint pixels);
    /// @}
    /// One step of the active tool's size up or down; `large` is ten times that.
    void stepDiameter(int direction, bool large);

    /// The tools' settings are written by another thread; returns when it is done.
    void finishWriting();

    /// The photo that the magic wand looks at; nullptr: none.
    void setPhoto(const PhotoState* photo);
    /// The objects of the stamp tool.
    ObjectLibrary& objects() const;

    /// The options of the active tool as a row of widgets for the options bar.
    QWidget* makeOptionsBar(QWidget* parent);

Q_SIGNALS:
    void activeChanged();
    /// Hint for the status bar.
    void hintChanged(const QString& text);
    /// Something the user should know ("the label is locked").
    void noticed(const QString& message);
    /// The active tool's outline or handles look different.
    void overlayChanged();
    /// The pointer went down on the canvas, or up.
    void held(bool down);
    /// The hand tool moved the view by this many map pixels, the zoom tool asks for a zoom around
    /// a point of the map or for a rectangle to fill the view.
    /// @{
    void panned(QPointF mapDelta);
    void zoomed(double factor, QPointF mapPoint);
    void framed(QRectF mapRect);
    /// @}

private:
    /// Runs the action; an Error ends the tool's gesture and is told to the user.
    template<class Action>
    bool guarded(Action&& action);
    Tool* toolOf(const QKeyEvent& event) const;
    bool sizeKeyPressed(const QKeyEvent& event);
    bool holdKeyPressed(const QKeyEvent& event);
    void show(Tool& tool);
    /// The held tool stays: its key was tapped.
    void keepHeld();
    /// The held key is up for good: what was tapped stays, what was held or used goes.
    void endHold();
    /// endHold() at once, if its key is up.
    void settle();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace underpaint::ui
